"""The portal's pages over HTTP: every page answers, moves go through CRM, strangers' posts are refused."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from sandbox.areas.crm import items, kinds, requirements, types, userfields
from sandbox.areas.disk import objects, storages
from sandbox.pages.shown import bbcode
from sandbox.portal import Actor
from sandbox.server import SandboxServer
from tests.sandbox.apps import ListeningApp

DEAL = 2
PAGES = [
    "/", "/crm/deal/", "/crm/deal/kanban/category/1/", "/crm/deal/list/category/1/", "/crm/deal/details/1/",
    "/crm/type/31/", "/crm/company/list/", "/crm/company/details/2/", "/crm/contact/list/", "/crm/contact/details/1/",
    "/docs/path/", "/mail/", "/notifications/", "/stream/", "/tasks/", "/crm/automation/", "/devops/",
    "/marketplace/app/1/", "/sandbox/log/", "/sandbox/log/?method=crm.*&status=4xx", "/sandbox/faults/",
    "/crm/deal/details/1/?IFRAME=Y", "/crm/lead/", "/crm/lead/list/", "/crm/lead/automation/0/", "/crm/quote/kanban/",
]  # fmt: skip


def own(server: SandboxServer, user_id: int = 1) -> requests.Session:
    session = requests.Session()
    session.headers["Origin"] = server.url
    session.cookies.set("sandbox_user", str(user_id))
    return session


def move(server: SandboxServer, deal: int, stage: str, user_id: int = 1) -> requests.Response:
    with own(server, user_id) as session:
        return session.post(f"{server.url}/sandbox/item/2/{deal}/move", json={"stage": stage}, timeout=10)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_answers(server: SandboxServer, path: str) -> None:
    with own(server) as session:
        answer = session.get(server.url + path, timeout=10)
    assert answer.status_code == 200
    assert "Песочница" in answer.text


def test_a_lead_stands_on_its_stage_and_its_card_shows_its_deal(server: SandboxServer) -> None:
    lead = items.add(server.portal, kinds.LEAD, {"TITLE": "Заявка с сайта", "NAME": "Глеб"}, Actor(1))["ID"]
    items.add(server.portal, DEAL, {"TITLE": "Из заявки", "LEAD_ID": lead}, Actor(1))
    with own(server) as session:
        board = session.get(f"{server.url}/crm/lead/", timeout=10)
        moved = session.post(f"{server.url}/sandbox/item/1/{lead}/move", json={"stage": "IN_PROCESS"}, timeout=10)
        card = session.get(f"{server.url}/crm/lead/details/{lead}/", timeout=10).text
    assert board.url.endswith("/crm/lead/kanban/")
    assert "Не обработан" in board.text
    assert "Заявка с сайта" in board.text
    assert moved.json() == {"moved": True}
    assert "Из заявки" in card
    found = items.get(server.portal, kinds.LEAD, lead)
    assert found is not None
    assert found["STAGE_ID"] == "IN_PROCESS"


LOST = [
    "/crm/deal/details/999/", "/crm/type/999/", "/docs/path/нет", "/mail/5/", "/crm/deal/kanban/category/99/",
    "/crm/type/31/automation/0/",
]  # fmt: skip


@pytest.mark.parametrize("path", LOST)
def test_what_is_not_there_is_404_and_the_menu_stays(server: SandboxServer, path: str) -> None:
    with own(server) as session:
        answer = session.get(server.url + path, timeout=10)
    assert answer.status_code == 404
    assert "Здесь ничего нет" in answer.text
    assert "Сделки" in answer.text


def test_what_is_said_is_shown_with_names_and_not_codes(server: SandboxServer, rest: Any) -> None:
    rest("im.notify.system.add", {"USER_ID": 1, "MESSAGE": "Счёт просрочен"})
    rest("log.blogpost.add", {"POST_MESSAGE": "Читайте приказ", "DEST": ["UA", "U2", "DR1"]})
    with own(server) as session:
        bell = session.get(f"{server.url}/notifications/", timeout=10).text
        stream = session.get(f"{server.url}/stream/", timeout=10).text
    assert "<b>Система</b>" in bell
    second = server.portal.user(2) or {}
    department = server.portal.collection("department").get(1) or {}
    assert f"все сотрудники, {second['NAME']} {second['LAST_NAME']}, отдел «{department['NAME']}»" in stream


def test_a_contact_has_its_companies_once(server: SandboxServer) -> None:
    with own(server) as session:
        card = session.get(f"{server.url}/crm/contact/details/1/", timeout=10).text
    assert card.count("<dt>Компания</dt>") + card.count("<dt>Компании</dt>") == 1


def test_a_move_is_the_users_and_reaches_apps(server: SandboxServer) -> None:
    app = ListeningApp(server)
    try:
        app.rest("event.bind", {"event": "ONCRMDEALUPDATE", "handler": f"{app.url}/event"})
        assert move(server, 1, "C1:REPORT_SENT", user_id=2).json() == {"moved": True}
        assert app.wait(1)[0]["data[FIELDS][ID]"] == "1"
    finally:
        app.close()
    deal = items.get(server.portal, DEAL, 1)
    assert deal is not None
    assert (deal["STAGE_ID"], deal["MOVED_BY"]) == ("C1:REPORT_SENT", 2)


def test_a_refused_move_is_told_in_the_hosts_words(server: SandboxServer) -> None:
    requirements.require_on_stage(server.portal, DEAL, "COMMENTS", ["C1:REPORT_SENT"])
    answer = move(server, 1, "C1:REPORT_SENT")
    assert answer.status_code == 400
    assert "Комментарий" in answer.json()["error"]


def test_a_post_of_another_site_is_refused(server: SandboxServer) -> None:
    for headers in ({}, {"Origin": "http://evil.example"}, {"Referer": "http://evil.example/x"}):
        answer = requests.post(
            f"{server.url}/sandbox/item/2/1/move", json={"stage": "C1:WON"}, headers=headers, timeout=10
        )
        assert answer.status_code == 403
    assert (items.get(server.portal, DEAL, 1) or {})["STAGE_ID"] != "C1:WON"


def test_a_manager_with_own_deals_only_does_not_see_others(server: SandboxServer) -> None:
    with own(server, 4) as session:
        assert session.get(f"{server.url}/crm/deal/details/1/", timeout=10).status_code == 400
        assert "Аудит сайта" not in session.get(f"{server.url}/crm/deal/", timeout=10).text
    assert move(server, 1, "C1:WON", user_id=4).status_code == 400


def test_a_deal_is_added_and_changed_by_forms(server: SandboxServer) -> None:
    with own(server, 2) as session:
        form = {"had": ["TITLE", "OPPORTUNITY"], "TITLE": "Новая работа", "OPPORTUNITY": "1500.5", "CATEGORY_ID": "1"}
        card = session.post(f"{server.url}/sandbox/item/2/add", data=form, timeout=10)
        made = int(card.url.rstrip("/").rpartition("/")[2])
        form = {"had": ["TITLE"], "TITLE": "Другая работа"}
        session.post(f"{server.url}/sandbox/item/2/{made}/save", data=form, timeout=10)
        session.post(f"{server.url}/sandbox/item/2/{made}/comment", data={"text": "<b>Слово</b>"}, timeout=10)
        page = session.get(card.url, timeout=10).text
    deal = items.get(server.portal, DEAL, made)
    assert deal is not None
    assert (deal["TITLE"], deal["OPPORTUNITY"], deal["CREATED_BY"]) == ("Другая работа", 1500.5, 2)
    assert "&lt;b&gt;Слово" in page


def test_a_file_put_into_an_items_field_can_be_read_back(server: SandboxServer) -> None:
    portal = server.portal
    made = types.add(portal, {"title": "Акты", "isStagesEnabled": "Y", "isLinkWithProductsEnabled": "Y"}, Actor(1))
    kind = kinds.find(portal, made["entityTypeId"])
    name = f"UF_{kind.user_entity.removeprefix('UF_')}_COPY"
    label = {"ru": "Подписанная копия"}
    userfields.add(portal, kind.user_entity,
                   {"FIELD_NAME": name, "USER_TYPE_ID": "file", "EDIT_FORM_LABEL": label})  # fmt: skip
    item = items.add(portal, kind.id, {"TITLE": "Акт 1"}, Actor(1))
    with own(server) as session:
        put = session.post(f"{server.url}/sandbox/item/{kind.id}/{item['ID']}/save", data={"had": [name]},
                           files={name: ("акт.pdf", b"%PDF-1.4")}, timeout=10)  # fmt: skip
        stored = (items.get(portal, kind.id, item["ID"]) or {})[name]
        where = f"entityTypeId={kind.id}&id={item['ID']}&fieldName={name}&fileId={stored}"
        got = session.get(f"{server.url}/bitrix/services/main/ajax.php?{where}", timeout=10)
        other = session.get(f"{server.url}/bitrix/services/main/ajax.php?{where}1", timeout=10)
    assert "акт.pdf" in put.text
    assert "Подписанная копия" in put.text
    assert got.content == b"%PDF-1.4"
    assert other.status_code == 404


def test_the_drive_takes_folders_and_files(server: SandboxServer) -> None:
    root = storages.common(server.portal)["ROOT_OBJECT_ID"]
    with own(server) as session:
        session.post(f"{server.url}/sandbox/drive/{root}/folder", data={"name": "Акты 2026"}, timeout=10)
        folder = objects.by_name(server.portal, root, "Акты 2026")
        assert folder is not None
        put = session.post(f"{server.url}/sandbox/drive/{folder['ID']}/upload",
                           files={"file": ("Акт № 1.pdf", b"%PDF")}, timeout=10)  # fmt: skip
        assert "Акт № 1.pdf" in put.text
        assert session.get(f"{server.url}/docs/file/Акты 2026/Акт № 1.pdf", timeout=10).content == b"%PDF"
        taken = session.post(f"{server.url}/sandbox/drive/{root}/folder", data={"name": "Акты 2026"}, timeout=10)
        assert taken.status_code == 400


def test_an_administrator_places_a_robot_by_hand(server: SandboxServer) -> None:
    app = ListeningApp(server)
    try:
        properties = {"amount": {"Name": "Сумма акта", "Type": "double"}}
        asked = {"CODE": "act", "HANDLER": f"{app.url}/robot", "NAME": "Сформировать акт", "PROPERTIES": properties}
        assert app.rest("bizproc.robot.add", asked)["result"] is True
        place = f"{server.url}/sandbox/automation/2/1/place"
        robot = {"robot": f"{app.app['client_id']}|act", "stage": "C1:REPORT_SENT", "act:amount": "{{Сумма}}"}
        with own(server, 2) as manager:
            assert manager.post(place, data=robot, timeout=10).status_code == 403
        with own(server) as session:
            page = session.post(place, data=robot, timeout=10).text
            assert "Сформировать акт" in page
            move(server, 1, "C1:REPORT_SENT")
            assert app.wait(1)[0]["properties[amount]"] == "150000"
            assert "Ждут ответа приложения" in session.get(f"{server.url}/crm/deal/automation/1/", timeout=10).text
    finally:
        app.close()


def test_an_application_is_installed_updated_and_removed(server: SandboxServer) -> None:
    form = {"name": "Моё", "handler": "http://127.0.0.1:9/app", "install": "http://127.0.0.1:9/install", "scope": "crm"}
    with own(server) as session:
        page = session.post(f"{server.url}/devops/install", data=form, timeout=10).text
        app = server.portal.collection("app").first(NAME="Моё")
        assert app is not None
        assert app["client_id"] in page
        assert app["client_secret"] in page
        begun = session.post(f"{server.url}/sandbox/frame/{app['ID']}/launch", json={}, timeout=10).json()
        assert begun["url"].startswith("http://127.0.0.1:9/install?DOMAIN=")
        assert begun["init"]["INSTALL"] is True
        session.post(f"{server.url}/sandbox/frame/{app['ID']}/finish", json={}, timeout=10)
        begun = session.post(f"{server.url}/sandbox/frame/{app['ID']}/launch", json={}, timeout=10).json()
        assert begun["url"].startswith("http://127.0.0.1:9/app?DOMAIN=")
        session.post(f"{server.url}/devops/{app['ID']}/remove", data={"clean": "1"}, timeout=10)
    assert server.portal.collection("app").first(NAME="Моё") is None


def test_the_user_switcher_sets_who_looks(server: SandboxServer) -> None:
    with requests.Session() as session:
        origin = {"Origin": server.url}
        page = session.post(f"{server.url}/sandbox/login-as", data={"user_id": "3"}, headers=origin, timeout=10).text
        assert session.cookies["sandbox_user"] == "3"
    assert "Марина Белова. Войти" in page


def test_faults_asked_for_by_hand_hit_the_next_calls(server: SandboxServer) -> None:
    form = {"method": "crm.*", "kind": "error", "code": "OPERATION_TIME_LIMIT", "times": "1"}
    with own(server) as session:
        session.post(f"{server.url}/sandbox/faults/add", data=form, timeout=10)
        hit = requests.get(f"{server.webhook_url}crm.item.fields", params={"entityTypeId": 2}, timeout=10)
        assert (hit.status_code, hit.json()["error"]) == (429, "OPERATION_TIME_LIMIT")
        session.post(f"{server.url}/sandbox/faults/pause", timeout=10)
        assert server.portal.events.outgoing.is_paused
        assert "остановлена" in session.post(f"{server.url}/sandbox/faults/pause", timeout=10).text


def test_the_left_menu_leads_to_the_apps_page(server: SandboxServer) -> None:
    app = ListeningApp(server)
    try:
        asked = {"PLACEMENT": "LEFT_MENU", "HANDLER": f"{app.url}/menu", "TITLE": "Реестры"}
        assert app.rest("placement.bind", asked)["result"] is True
        with own(server, 2) as session:
            home = session.get(f"{server.url}/", timeout=10).text
            assert "Реестры" in home
            where = home.partition('href="/marketplace/view/')[2].partition("/")[0]
            assert "data-frame" in session.get(f"{server.url}/marketplace/view/{where}/", timeout=10).text
            launch = f"{server.url}/sandbox/frame/{app.app['ID']}/launch"
            begun = session.post(launch, json={"widget": int(where)}, timeout=10).json()
            assert begun["url"].startswith(f"{app.url}/menu?DOMAIN=")
            assert begun["fields"]["PLACEMENT"] == "LEFT_MENU"
            stranger = session.post(f"{server.url}/sandbox/frame/1/launch", json={"widget": int(where)}, timeout=10)
            assert stranger.status_code == 404
    finally:
        app.close()


def test_messages_cannot_smuggle_markup_or_scripts() -> None:
    text = "[b]Акт[/b] <script>x</script> [url=javascript:alert(1)]тут[/url] [url=/crm/deal/details/1/]сделка[/url]"
    shown = bbcode(text)
    assert "<script" not in shown
    assert 'href="javascript' not in shown
    assert '<a href="/crm/deal/details/1/">сделка</a>' in shown


def test_odds_chances_and_costs_are_set_and_shown(server: SandboxServer) -> None:
    with requests.Session() as session:
        session.headers["Origin"] = server.url
        here = f"{server.url}/sandbox/faults/"
        odds = {"drop": "10", "double": "2,5", "delay": "0", "reorder": "0", "seconds": "3", "seed": "7"}
        shown = session.post(f"{here}odds", data=odds, timeout=10).text
        assert 'name="drop" value="10"' in shown
        set_to = server.portal.events.outgoing.mischief.odds
        assert (set_to.drop, set_to.double, set_to.seconds, set_to.seed) == (0.1, 0.025, 3.0, 7)
        fault = {"method": "crm.*", "kind": "error", "times": "0", "chance": "25", "seed": "5"}
        assert "пока не уберут" in session.post(f"{here}add", data=fault, timeout=10).text
        assert [(f.probability, f.seed, f.times) for f in server.portal.faults.waiting()] == [(0.25, 5, 0)]
        assert session.post(f"{here}add", data={**fault, "chance": "100"}, timeout=10).status_code == 400
        cost = {"method": "crm.item.list", "seconds": "0.2"}
        assert "только считается" in session.post(f"{here}cost", data=cost, timeout=10).text
        assert server.portal.limiter.cost("crm.item.list").seconds == 0.2
        session.post(f"{here}cost", data={**cost, "seconds": "0"}, timeout=10)
        assert server.portal.limiter.costs() == []
