"""A portal from a JSON data set in the shape of the official docs' demo portal («демо-портал документации»).

Added is what such a set lacks: an administrator, a company of our own. A stage `Cn:` belongs to DEAL_STAGE_n even
where the set says DEAL_STAGE.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sandbox.areas.crm import items, kinds, stages
from sandbox.params import as_int
from sandbox.portal import Actor, Portal
from sandbox.seeds import demo
from sandbox.seeds.empty import person
from sandbox.store import Record

HEAD = Actor(1)
LOST = ("LOSE", "Сделка провалена", "F", "#FF5752")
OWN_COMPANY = {
    "title": "ООО «Ладога Консалт»",
    "mine": True,
    "email": "office@ladoga-consult.example",
    "requisites": {
        "inn": "9901004173",
        "kpp": "990101001",
        "ogrn": "1199900000410",
        "full": "Общество с ограниченной ответственностью «Ладога Консалт»",
        "director": "Орлова Анна Викторовна",
        "accountant": "Белова Марина Игоревна",
        "address": ["г. Москва", "101000", "Чистопрудный бульвар, д. 100, офис 12"],
        "account": "40702810300000000101",
    },
}


def load(portal: Portal, path: Path) -> None:
    """Raises FileNotFoundError, ValueError for a file that is not such a set."""
    entities: dict[str, list[dict[str, Any]]] = json.loads(path.read_text("utf-8"))["entities"]
    _users(portal, entities.get("users", []))
    _funnels(portal, entities.get("categories", []), entities.get("statuses", []))
    for row in entities.get("companies", []):
        _item(portal, kinds.COMPANY, row)
    for row in entities.get("contacts", []):
        _item(portal, kinds.CONTACT, row)
    for row in entities.get("deals", []):
        _item(portal, kinds.DEAL, row)
    if not kinds.items(portal, kinds.COMPANY).first(IS_MY_COMPANY="Y"):
        demo.add_company(portal, OWN_COMPANY)


def _users(portal: Portal, rows: list[dict[str, Any]]) -> None:
    users = portal.collection("user")
    portal.collection("department").add({"NAME": "Компания", "SORT": 500, "UF_HEAD": "1"})
    for row in rows:
        users.add({**person("", "", "", ""), **row, "IS_ADMIN": as_int(row["ID"]) == 1}, as_int(row["ID"]))
    if users.get(1) is None:
        users.add(person("Анна", "Орлова", "Директор", "orlova@example.com", admin=True), 1)
    for department in {n for row in rows for n in row.get("UF_DEPARTMENT", [])} - {1}:
        record = {"NAME": f"Отдел {department}", "SORT": 500, "PARENT": "1"}
        portal.collection("department").add(record, department)


def _funnels(portal: Portal, categories: list[dict[str, Any]], statuses: list[dict[str, Any]]) -> None:
    """The set's funnels and stages take the place of the portal's own."""
    for stage in stages.of_funnel(portal, kinds.find(portal, kinds.DEAL), 0):
        stages.statuses(portal).delete(stage["ID"])
    for row in categories:
        changes = {"NAME": row["name"], "SORT": row["sort"], "IS_DEFAULT": row["isDefault"]}
        if stages.categories(portal, kinds.DEAL).get(row["id"]):
            stages.categories(portal, kinds.DEAL).change(row["id"], **changes)
        else:
            record = {**changes, "ENTITY_TYPE_ID": kinds.DEAL}
            stages.categories(portal, kinds.DEAL).add(record, row["id"])
    for row in statuses:
        _status(portal, row)
    for funnel in stages.funnels(portal, kinds.DEAL):
        _give_it_an_end(portal, funnel["ID"])


def _status(portal: Portal, row: dict[str, Any]) -> None:
    entity, status_id = str(row["ENTITY_ID"]), str(row["STATUS_ID"])
    category: int | None = None
    if entity.startswith("DEAL_STAGE"):
        prefix = status_id.partition(":")[0] if ":" in status_id else ""
        category = as_int(prefix.lstrip("C")) if prefix else as_int(row.get("CATEGORY_ID"))
        entity = f"DEAL_STAGE_{category}" if category else "DEAL_STAGE"
    if any(s["STATUS_ID"] == status_id for s in stages.dictionary(portal, entity)):
        return
    more = {
        "SYSTEM": row.get("SYSTEM", "N"),
        "COLOR": row.get("COLOR") or "",
        "SEMANTICS": row.get("SEMANTICS") or None,
        "CATEGORY_ID": category,
    }
    stages.add_status(portal, entity, status_id, str(row["NAME"]), as_int(row["SORT"]), **more)


def _give_it_an_end(portal: Portal, funnel: int) -> None:
    """A funnel of the host always has a stage of failure."""
    kind = kinds.find(portal, kinds.DEAL)
    own = stages.of_funnel(portal, kind, funnel)
    if own and not any(s["SEMANTICS"] == "F" for s in own):
        code, name, semantic, colour = LOST
        more = {"SEMANTICS": semantic, "COLOR": colour, "SYSTEM": "Y", "CATEGORY_ID": funnel}
        stages.add_status(
            portal, kind.stage_entity(funnel), kind.stage_prefix(funnel) + code, name, own[-1]["SORT"] + 10, **more
        )


RENAMED = {"COMPANY_TYPE": "TYPE_ID"}
KEPT = {"DATE_CREATE": "CREATED_TIME", "DATE_MODIFY": "UPDATED_TIME", "CREATED_BY_ID": "CREATED_BY",
        "MODIFY_BY_ID": "UPDATED_BY"}  # fmt: skip


def _item(portal: Portal, kind_id: int, row: dict[str, Any]) -> None:
    fields = {RENAMED.get(name, name): value for name, value in row.items()}
    if kind_id == kinds.CONTACT and row.get("COMPANY_ID"):
        fields["COMPANY_IDS"] = [row["COMPANY_ID"]]
    fields["FM"] = [*row.get("PHONE", []), *row.get("EMAIL", [])]
    fields["FM"] = [{k: v for k, v in entry.items() if k != "ID"} for entry in fields["FM"]]
    item = items.add(portal, kind_id, fields, HEAD, item_id=as_int(row["ID"]))
    _restore_dates(portal, kind_id, item, row)


def _restore_dates(portal: Portal, kind_id: int, item: Record, row: dict[str, Any]) -> None:
    kept = {name: row[old] for old, name in KEPT.items() if row.get(old)}
    typed = {name: as_int(value) if name.endswith("_BY") else value for name, value in kept.items()}
    kinds.items(portal, kind_id).change(item["ID"], **typed)
