"""Records of the journal: event-log/main-eventlog-get.md, main-eventlog-tail.md."""

from __future__ import annotations

from sandbox import json_text
from sandbox.call import Call
from sandbox.portal import Portal
from sandbox.store import Collection, Record


def collection(portal: Portal) -> Collection:
    return portal.collection("event_log")


def add(portal: Portal, record: Record, record_id: int | None = None) -> int:
    """`record`: AUDIT_TYPE_ID, MODULE_ID, ITEM_ID, USER_ID, DESCRIPTION and what else differs from nothing."""
    usual: Record = {
        "TIMESTAMP_X": portal.clock.iso(), "SEVERITY": "SECURITY", "REMOTE_ADDR": "", "USER_AGENT": "",
        "REQUEST_URI": "", "SITE_ID": "s1", "GUEST_ID": 0,
    }  # fmt: skip
    return collection(portal).add({**usual, **record}, record_id)


def authorized(call: Call, *, address: str, agent: str) -> None:
    """The host writes it once an hour for each caller. The address is told without the secret of a webhook."""
    kind = "oauth" if call.app else "apauth"
    about = {
        "userId": call.user_id, "method": "rest", "applicationType": kind,
        "applicationId": call.app["ID"] if call.app else 1, "timePeriod": f"{call.portal.clock.now():%Y-%m-%d %H}",
    }  # fmt: skip
    entry = {
        "AUDIT_TYPE_ID": "USER_AUTHORIZE", "MODULE_ID": "rest", "ITEM_ID": str(call.user_id), "USER_ID": call.user_id,
        "REMOTE_ADDR": address, "USER_AGENT": agent, "REQUEST_URI": f"/rest/{call.method}",
        "DESCRIPTION": json_text.dumps(about).decode(),
    }  # fmt: skip
    with call.portal.transaction():
        add(call.portal, entry)
