"""Widgets are bound by apps, shown once installed, and counted as the host counts."""

from __future__ import annotations

from typing import Any

from sandbox.areas.placement import bindings
from sandbox.server import SandboxServer
from tests.sandbox.apps import ListeningApp

TAB = "CRM_DEAL_DETAIL_TAB"


def bind(app: ListeningApp, code: str = TAB, **more: Any) -> Any:
    words = {"ru": {"TITLE": "Акты выполненных работ"}}
    asked = {"PLACEMENT": code, "HANDLER": f"{app.url}/tab", "TITLE": "Acts", "LANG_ALL": words}
    return app.rest("placement.bind", {**asked, **more})


def test_a_tab_is_shown_with_its_russian_title(server: SandboxServer, app: ListeningApp) -> None:
    assert bind(app)["result"] is True
    assert bind(app)["error_description"] == "Unable to set placement handler: Handler already binded"
    assert bind(app, HANDLER=f"{app.url}/second")["result"] is True
    first, second = bindings.placements_of(server.portal, TAB)
    assert (first.title, first.handler, second.handler) == (
        "Акты выполненных работ", f"{app.url}/tab", f"{app.url}/second",
    )  # fmt: skip
    got = app.rest("placement.get")["result"]
    assert (got[0]["placement"], got[0]["options"], got[0]["userId"]) == (TAB, [], 0)
    assert app.rest("placement.unbind", {"PLACEMENT": TAB})["result"] == {"count": 4}


def test_widgets_go_with_their_app(server: SandboxServer, app: ListeningApp, control: Any) -> None:
    bind(app, "LEFT_MENU")
    control("apps/update", {"client_id": app.app["client_id"]})
    assert bindings.placements_of(server.portal, "LEFT_MENU") == []


def test_smart_processes_have_their_own_places(app: ListeningApp, rest: Any) -> None:
    kind = rest("crm.type.add", {"fields": {"title": "Акты"}})["result"]["type"]["entityTypeId"]
    assert bind(app, f"CRM_DYNAMIC_{kind}_DETAIL_TAB")["result"] is True
    assert f"CRM_DYNAMIC_{kind}_DETAIL_TAB" in app.rest("placement.list")["result"]
    assert bind(app, "CRM_DYNAMIC_9999_DETAIL_TAB")["error"] == "ERROR_PLACEMENT_NOT_FOUND"


def test_places_are_listed_by_scope(app: ListeningApp) -> None:
    def listed(**asked: Any) -> set[str]:
        return set(app.rest("placement.list", asked)["result"])

    assert {code.partition("_")[0] for code in listed(SCOPE="crm")} == {"CRM"}
    assert "LEFT_MENU" in listed()
    assert listed(SCOPE="calendar") == set()
    assert ("CALENDAR_GRIDVIEW" in listed(FULL=True), "CALENDAR_GRIDVIEW" in listed()) == (True, False)


def test_wrong_widgets_are_refused(app: ListeningApp, rest: Any, control: Any) -> None:
    assert bind(app, "NOWHERE")["error"] == "ERROR_PLACEMENT_NOT_FOUND"
    assert bind(app, "CALENDAR_GRIDVIEW")["error"] == "ERROR_PLACEMENT_NOT_FOUND"
    assert bind(app, "")["error_description"] == "Argument 'PLACEMENT' is null or empty"
    assert bind(app, USER_ID=1)["error"] == "ERROR_PLACEMENT_USER_MODE"
    assert bind(app, "PAGE_BACKGROUND_WORKER")["error"] == "EMPTY_ERROR_HANDLER_URL"
    assert bind(app, "REST_APP_URI")["result"] is True
    assert bind(app, "REST_APP_URI", HANDLER=f"{app.url}/other")["error"] == "ERROR_PLACEMENT_MAX_COUNT"
    assert rest("placement.bind", {"PLACEMENT": TAB})["error"] == "WRONG_AUTH_TYPE"
    control("handlers", {"loopback": False})
    assert bind(app)["error"] == "ERROR_WRONG_HANDLER_URL"
