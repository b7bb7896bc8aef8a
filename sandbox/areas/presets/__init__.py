"""Templates of requisites («шаблоны реквизитов»): which fields a country's requisites of a kind consist of."""

from __future__ import annotations

from sandbox.areas.presets import presets
from sandbox.portal import Portal


def attach(portal: Portal) -> None:
    presets.install(portal)
