"""Seeds make a portal whose references resolve; several portals live in one process."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import requests

from sandbox.server import SandboxServer

DATASET = Path(__file__).parents[3] / "shared/data/bitrix24/dataset.json"


def _answers(server: SandboxServer, method: str, **params: Any) -> Any:
    return requests.post(server.webhook_url + method, json=params, timeout=30).json()


def test_the_demo_funnel_has_the_stages_of_the_story(server: SandboxServer) -> None:
    stages = _answers(server, "crm.status.entity.items", entityId="DEAL_STAGE_1")["result"]
    assert [stage["NAME"] for stage in stages] == [
        "Новая",
        "Договор",
        "В работе",
        "Отчёт отправлен",
        "Счёт и акты отправлены",
        "Счёт оплачен",
        "Сделка успешна",
        "Провалена",
    ]


def test_two_clients_have_one_name_and_a_contact_has_no_email(server: SandboxServer) -> None:
    assert _answers(server, "crm.company.list", filter={"=TITLE": "ООО «Ромашка»"})["total"] == 2
    assert _answers(server, "crm.contact.list", filter={"HAS_EMAIL": "N"})["total"] == 2


@pytest.mark.skipif(not DATASET.exists(), reason="needs ../shared: the docs' demo portal")
def test_the_docs_demo_portal_loads_with_what_it_lacks() -> None:
    with SandboxServer(seed=DATASET, limiter=False) as server:
        assert _answers(server, "crm.deal.list", start=0)["total"] == 60
        deal = _answers(server, "crm.deal.get", id=2)["result"]
        assert (deal["STAGE_ID"], deal["CATEGORY_ID"], deal["COMPANY_ID"]) == ("C2:NEW", "2", "2")
        stages = _answers(server, "crm.status.list", filter={"ENTITY_ID": "DEAL_STAGE_2"})["result"]
        assert [stage["STATUS_ID"] for stage in stages] == ["C2:NEW", "C2:WON", "C2:LOSE"]
        assert _answers(server, "crm.company.list", filter={"IS_MY_COMPANY": "Y"})["total"] == 1
        assert _answers(server, "profile")["result"]["ADMIN"] is True


def test_a_file_keeps_the_portal_between_runs(tmp_path: Path) -> None:
    db = tmp_path / "portal.db"
    with SandboxServer(seed="demo", db=db, limiter=False) as first:
        _answers(first, "crm.deal.add", fields={"TITLE": "Останется"})
        member = first.portal.member_id
    with SandboxServer(seed="demo", db=db, limiter=False) as second:
        assert second.portal.member_id == member
        assert _answers(second, "crm.deal.list", filter={"=TITLE": "Останется"})["total"] == 1


def test_portals_of_one_process_do_not_see_each_other(server: SandboxServer, tmp_path: Path) -> None:
    other = server.add_portal(f"localhost:{server.port}", tmp_path / "other.db", seed="empty")
    env = server.env
    foreign = requests.post(f"{other.url}/rest/profile", json={"auth": env["B24_ACCESS_TOKEN"]}, timeout=10)
    assert foreign.status_code == 401
    assert other.member_id != server.portal.member_id
    secret = other.tokens.add_webhook(1, ["crm"])
    assert requests.get(f"{other.url}/rest/1/{secret}/crm.deal.list", timeout=10).json()["total"] == 0


def test_the_seed_for_sdks_holds_their_numbers() -> None:
    with SandboxServer(seed="sdk", limiter=False) as server:
        portal = server.portal

        def numbers(kind: str) -> set[int]:
            return {record["ID"] for record in portal.collection(kind).all()}

        assert {1, 2} <= numbers("user")
        assert 67 in numbers("department")
        assert {1, 2, 5, 27} <= numbers("item:2")
        assert set(range(2, 13)) <= numbers("item:3") & numbers("item:4")
        assert 1 in numbers("item:1268")
        assert {1, 89} <= numbers("crm_activity")
        assert (19 in numbers("crm_calllist"), {1, 2} <= numbers("crm_category:2")) == (True, True)
        assert {1, 2} == numbers("task")
        assert (215 in numbers("disk_storage"), 293 in numbers("disk_object"), 19 in numbers("list")) == (True,) * 3
