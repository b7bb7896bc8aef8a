"""Widgets («Виджеты»): where apps have put their pages into the portal's."""

from __future__ import annotations

from typing import Any

from sandbox.areas.placement import bindings, field_types
from sandbox.areas.placement import field_type_methods as field_type_methods  # registers its methods
from sandbox.portal import Portal
from sandbox.store import Record


def attach(portal: Portal) -> None:
    def on_dropped(*, app: Record, **_: Any) -> None:
        bindings.drop_of(portal, app)
        field_types.drop_of(portal, app)

    portal.on("app_registrations_dropped", on_dropped)
