"""Activities that apps draw («конфигурируемые дела») in a card's timeline: what they say, and what may be pressed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from sandbox.areas.activities import badges, configurable, layouts
from sandbox.errors import HostError
from sandbox.pages import places
from sandbox.pages.looking import Door, back, refused
from sandbox.portal import Portal
from sandbox.store import Record

TONES = {"warning": "warn", "success": "ok", "failure": "bad", "primary": "info", "secondary": "sand"}


@dataclass(frozen=True)
class Drawing:
    """`tags` are (text, tone); `presses` are (title, the id of the event that it causes)."""

    texts: list[str]
    tags: list[tuple[str, str]]
    presses: list[tuple[str, str]]


def drawing(activity: Record) -> Drawing | None:
    """For templates; None for what is no such activity."""
    layout: dict[str, Any] | None = activity.get("layout")
    if not layout:
        return None
    tags = [(layouts.said(tag["title"]), TONES[tag["type"]]) for tag in layout["header"].get("tags", {}).values()]
    presses = [(title, action["id"]) for title, action in layouts.events_of(layout)]
    return Drawing(layouts.texts_of(layout), tags, presses)


def badge(portal: Portal, kind_id: int, item_id: int) -> tuple[str, str] | None:
    """(text, tone) for a card on a board."""
    found = badges.of_item(portal, kind_id, item_id)
    return (layouts.said(found["value"]), TONES[found["type"]]) if found else None


def routes(pages: Blueprint, door: Door) -> None:
    pages.add_app_template_filter(drawing)

    @pages.post("/sandbox/activity/<int:activity_id>/click/<action_id>")
    def click(activity_id: int, action_id: str) -> ResponseReturnValue:
        look = door.look()
        try:
            activity = configurable.get(look.portal, activity_id)
            look.item(activity["OWNER_TYPE_ID"], activity["OWNER_ID"])
            configurable.click(look.portal, activity, action_id, look.actor)
        except HostError as error:
            return refused(look, error, "/")
        except ValueError as error:
            return refused(look, HostError("NOT_FOUND", str(error)), "/")
        return back(places.card(activity["OWNER_TYPE_ID"], activity["OWNER_ID"]))
