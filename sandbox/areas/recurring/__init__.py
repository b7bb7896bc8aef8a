"""Recurring deals («регулярные сделки»): a template deal and how often it is to be repeated."""

from __future__ import annotations

from sandbox import events
from sandbox.areas.recurring import templates
from sandbox.portal import Portal

events.declare("crm", *(f"ONCRMDEALRECURRING{verb}" for verb in ("ADD", "UPDATE", "DELETE", "EXPOSE")))


def attach(portal: Portal) -> None:
    portal.on("item_deleted", lambda kind, item, actor: templates.follow_deletion(portal, kind, item, actor))
