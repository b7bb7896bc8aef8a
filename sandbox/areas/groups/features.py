"""What may be done with the tools of a group («Инструменты группы»): sonet-group-feature-access.md.

The page names tools and operations; which role each needs is a guess: members read and write, moderators rule.
"""

from __future__ import annotations

from sandbox.areas.groups import members
from sandbox.portal import Portal
from sandbox.store import Record

ALL, RULERS = members.INSIDE, (members.OWNER, members.MODERATOR)
OPERATIONS: dict[str, dict[str, tuple[str, ...]]] = {
    "photo": {"view": ALL, "write": ALL},
    "calendar": {"view": ALL, "write": ALL},
    "tasks": {
        "view": ALL, "view_all": ALL, "sort": ALL, "create_tasks": ALL, "edit_tasks": RULERS, "delete_tasks": RULERS,
    },
    "files": {"view": ALL, "write": ALL},
    "blog": {
        "view_post": ALL, "premoderate_post": ALL, "write_post": ALL, "moderate_post": RULERS, "full_post": RULERS,
        "view_comment": ALL, "premoderate_comment": ALL, "write_comment": ALL, "moderate_comment": RULERS,
        "full_comment": RULERS,
    },
}  # fmt: skip


def may(portal: Portal, group: Record, user_id: int, feature: str, operation: str) -> bool:
    allowed = OPERATIONS[feature][operation]
    return portal.is_admin(user_id) or members.role(portal, group["ID"], user_id) in allowed
