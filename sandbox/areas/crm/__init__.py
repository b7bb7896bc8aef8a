"""CRM: items of all kinds, stages, funnels, smart processes, requisites, payments."""

from __future__ import annotations

from sandbox.areas.crm import controls as controls  # registers its actions
from sandbox.areas.crm import defaults
from sandbox.portal import Portal


def attach(portal: Portal) -> None:
    defaults.install(portal)
