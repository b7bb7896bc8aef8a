"""Many items: made at once, read by windows of numbers, filtered by indexes, remembered no longer than true."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sandbox.server import SandboxServer
from sandbox.store import Store

MANY = 1200


def test_items_come_by_the_thousand_and_are_read_by_windows(rest: Any, control: Any) -> None:
    made = control("crm/fill", {"kind": 2, "count": MANY})
    assert made["last"] - made["first"] + 1 == MANY
    seen: list[int] = []
    while True:
        asked = {"entityTypeId": 2, "filter": {">id": seen[-1] if seen else 0}, "order": {"id": "ASC"}, "start": -1}
        rows = rest("crm.item.list", asked)["result"]["items"]
        if not rows:
            break
        seen += [row["id"] for row in rows]
    assert seen == sorted(set(seen))
    assert set(range(made["first"], made["last"] + 1)) <= set(seen)


def test_a_filled_item_stands_on_a_stage_of_its_funnel(rest: Any, control: Any) -> None:
    made = control("crm/fill", {"kind": 2, "count": 50})
    item = rest("crm.item.get", {"entityTypeId": 2, "id": made["first"]})["result"]["item"]
    own = rest("crm.category.list", {"entityTypeId": 2})["result"]["categories"]
    assert item["categoryId"] in {category["id"] for category in own}
    entity = f"DEAL_STAGE_{item['categoryId']}" if item["categoryId"] else "DEAL_STAGE"
    stages = rest("crm.status.list", {"filter": {"ENTITY_ID": entity}})["result"]
    assert item["stageId"] in {stage["STATUS_ID"] for stage in stages}
    assert rest("crm.item.update", {"entityTypeId": 2, "id": item["id"], "fields": {"title": "Другая"}})["result"]


def test_filters_and_orders_find_the_same_in_any_way(rest: Any, control: Any) -> None:
    control("crm/fill", {"kind": 2, "count": 300})

    def listed(**asked: Any) -> Any:
        return rest("crm.item.list", {"entityTypeId": 2, **asked})

    stage = listed(filter={"stageId": "C1:NEW"})
    assert {row["stageId"] for row in stage["result"]["items"]} == {"C1:NEW"}
    every, start = [], 0
    while start is not None:
        page = listed(start=start, order={"createdTime": "DESC"})
        every += page["result"]["items"]
        start = page.get("next")
    assert len(every) == page["total"] == listed()["total"]
    assert [row["createdTime"] for row in every] == sorted((row["createdTime"] for row in every), reverse=True)
    assert sum(row["stageId"] == "C1:NEW" for row in every) == stage["total"]


@pytest.mark.parametrize("column", ["STAGE_ID", "COMPANY_ID", "CREATED_TIME"])
def test_a_list_by_an_indexed_field_walks_its_index(server: SandboxServer, control: Any, column: str) -> None:
    control("crm/fill", {"kind": 2, "count": 300})
    sql = f"SELECT id FROM record WHERE kind = ? AND json_extract(data, '$.\"{column}\"') = ?"  # noqa: S608
    plan = server.portal.store.db.execute(f"EXPLAIN QUERY PLAN {sql}", ("item:2", "1")).fetchall()
    assert f"record_{column.lower()} " in plan[0][3]


def test_a_total_and_a_kind_are_not_remembered_longer_than_true(rest: Any) -> None:
    def total() -> int:
        return int(rest("crm.deal.list", {"filter": {"STAGE_ID": "C1:NEW"}})["total"])

    before = total()
    new = rest("crm.deal.add", {"fields": {"TITLE": "Новая", "CATEGORY_ID": 1}})["result"]
    assert total() == before + 1
    rest("crm.deal.delete", {"id": new})
    assert total() == before
    rest("crm.deal.userfield.add", {"fields": {"FIELD_NAME": "LATE", "USER_TYPE_ID": "string"}})
    row = rest("crm.item.list", {"entityTypeId": 2})["result"]["items"][0]
    assert "ufCrmLate" in row or "ufCrm_LATE" in row


def test_what_is_made_in_a_failed_transaction_is_forgotten(tmp_path: Path) -> None:
    store = Store(tmp_path / "one.db")
    rows = store.collection("thing")
    rows.add({"N": 1})
    assert rows.count() == 1
    with pytest.raises(RuntimeError), store.transaction():
        rows.add({"N": 2})
        assert rows.count() == 2
        raise RuntimeError
    assert (rows.count(), [row["N"] for row in rows.all()]) == (1, [1])
    store.close()
