"""What the running sandbox really posts to an app is what we parse."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from app.domain.calls import HostEvent
from app.portal.client import PortalClient
from app.portal.inbound import parse_event, parse_placement
from app.portal.items import DEAL, Items, item_id
from app.portal.registration import EventBinding, Registration
from sandbox import apps
from tests.portal.conftest import Live
from tests.portal.doubles import START
from tests.portal.receiver import Receiver


def test_an_event_of_the_sandbox(live: Live, portal: PortalClient, receiver: Receiver) -> None:
    registration = Registration(portal)
    registration.bind_event("ONCRMDEALUPDATE", receiver.url, auth_user=1)
    deal_id = item_id(Items(portal).add(DEAL, {"title": "Было"}))
    Items(portal).update(DEAL, deal_id, {"title": "Стало"})
    found = parse_event(receiver.forms.get(timeout=20))
    registration.unbind_event(EventBinding("ONCRMDEALUPDATE", receiver.url))
    assert isinstance(found.event, HostEvent)
    assert (found.event.kind, found.event.object_id) == ("deal", deal_id)
    assert found.sender.member_id == live.server.env["B24_MEMBER_ID"]
    assert found.sender.application_token == live.server.env["B24_APPLICATION_TOKEN"]
    assert found.tokens is not None
    assert found.tokens.refresh == ""


def test_an_opening_of_the_sandbox(live: Live, portal: PortalClient) -> None:
    server = live.server
    app = apps.by_client_id(server.portal, server.env["B24_CLIENT_ID"])
    assert app is not None
    with server.portal.transaction():
        launch = apps.launch(server.portal, app, 1, placement="CRM_DEAL_DETAIL_TAB", options={"ID": "7"})
    args = dict(parse_qsl(urlsplit(launch.url).query))
    found = parse_placement(args, launch.fields, now=START)
    assert found.call.options == {"ID": "7"}
    assert portal.as_user(found.call.user_token).call("profile")["ID"] == "1"
