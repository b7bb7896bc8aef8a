"""People and departments keep the host's rules (api-reference/user/, api-reference/departments/)."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from sandbox.server import SandboxServer
from tests.sandbox.conftest import Rest

NEW = {"EMAIL": "new@example.com", "NAME": "Новый", "LAST_NAME": "Человек", "UF_DEPARTMENT": [2]}


@pytest.fixture
def manager(server: SandboxServer) -> Rest:
    """As `rest`, by one who is no administrator."""
    hook = server.portal.tokens.add_webhook(2, ["user", "department", "user.userfield", "sonet_group"])

    def call(method: str, params: dict[str, Any] | None = None) -> Any:
        with requests.post(f"{server.url}/rest/2/{hook}/{method}", json=params or {}, timeout=30) as answer:
            return answer.json()

    return call


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"EMAIL": "нет"}, "wrong_email"),
        ({"EMAIL": "ORLOVA@example.com", "UF_DEPARTMENT": [1]}, None),
        ({"EMAIL": "a@b.ru"}, "no_extranet_field"),
    ],
)
def test_an_invitation_needs_an_email_of_its_own_and_a_department(rest: Rest, given: Any, words: str | None) -> None:
    known = rest("user.get", {"ID": 1})["result"][0]["EMAIL"]
    given = given if words else {**given, "EMAIL": known.upper()}
    refused = rest("user.add", given)
    assert refused["error"] == "ERROR_ARGUMENT"
    assert refused["error_description"] == (words or "Пользователь с таким email уже существует")


def test_a_person_is_invited_changed_dismissed_and_still_found(rest: Rest, manager: Rest) -> None:
    assert manager("user.add", NEW)["error_description"] == "access_denied"
    new = rest("user.add", NEW)["result"]
    assert rest("user.update", {"ID": new, "ACTIVE": "N", "WORK_POSITION": "Юрист", "PERSONAL_BIRTHDAY": "1990-02-01"})
    found = rest("user.search", {"FILTER": {"FIND": "юрист нов"}})["result"]
    assert [(one["ID"], one["ACTIVE"]) for one in found] == [(str(new), False)]
    assert found[0]["PERSONAL_BIRTHDAY"] == "1990-02-01T00:00:00+00:00"
    assert str(new) not in [one["ID"] for one in rest("user.get", {"FILTER": {"ACTIVE": True}})["result"]]
    assert rest("user.update", {"ID": 999, "NAME": "Никто"})["error"] == "ERROR_CORE"


def test_a_sign_of_percent_makes_a_pattern_and_select_narrows(rest: Rest) -> None:
    rest("user.add", NEW)
    found = rest("user.get", {"filter": {"NAME": "Нов%"}, "select": ["NAME", "NOBODY"]})["result"]
    assert found == [{"NAME": "Новый"}]


def test_people_from_outside_come_into_a_group(rest: Rest) -> None:
    given = {"EMAIL": "guest@example.com", "EXTRANET": "Y"}
    assert rest("user.add", given)["error"] == "ERROR_GROUPID"
    assert rest("user.add", {**given, "SONET_GROUP_ID": [99]})["error"] == "ERROR_NO_GROUP"


def test_own_fields_of_people_get_their_prefix(rest: Rest, manager: Rest) -> None:
    given = {"FIELD_NAME": "uf_floor", "USER_TYPE_ID": "string", "LABEL": "Этаж"}
    assert manager("user.userfield.add", {"fields": given})["error_description"] == "Access denied."
    field = rest("user.userfield.add", {"fields": given})["result"]
    shown = rest("user.userfield.list", {"filter": {"FIELD_NAME": "UF_USR_FLOOR"}})["result"]
    assert [(row["ID"], row["ENTITY_ID"]) for row in shown] == [(str(field), "USER")]
    assert rest("user.userfield.add", {"fields": given})["error"] == "ERROR_CORE"
    new = rest("user.add", {**NEW, "UF_USR_FLOOR": "3"})["result"]
    assert rest("user.get", {"ID": new})["result"][0]["UF_USR_FLOOR"] == "3"
    assert rest("user.userfield.update", {"id": 9999, "fields": {}})["error_description"] == "Access denied."
    assert rest("user.userfield.delete", {"id": field})["result"] is True


def test_the_company_has_one_department_at_the_top(rest: Rest, manager: Rest) -> None:
    assert manager("department.add", {"NAME": "Склад", "PARENT": 1})["error_description"] == "Access denied"
    assert rest("department.add", {"NAME": " ", "PARENT": 1})["error_description"].startswith("Не введено название")
    assert "верхнего уровня" in rest("department.add", {"NAME": "Склад", "PARENT": 777})["error_description"]
    above = rest("department.add", {"NAME": "Склад", "PARENT": 1})["result"]
    below = rest("department.add", {"NAME": "Приёмка", "PARENT": above})["result"]
    assert "error" in rest("department.update", {"ID": above, "PARENT": below})
    assert rest("department.delete", {"ID": above})["result"] is True
    assert rest("department.get", {"ID": below})["result"][0]["PARENT"] == "1"
    assert rest("department.update", {"ID": above, "SORT": 1})["error_description"] == "Department not found"


def test_codes_of_access_are_named_and_checked(rest: Rest, manager: Rest) -> None:
    named = rest("access.name", {"ACCESS": ["AU", "U1", "U999"]})["result"]
    assert set(named) == {"AU", "U1"}
    assert rest("access.name")["result"] is False
    assert manager("user.access", {"ACCESS": ["G1", "U1"]})["result"] is False
    assert manager("user.access", {"ACCESS": ["G1", "U2"]})["result"] is True
    assert rest("user.access", {"ACCESS": ["U2"]})["result"] is True


def test_sources_of_offline_events_come_with_the_professional_tariff(rest: Rest, control: Rest) -> None:
    assert rest("feature.get", {"CODE": "rest_auth_connector"})["result"] == {"value": "N"}
    control("limiter", {"licence": "ru_pro100"})
    assert rest("feature.get", {"CODE": "rest_auth_connector"})["result"] == {"value": "Y"}
