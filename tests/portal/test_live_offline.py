"""Offline events on the running sandbox: reserved until they are cleared; what nobody can read is told."""

from __future__ import annotations

import pytest

from app.portal.client import PortalClient
from app.portal.offline import PortalOffline
from app.portal.registration import Registration


@pytest.fixture
def offline(portal: PortalClient) -> PortalOffline:
    Registration(portal).bind_offline(("ONCRMDEALUPDATE", "ONCRMLEADADD"))
    portal.call("event.offline.get", {"limit": 1000})
    return PortalOffline(portal)


def change(portal: PortalClient, *deals: int) -> None:
    for number in deals:
        deal = portal.call("crm.item.get", {"entityTypeId": 2, "id": number})["item"]
        portal.call("crm.item.update", {"entityTypeId": 2, "id": number, "fields": {"title": deal["title"] + "!"}})


def kept(portal: PortalClient) -> int:
    return portal.call_full("event.offline.list").total or 0


def test_what_was_taken_stays_until_it_is_cleared(portal: PortalClient, offline: PortalOffline) -> None:
    change(portal, 1, 2, 1)
    packet = offline.take()
    assert sorted((event.kind, event.object_id) for event in packet.events) == [("deal", 1), ("deal", 2)]
    assert packet.events[0].at.utcoffset() is not None
    assert offline.take().is_last
    assert kept(portal) == 2
    offline.clear(packet)
    assert kept(portal) == 0


def test_an_event_that_is_none_of_ours_is_told_to_the_portal_and_stops_nothing(
    portal: PortalClient, offline: PortalOffline
) -> None:
    portal.call("crm.lead.add", {"fields": {"TITLE": "Заявка"}})
    change(portal, 3)
    packet = offline.take()
    assert [event.object_id for event in packet.events] == [3]
    offline.clear(packet)
    failed = portal.call("event.offline.get", {"error": 1, "clear": 0})["events"]
    assert [row["EVENT_NAME"] for row in failed] == ["ONCRMLEADADD"]
