"""What the portal's servers post: on disk before the 200, once, and from nobody else."""

from __future__ import annotations

from typing import Any

import pytest
import structlog
from b24pysdk.credentials import OAuthEventData

from app.errors import StoreAway, StoreFull
from app.portal.sender import Sender
from app.web.gate import REMEMBERED_SECONDS, Gate
from sandbox.params import from_pairs, to_pairs
from tests.web.conftest import ADMIN, Site

MANAGER = 2


def test_an_event_is_a_row_and_the_bell_rings(site: Site) -> None:
    site.install()
    assert site.client.post("/hook/event", data=site.event()).status_code == 200
    (row,) = site.stored()
    assert (row.kind, row.code, row.lane) == ("event", "oncrmdealupdate", "deal:3")
    assert row.payload["object_id"] == 3
    assert site.rings


def test_an_event_delivered_twice_is_one_row(site: Site) -> None:
    site.install()
    answers = [site.client.post("/hook/event", data=site.event()).status_code for _ in range(3)]
    assert answers == [200, 200, 200]
    assert site.inbox_rows() == 1


def test_a_robots_call_is_kept_without_its_tokens(site: Site) -> None:
    site.install()
    auth = site.full_auth(ADMIN)
    robot = {
        "workflow_id": "55c1dc1c3f0d75.78875596",
        "code": "make_act",
        "document_id": ["crm", "CCrmDocumentDeal", "DEAL_7"],
        "document_type": ["crm", "CCrmDocumentDeal", "DEAL"],
        "event_token": "55c1dc1c3f0d75.78875596|A51601_82584|MvYdVa.hash",
        "properties": {"amount": "100"},
        "use_subscription": "Y",
        "timeout_duration": "0",
        "ts": "1772442000",
        "auth": auth,
    }
    form = dict(to_pairs(robot))
    assert [site.client.post("/hook/robot", data=form).status_code for _ in range(2)] == [200, 200]
    (row,) = site.stored()
    assert (row.kind, row.code, row.lane) == ("robot", "make_act", "deal:7")
    assert row.payload["properties"] == {"amount": "100"}
    assert auth["access_token"] not in str(row)
    assert auth["refresh_token"] not in str(row)


def test_an_event_that_a_robot_caused_has_no_tokens_and_is_taken(site: Site) -> None:
    site.install()
    assert "auth[access_token]" not in site.event()
    assert site.client.post("/hook/event", data=site.event()).status_code == 200


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"auth[member_id]": "f" * 32}, 403),
        ({"auth[application_token]": "f" * 32}, 403),
        ({"auth[application_token]": ""}, 403),
        ({"auth[member_id]": ""}, 400),
        ({"auth[member_id]": "x' OR 1=1 --"}, 400),
        ({"event": "ONEVERYTHING"}, 400),
        ({"data[FIELDS][ID]": "abc"}, 400),
        ({"ts": "yesterday"}, 400),
        ({"auth": "flat"}, 400),
    ],
)
def test_what_is_not_from_the_portal_is_refused_and_leaves_no_trace(
    site: Site, changed: dict[str, str], status: int
) -> None:
    site.install()
    with structlog.testing.capture_logs() as logs:
        answer = site.client.post("/hook/event", data={**site.event(), **changed})
    assert answer.status_code == status
    assert answer.text.strip()
    assert site.inbox_rows() == 0
    assert any(line["event"] == "refused" and line["status"] == status for line in logs)
    assert site.app["application_token"] not in str(logs)


@pytest.mark.parametrize(
    "sent",
    [
        {"json": {"event": "ONCRMDEALUPDATE"}},
        {"data": b"\xff\xfe\x00%zz", "content_type": "application/x-www-form-urlencoded"},
        {"data": b"", "content_type": "application/x-www-form-urlencoded"},
        {"data": {f"data[{n}]": "1" for n in range(1200)}},
        {"data": {"data" + "[a]" * 50: "1"}},
    ],
)
def test_a_malformed_form_is_told_so(site: Site, sent: dict[str, Any]) -> None:
    site.install()
    assert site.client.post("/hook/event", **sent).status_code == 400
    assert site.inbox_rows() == 0


def test_an_oversized_body_is_not_read(site: Site) -> None:
    site.install()
    for body in ({**site.event(), "x": "y" * 1_100_000},):
        assert site.client.post("/hook/event", data=body).status_code == 413
    assert site.inbox_rows() == 0


class FullInbox:
    """A disk without room, or a database that does not answer."""

    def __init__(self, error: StoreAway) -> None:
        self.error = error

    def accept(self, *_: Any, **__: Any) -> None:
        raise self.error

    def close(self) -> None:
        return


@pytest.mark.parametrize(("error", "status"), [(StoreFull("нет места"), 507), (StoreAway("не отвечает"), 503)])
def test_what_cannot_be_kept_is_not_called_taken(site: Site, error: StoreAway, status: int) -> None:
    site.install()
    whole, site.application.inbox = site.application.inbox, FullInbox(error)  # type: ignore[assignment]
    answer = site.client.post("/hook/event", data=site.event())
    site.application.inbox = whole
    assert answer.status_code == status
    assert int(answer.headers["Retry-After"]) > 0


def test_the_gate_soon_forgets_what_another_process_changed(site: Site) -> None:
    installed = site.install()
    now = [0.0]
    gate = Gate(site.application.portals, seconds=lambda: now[0])
    secret = site.app["application_token"]
    sender = Sender(installed.member_id, secret, "d", "http://d/rest/", "http://d/rest/")
    assert gate.admit(sender).id == installed.id
    site.application.portals.remove(installed.id)
    now[0] = REMEMBERED_SECONDS + 1
    with pytest.raises(Exception, match="не знаком"):
        gate.admit(sender)


def test_what_the_official_sdk_reads_is_taken(site: Site) -> None:
    site.install()
    form = dict(
        to_pairs(
            {
                "event": "ONCRMDEALUPDATE",
                "event_handler_id": "715",
                "data": {"FIELDS": {"ID": "9"}},
                "ts": "1772442000",
                "auth": site.full_auth(MANAGER),
            }
        )
    )
    read = OAuthEventData.from_dict(from_pairs(form.items()))
    assert site.client.post("/hook/event", data=form).status_code == 200
    (row,) = site.stored()
    assert row.code == read.event.lower()
