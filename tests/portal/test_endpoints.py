"""Where requests may go: known auth servers, public portals over https, private ones only when listed."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import responses

from app.errors import InboundRefused
from app.portal.endpoints import EndpointGuard, guarded_session, is_public, origin_of
from app.portal.oauth import AppCredentials, AuthServer
from app.portal.wire import Wire
from tests.portal.doubles import Time

SERVER = "https://oauth.bitrix24.tech/rest/"
INFO = {
    "client_id": "app", "scope": "crm,disk", "expires": "2026-03-02T10:00:00+00:00", "user_id": 7,
    "install": {
        "installed": True, "version": "1", "status": "L", "scope": "crm,disk", "domain": "8.8.8.8",
        "uri": "https://8.8.8.8", "client_endpoint": "https://8.8.8.8/rest/", "member_id": "member1",
        "member_type": "bitrix24",
    },
}  # fmt: skip


@pytest.mark.parametrize("endpoint", [SERVER, "https://oauth.bitrix.info/rest/", "https://OAUTH.bitrix24.tech:443/"])
def test_knows_the_official_auth_servers(endpoint: str) -> None:
    assert EndpointGuard().auth_origin(endpoint).startswith("https://oauth.bitrix")


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://oauth.bitrix24.tech.evil.ru/rest/",
        "http://oauth.bitrix24.tech/rest/",
        "https://oauth.bitrix24.tech:8443/rest/",
        "https://oauth.bitrix24.tech@evil.ru/",
        "https://evil.ru/#oauth.bitrix24.tech",
    ],
)
def test_refuses_any_other_auth_server(endpoint: str) -> None:
    with pytest.raises(InboundRefused):
        EndpointGuard().auth_origin(endpoint)


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://8.8.8.8/rest/",
        "https://127.0.0.1/rest/",
        "https://10.1.2.3/rest/",
        "https://169.254.169.254/latest/",
        "https://[::1]/rest/",
        "https://[::ffff:127.0.0.1]/rest/",
        "https://localhost/rest/",
        "https://0x7f000001/rest/",
        "https://name.invalid/rest/",
        "ftp://8.8.8.8/",
    ],
)
def test_refuses_portals_in_private_networks(endpoint: str) -> None:
    with pytest.raises(InboundRefused):
        EndpointGuard().portal_origin(endpoint)


def test_admits_a_private_portal_only_by_host_and_port() -> None:
    guard = EndpointGuard(portals_allowed=["127.0.0.1:8010"])
    assert guard.portal_origin("http://127.0.0.1:8010/rest/") == "http://127.0.0.1:8010"
    with pytest.raises(InboundRefused):
        guard.portal_origin("http://127.0.0.1:8011/rest/")


@pytest.mark.parametrize(("address", "public"), [("8.8.8.8", True), ("fe80::1%eth0", False), ("224.0.0.1", False)])
def test_tells_public_addresses(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_the_usual_port_is_left_out_of_an_origin() -> None:
    assert origin_of("HTTPS://Firma.bitrix24.ru:443/rest/") == "https://firma.bitrix24.ru"


def test_a_name_re_pointed_inside_is_met_at_the_connection() -> None:
    server = HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        with pytest.raises(InboundRefused):
            guarded_session(EndpointGuard()).get(f"http://localhost:{server.server_port}/", timeout=5)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def auth_server() -> AuthServer:
    guard = EndpointGuard()
    return AuthServer(AppCredentials("app", "hush"), guard, Wire(guarded_session(guard)), Time())


def test_confirms_a_portal_by_what_the_auth_server_says(wire: responses.RequestsMock) -> None:
    wire.post(f"{SERVER}app.info", json={"result": INFO})
    found = auth_server().confirm(SERVER, "token", "member1")
    assert (found.address.domain, found.user_id, found.scopes) == ("8.8.8.8", 7, ("crm", "disk"))
    assert found.address.client_endpoint == "https://8.8.8.8/rest/"


@pytest.mark.parametrize(("client_id", "member"), [("app", "another"), ("another", "member1"), ("app", "")])
def test_does_not_confirm_another_portal_or_application(
    wire: responses.RequestsMock, client_id: str, member: str
) -> None:
    wire.post(f"{SERVER}app.info", json={"result": {**INFO, "client_id": client_id}})
    with pytest.raises(InboundRefused):
        auth_server().confirm(SERVER, "token", member)
