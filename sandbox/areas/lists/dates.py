"""Dates as lists show and read them: in the portal's own format («Формат даты»), not in ISO.

api-reference/lists/elements/lists-element-get.md shows the American one: 12/31/2024 11:59:59 pm.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dateutil import parser

from sandbox.admin import action
from sandbox.portal import Portal

CULTURES = {"ru": ("%d.%m.%Y", "%H:%M:%S"), "en": ("%m/%d/%Y", "%I:%M:%S %p")}


def culture(portal: Portal) -> str:
    return str((portal.collection("portal").get(1) or {}).get("culture", "ru"))


@action("lists/culture")
def set_culture(portal: Portal, asked: dict[str, Any]) -> Any:
    """`culture`: ru (31.12.2024 23:59:59) or en (12/31/2024 11:59:59 pm)."""
    if asked["culture"] not in CULTURES:
        raise ValueError(f"culture: {' or '.join(CULTURES)}")
    portal.collection("portal").change(1, culture=asked["culture"])
    return {"culture": culture(portal)}


def shown(portal: Portal, moment: datetime, *, with_time: bool = True) -> str:
    day, time = CULTURES[culture(portal)]
    text = moment.strftime(day)
    return f"{text} {moment.strftime(time).lower()}" if with_time else text


def read(portal: Portal, value: Any) -> datetime:
    """ISO, or the portal's own format. Raises ValueError."""
    text = str(value).strip()
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = parser.parse(text, dayfirst=culture(portal) == "ru")
    zone = portal.clock.zone
    return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(zone)
