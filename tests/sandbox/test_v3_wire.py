"""REST 3.0 on the wire: addresses, bodies, errors, filters, batch, repeats (api-reference/rest-v3.md)."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
import requests

from sandbox import apps, areas
from sandbox.catalogue import entries
from sandbox.limits import Cost
from sandbox.server import SandboxServer
from sandbox.v3.calls import METHODS
from tests.sandbox.third import Third

areas.load()
OWN = {"batch", "documentation", "rest.documentation.openapi", "rest.scope.list"}
DOCUMENTED = sorted(METHODS.keys() - OWN)


@pytest.fixture(scope="module")
def third() -> Iterator[Third]:
    with SandboxServer(seed="sdk", limiter=False) as server:
        yield Third(server)


def test_every_method_is_documented_as_one_of_rest_3_with_its_scope() -> None:
    """The catalogue has the classic scope of a method that both versions have; the pages of REST 3.0 say «tasks»."""
    assert [name for name in DOCUMENTED if not entries()[name].is_third] == []
    alone = [name for name in DOCUMENTED if entries()[name].versions == (3,)]
    assert {name: METHODS[name].scope for name in alone} == {name: entries()[name].scope for name in alone}


def test_the_envelope_is_result_and_time(third: Third) -> None:
    told = third.post("tasks.task.get", {"id": 2, "select": ["id", "title"]}).json()
    assert told["result"] == {"item": {"id": 2, "title": "Задача 2"}}
    assert {"start", "finish", "operating", "operating_reset_at"} <= told["time"].keys()


def test_one_name_means_two_methods_by_two_addresses(third: Third) -> None:
    classic = requests.post(third.server.webhook_url + "tasks.task.get", json={"taskId": 2}, timeout=10).json()
    assert classic["result"]["task"]["id"] == "2"
    assert third.ask("tasks.task.get", id=2)["item"]["id"] == 2


def test_a_classic_method_is_not_found(third: Third) -> None:
    status, code, _ = third.refused("server.time")
    assert (status, code) == (404, "METHODNOTFOUND")


@pytest.mark.parametrize(("kind", "body"), [
    ("application/x-www-form-urlencoded", "id=2"),
    ("application/json", '{"id": 2'),
    ("application/json", "7"),
    ("application/json", '{"a":' + "[" * 90 + "]" * 90 + "}"),
])  # fmt: skip
def test_only_json_is_a_body(third: Third, kind: str, body: str) -> None:
    answer = requests.post(third.url + "tasks.task.get", data=body, headers={"Content-Type": kind}, timeout=10)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "BITRIX_REST_V3_EXCEPTION_INVALIDJSONEXCEPTION"


def test_nothing_is_read_from_the_query(third: Third) -> None:
    answer = requests.get(third.url + "tasks.task.get", params={"id": 2}, timeout=10)
    assert answer.json()["error"]["validation"] == [
        {"message": "Обязательное поле `id` не указано", "field": "id"}
    ]  # fmt: skip


def test_an_application_puts_its_token_into_the_body(third: Third) -> None:
    assert third.as_user(1, "tasks.task.get", id=2).json()["result"]["item"]["id"] == 2
    assert requests.post(f"{third.server.url}/rest/api/tasks.task.get", json={"id": 2}, timeout=10).status_code == 401


def test_a_scope_that_the_caller_lacks(third: Third) -> None:
    portal = third.server.portal
    with portal.transaction():
        bare = apps.register(portal, name="Без прав", scope=["task"], handler_url="http://127.0.0.1/")
    token = portal.tokens.issue(bare["client_id"], 1).access
    url = f"{third.server.url}/rest/api/tasks.task.get"
    answer = requests.post(url, json={"id": 2, "auth": token}, timeout=10)
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "BITRIX_REST_V3_EXCEPTION_INSUFFICIENTSCOPEEXCEPTION"


def test_a_number_in_quotes_is_no_number(third: Third) -> None:
    status, code, wrong = third.refused("tasks.task.get", id="2")
    assert (status, code) == (400, "VALIDATION_REQUESTVALIDATION")
    assert wrong == [{"message": "В поле `id` требуется тип данных `int` для такого запроса", "field": "id"}]


def test_an_unknown_field_is_left_out_and_of_a_related_object_refused(third: Third) -> None:
    assert third.ask("tasks.task.get", id=2, select=["id", "nonsense"]) == {"item": {"id": 2}}
    assert third.refused("tasks.task.get", id=2, select=["responsible.stageId"])[:2] == (400, "UNKNOWNDTOPROPERTY")
    assert third.refused("tasks.task.get", id=2, select="id")[1] == "INVALIDSELECT"


def test_related_objects_come_by_a_dot(third: Third) -> None:
    item = third.ask("tasks.task.get", id=2, select=["id", "responsible.name", "responsible.email", "chat.entityId"])
    people = {"name": "Анна Орлова", "email": "orlova@example.com"}
    assert item == {"item": {"id": 2, "responsible": people, "chat": {"entityId": 2}}}


@pytest.mark.parametrize(("condition", "found"), [
    (["id", 1], [1]),
    (["id", [1, 2]], [1, 2]),
    (["id", "in", [2, 7]], [2]),
    (["id", "!=", 1], [2]),
    (["id", "between", [2, 9]], [2]),
    ({"logic": "or", "conditions": [["id", 1], ["id", "=", 2]]}, [1, 2]),
    ({"logic": "and", "conditions": [["id", 1], ["id", "=", 2]]}, []),
])  # fmt: skip
def test_filters(third: Third, condition: Any, found: list[int]) -> None:
    items = third.ask("tasks.task.list", filter=[condition, ["id", "<=", 2]])["items"]
    assert [item["id"] for item in items] == found


@pytest.mark.parametrize(("params", "code"), [
    ({"filter": [["nonsense", 1]]}, "UNKNOWNDTOPROPERTY"),
    ({"filter": [["id", "~", 1]]}, "UNKNOWNFILTEROPERATOR"),
    ({"filter": [["id", "=", "x"]]}, "VALIDATION_REQUESTVALIDATION"),
    ({"filter": [["title", "Задача 2"]]}, "VALIDATION_REQUESTVALIDATION"),
    ({"filter": {"id": 1}}, "INVALIDFILTER"),
    ({"filter": [["id", "in", 1]]}, "INVALIDFILTER"),
    ({"order": {"id": "UP"}}, "INVALIDORDER"),
    ({"order": {"description": "ASC"}}, "INVALIDORDER"),
    ({"pagination": {"limit": "abc"}}, "INVALIDPAGINATION"),
    ({"pagination": {"limit": 0}}, "INVALIDPAGINATION"),
])  # fmt: skip
def test_a_list_that_is_asked_for_wrongly(third: Third, params: dict[str, Any], code: str) -> None:
    assert third.refused("tasks.task.list", **params)[:2] == (400, code)


def test_the_page_decides_where_a_list_goes_on(third: Third) -> None:
    def numbers(**pagination: int) -> list[int]:
        items = third.ask("tasks.task.list", order={"id": "DESC"}, filter=[["id", "<=", 2]], pagination=pagination)
        return [item["id"] for item in items["items"]]

    assert numbers(page=1, limit=1, offset=1) == [2]
    assert numbers(page=2, limit=1, offset=0) == [1]
    assert numbers(limit=1, offset=1) == [1]


def test_a_batch_is_a_list_and_its_answers_stand_in_its_order(third: Third) -> None:
    calls = [{"method": "tasks.task.get", "query": {"id": n, "select": ["id"]}} for n in (2, 1)]
    assert third.post("batch", calls).json()["result"] == [{"item": {"id": 2}}, {"item": {"id": 1}}]


def test_one_error_is_the_answer_of_the_whole_batch(third: Third) -> None:
    calls = [{"method": "tasks.task.get", "query": {"id": n}} for n in (2, -1)]
    answer = third.post("batch", calls)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "BITRIX_REST_V3_EXCEPTION_ENTITYNOTFOUNDEXCEPTION"
    assert "result" not in answer.json()


def test_the_classic_form_of_a_batch_is_refused(third: Third) -> None:
    assert third.refused("batch", cmd={"a": "tasks.task.get?id=2"})[1] == "INVALIDSELECT"


def test_a_batch_holds_fifty_calls_and_no_batch(third: Third) -> None:
    long = [{"method": "tasks.task.get", "query": {"id": 2}}] * 51
    assert third.post("batch", long).json()["error"] == "ERROR_BATCH_LENGTH_EXCEEDED"
    assert third.post("batch", [{"method": "batch"}]).json()["error"] == "ERROR_BATCH_METHOD_NOT_ALLOWED"


def test_later_calls_of_a_batch_quote_earlier_ones(third: Third) -> None:
    calls = [
        {"method": "tasks.task.list", "query": {"filter": [["id", "<=", 2]]}, "as": "known"},
        {"method": "tasks.task.list", "query": {"filter": [["id", "in", {"$refArray": "known.id"}]]}},
        {"method": "tasks.task.get", "query": {"id": {"$ref": "known.items.1.id"}, "select": ["id"]}},
        {"method": "tasks.task.get", "query": {"id": {"$ref": "2.id"}, "select": ["id"]}},
    ]
    told = third.post("batch", calls).json()["result"]
    assert told[1] == told[0]
    assert told[3] == told[2] == {"item": {"id": 2}}
    calls[1]["query"] = {"filter": [["id", "in", {"$refArray": "nobody.id"}]]}
    assert third.post("batch", calls).json()["error"]["code"].endswith("INVALIDSELECTEXCEPTION")


def _add(third: Third, key: str, title: str = "Раз") -> requests.Response:
    fields = {"title": title, "creatorId": 1, "responsibleId": 1}
    return third.post("tasks.task.add", {"fields": fields}, **{"Idempotency-Key": key})


def test_a_repeat_by_key_is_answered_with_the_first_answer(third: Third) -> None:
    first, second = _add(third, "one"), _add(third, "one")
    assert (first.headers["Idempotency-Key"], "Idempotent-Replayed" in first.headers) == ("one", False)
    assert second.headers["Idempotent-Replayed"] == "true"
    assert second.json() == first.json()
    assert _add(third, "other").json() != first.json()


def test_repeats_at_the_same_time_are_one_call(third: Third) -> None:
    third.server.portal.limiter.charge(Cost("tasks.task.add", 0.05, True))
    gate = Barrier(4)

    def at_once(_: int) -> Any:
        gate.wait(timeout=10)
        return _add(third, "crowd").json()["result"]["item"]["id"]

    with ThreadPoolExecutor(4) as crowd:
        assert len(set(crowd.map(at_once, range(4)))) == 1
    third.server.portal.limiter.charge(Cost("tasks.task.add", 0.0, True))


def test_a_key_belongs_to_one_body(third: Third) -> None:
    _add(third, "two")
    answer = _add(third, "two", "Два")
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "BITRIX_REST_V3_EXCEPTION_IDEMPOTENCYKEYREUSEDEXCEPTION"


def test_a_key_is_forgotten_after_a_day(third: Third) -> None:
    first = _add(third, "three").json()["result"]["item"]["id"]
    third.server.portal.clock.advance(timedelta(hours=24))
    assert _add(third, "three").json()["result"]["item"]["id"] != first


def test_an_error_is_not_kept_and_a_key_of_no_length_is_refused(third: Third) -> None:
    broken = third.post("tasks.task.add", {"fields": {}}, **{"Idempotency-Key": "four"})
    assert broken.status_code == 400
    assert _add(third, "four").status_code == 200
    assert _add(third, "x" * 256).json()["error"]["code"].endswith("INVALIDIDEMPOTENCYKEYEXCEPTION")


def test_the_portal_tells_what_of_rest_3_it_has(third: Third) -> None:
    told = requests.get(third.url + "rest.documentation.openapi", timeout=10).json()
    assert told["openapi"] == "3.0.0"
    assert {path.removeprefix("/") for path in told["paths"]} == METHODS.keys()
    body = told["paths"]["/tasks.task.get"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert body["required"] == ["id"]
    assert third.ask("rest.scope.list")["main.eventlog.list"] == "main"


def test_faults_and_limits_hold_for_both_versions(third: Third) -> None:
    fault = {"method": "tasks.task.get", "kind": "error", "status": 503, "code": "QUERY_LIMIT_EXCEEDED"}
    requests.post(f"{third.server.url}/sandbox/api/faults", json=fault, timeout=10)
    answer = third.post("tasks.task.get", {"id": 2})
    assert (answer.status_code, answer.json()["error"]) == (503, "QUERY_LIMIT_EXCEEDED")
    assert third.ask("tasks.task.get", id=2)["item"]["id"] == 2


@pytest.mark.parametrize(
    "method", [name for name in DOCUMENTED if any(field.required for field in METHODS[name].takes)]
)
def test_a_call_without_what_the_docs_require_is_refused(third: Third, method: str) -> None:
    assert third.refused(method)[:2] == (400, "VALIDATION_REQUESTVALIDATION")
