"""Currencies of CRM («Валюты»): rates against the base one, and how each language writes them."""

from __future__ import annotations

from sandbox import events
from sandbox.areas.currency import currencies
from sandbox.portal import Portal

events.declare("crm", "ONCRMCURRENCYADD", "ONCRMCURRENCYUPDATE", "ONCRMCURRENCYDELETE")


def attach(portal: Portal) -> None:
    currencies.install(portal)
