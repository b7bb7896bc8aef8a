"""The world's mailbox for scripts: `mailbox`, `mailbox/get|clear|fail|relay`, and its files at `/sandbox/mailbox/`;
`activities/click`: a person presses a button of a configurable activity.
"""

from __future__ import annotations

from typing import Any

from sandbox.admin import action
from sandbox.areas.activities import configurable, mailbox
from sandbox.errors import HostError
from sandbox.portal import Actor, Portal


@action("mailbox")
def letters(portal: Portal, asked: dict[str, Any]) -> Any:
    """Letters that came, oldest first; `to`, `subject` narrow; `wait` waits for so many, up to `seconds`."""
    narrow = {name: str(asked.get(name, "")) for name in ("to", "subject")}
    found = mailbox.of(portal).wait(int(asked.get("wait", 0)), float(asked.get("seconds", 10)), **narrow)
    return {"letters": [letter.as_json() for letter in found]}


@action("mailbox/get")
def letter(portal: Portal, asked: dict[str, Any]) -> Any:
    return next(one.as_json() for one in mailbox.of(portal).letters() if one.id == int(asked["id"]))


@action("mailbox/clear")
def clear(portal: Portal, asked: dict[str, Any]) -> Any:
    mailbox.of(portal).clear()
    return {"cleared": True}


@action("mailbox/fail")
def fail(portal: Portal, asked: dict[str, Any]) -> Any:
    """The next `times` letters fail with `text`: «Invalid email is specified», `"To" is not found`…"""
    box = mailbox.of(portal)
    if asked.get("clear"):
        box.failures.clear()
    else:
        box.failures.extend([str(asked.get("text", "General error"))] * int(asked.get("times", 1)))
    return {"waiting": list(box.failures)}


@action("mailbox/relay")
def relay(portal: Portal, asked: dict[str, Any]) -> Any:
    """Send letters by SMTP at `host`, `port` instead of to the sandbox's own mailbox; without both, back again."""
    where = [str(asked["host"]), int(asked["port"])] if "host" in asked else None
    portal.collection("portal").change(1, smtp_relay=where)
    return {"relay": where}


@action("letters")
def sent(portal: Portal, asked: dict[str, Any]) -> Any:
    """What the portal has sent or failed to («Исходящие»), the newest first."""
    return {"letters": portal.collection("letter").all()[::-1]}


@action("activities/click")
def click(portal: Portal, asked: dict[str, Any]) -> Any:
    """`activity`, `action` (the id of a restEvent in its layout), `user_id`: a person presses it."""
    try:
        found = configurable.get(portal, int(asked["activity"]))
    except HostError as error:
        raise ValueError(error.description) from error
    configurable.click(portal, found, str(asked["action"]), Actor(int(asked.get("user_id", 1))))
    return {"clicked": asked["action"]}
