"""All that im.* can be asked, and which revision of it this is («Чат и уведомления»)."""

from __future__ import annotations

from sandbox.areas.im import (
    chat_methods,
    dialog_methods,
    file_methods,
    message_methods,
    notify_methods,
    people_methods,
    recent_methods,
    search_methods,
)
from sandbox.call import Call, method

REVISION = {"rest": 32, "web": 130, "mobile": 22, "desktop": 6, "im_revision_mobile": 22}


@method("im.revision.get", scope="im")
def revision_get(call: Call) -> dict[str, int]:
    return REVISION


__all__ = [
    "chat_methods",
    "dialog_methods",
    "file_methods",
    "message_methods",
    "notify_methods",
    "people_methods",
    "recent_methods",
    "search_methods",
]
