"""crm.status.*, crm.category.*, crm.stagehistory.list on the wire (crm/status/, crm/universal/category/)."""

from __future__ import annotations

from typing import Any

from sandbox import query
from sandbox.areas.crm import defaults, errors, kinds, stages
from sandbox.areas.crm.field import Field, classic
from sandbox.areas.crm.kinds import Kind
from sandbox.call import PAGE, Call, Page, method
from sandbox.errors import HostError
from sandbox.params import as_bool, as_int, as_list, as_map
from sandbox.query import Column
from sandbox.store import Record

STATUS_KEYS = (
    "ID",
    "ENTITY_ID",
    "STATUS_ID",
    "NAME",
    "NAME_INIT",
    "SORT",
    "SYSTEM",
    "CATEGORY_ID",
    "COLOR",
    "SEMANTICS",
)
STATUS_COLUMNS = {
    key: Column(key, "integer" if key in ("ID", "SORT", "CATEGORY_ID") else "string") for key in STATUS_KEYS
}
HISTORY_OF_LEADS = {"STAGE_SEMANTIC_ID": "STATUS_SEMANTIC_ID", "STAGE_ID": "STATUS_ID"}
HISTORY_COLUMNS = {
    "ID": Column("ID", "integer"),
    "TYPE_ID": Column("TYPE_ID", "integer"),
    "OWNER_ID": Column("OWNER_ID", "integer"),
    "CREATED_TIME": Column("CREATED_TIME", "datetime"),
    "CATEGORY_ID": Column("CATEGORY_ID", "integer"),
    "STAGE_SEMANTIC_ID": Column("STAGE_SEMANTIC_ID"),
    "STAGE_ID": Column("STAGE_ID"),
}


def status_shown(record: Record) -> dict[str, Any]:
    """Values are strings; a zero funnel is null, as the docs' sample has it."""
    shown = {key: None if record[key] is None else str(record[key]) for key in STATUS_KEYS}
    shown["CATEGORY_ID"] = shown["CATEGORY_ID"] if record["CATEGORY_ID"] else None
    shown["SEMANTICS"] = shown["SEMANTICS"] or None
    return shown


def _extra(record: Record) -> dict[str, Any]:
    groups = {"S": "success", "F": "failure"}
    return {"SEMANTICS": groups.get(record["SEMANTICS"] or "", "process"), "COLOR": record["COLOR"]}


STATUS_FIELDS = [
    Field("ID", "integer", "ID", readonly=True),
    Field("ENTITY_ID", "string", "ID элемента сущности", required=True, immutable=True),
    Field("STATUS_ID", "string", "Статус", required=True, immutable=True),
    Field("SORT", "integer", "Сортировка"),
    Field("NAME", "string", "Название", required=True),
    Field("NAME_INIT", "string", "Название по умолчанию", readonly=True),
    Field("SYSTEM", "char", "Системный", readonly=True),
    Field("CATEGORY_ID", "integer", "ID воронки", immutable=True),
    Field("COLOR", "string", "Цвет"),
    Field("SEMANTICS", "char", "Семантика", immutable=True),
    Field("EXTRA", "crm_status_extra", "Дополнительно"),
]


@method("crm.status.fields", scope="crm")
def status_fields(call: Call) -> Any:
    return classic(STATUS_FIELDS)


@method("crm.status.list", scope="crm")
def status_list(call: Call) -> Page:
    condition = query.where(as_map(call.get_any_case("filter")), STATUS_COLUMNS, call.portal.clock.zone, strict=False)
    order = query.order(as_map(call.get_any_case("order")) or {"SORT": "ASC"}, STATUS_COLUMNS, strict=False)
    found = stages.statuses(call.portal).select(condition.sql, condition.args, order=order)
    rows = [{**status_shown(r), **({"EXTRA": _extra(r)} if r["COLOR"] else {})} for r in found]
    return Page(rows, len(rows))


@method("crm.status.get", scope="crm")
def status_get(call: Call) -> Any:
    return status_shown(_status(call))


def _status(call: Call) -> Record:
    found = stages.statuses(call.portal).get(as_int(call.get_any_case("id")))
    if found is None:
        raise errors.classic("Status is not found.")
    return found


@method("crm.status.add", scope="crm")
def status_add(call: Call) -> int:
    if not call.is_admin:
        raise errors.classic("Access denied.")
    given = call.fields()
    missing = [f"The field {key} is required." for key in ("ENTITY_ID", "STATUS_ID") if not given.get(key)]
    if missing:
        raise errors.classic("<br>\n".join(missing))
    if not given.get("NAME"):
        raise errors.classic('Не заполнено обязательное поле "Заголовок"')
    entity = str(given["ENTITY_ID"])
    owner = _owner(call, entity)
    if owner is None and entity not in defaults.DICTIONARIES:
        raise errors.classic("Specified entity type is not supported.")
    return _add_status(call, entity, given, owner)


def _owner(call: Call, entity: str) -> tuple[Kind, int] | None:
    """The kind and funnel that a dictionary of stages belongs to."""
    for kind in _with_stages(call):
        for funnel_id in stages.funnel_ids(call.portal, kind):
            if kind.stage_entity(funnel_id) == entity:
                return kind, funnel_id
    return None


def _with_stages(call: Call) -> list[Kind]:
    ids = [*kinds.WITHOUT_FUNNELS, kinds.DEAL, kinds.INVOICE, *(t["entityTypeId"] for t in kinds.types(call.portal))]
    return [kind for kind in (kinds.find(call.portal, n) for n in ids) if kind.has_stages]


def _add_status(call: Call, entity: str, given: dict[str, Any], owner: tuple[Kind, int] | None) -> int:
    present = stages.dictionary(call.portal, entity)
    prefix = owner[0].stage_prefix(owner[1]) if owner else ""
    status_id = prefix + str(given["STATUS_ID"]).removeprefix(prefix)
    semantic = str(given.get("SEMANTICS") or "").upper() or None
    sort = as_int(given.get("SORT"), 10 + max((s["SORT"] for s in present), default=0))
    if any(s["STATUS_ID"] == status_id for s in present):
        raise _already_exists()
    won = next((s["SORT"] for s in present if s["SEMANTICS"] == "S"), None)
    if owner and semantic is None and won is not None and sort > won:
        raise errors.classic("Нельзя создать промежуточную стадию после успешной")
    more = {
        "CATEGORY_ID": owner[1] if owner else None,
        "COLOR": str(given.get("COLOR") or ""),
        "SEMANTICS": semantic if semantic in ("S", "F") else None,
    }
    return int(stages.add_status(call.portal, entity, status_id, str(given["NAME"]), sort, **more)["ID"])


def _already_exists() -> HostError:
    return HostError("ERROR_CORE", "Указанный идентификатор статуса, уже существует.", 400)


@method("crm.status.update", scope="crm")
def status_update(call: Call) -> bool:
    if not call.is_admin:
        raise errors.classic("Access denied.")
    record = _status(call)
    allowed = {"NAME", "SORT", "COLOR"}
    changes = {key: value for key, value in call.fields().items() if key in allowed}
    if "SORT" in changes:
        changes["SORT"] = as_int(changes["SORT"])
    stages.statuses(call.portal).change(record["ID"], **changes)
    return True


@method("crm.status.delete", scope="crm")
def status_delete(call: Call) -> bool:
    if not call.is_admin:
        raise errors.classic("Access denied.")
    record = _status(call)
    if record["SYSTEM"] == "Y" and not as_bool(as_map(call.get_any_case("params")).get("FORCED")):
        raise errors.classic('CRM System Status can be deleted only if parameter FORCED is specified and equal to "Y".')
    owner = _owner(call, record["ENTITY_ID"])
    if owner and kinds.items(call.portal, owner[0].id).first(STAGE_ID=record["STATUS_ID"]):
        raise errors.classic("There are active items in this status.")
    stages.statuses(call.portal).delete(record["ID"])
    return True


@method("crm.status.entity.items", scope="crm")
def status_entity_items(call: Call) -> Any:
    entity = str(call.get_any_case("entityId", ""))
    if not entity:
        raise errors.classic("The parameter entityId is not defined or invalid.")
    found = stages.dictionary(call.portal, entity)
    return [{"NAME": s["NAME"], "SORT": s["SORT"], "STATUS_ID": s["STATUS_ID"]} for s in found]


@method("crm.status.entity.types", scope="crm")
def status_entity_types(call: Call) -> Any:
    types: list[dict[str, Any]] = [{"ID": entity, "NAME": entity} for entity in defaults.DICTIONARIES]
    for kind in _with_stages(call):
        if kind.has_funnels:
            types += [_of_funnel(call, kind, funnel) for funnel in stages.funnels(call.portal, kind.id)]
        else:
            types.append({"NAME": f"Стадии: {kind.title}", **_entity_type(call, kind, 0)})
    return types


def _entity_type(call: Call, kind: Kind, funnel_id: int) -> dict[str, Any]:
    own = stages.of_funnel(call.portal, kind, funnel_id)
    by_group = {stages.semantics(s): s["STATUS_ID"] for s in reversed(own)}
    return {
        "ID": kind.stage_entity(funnel_id),
        "SEMANTIC_INFO": {
            "START_FIELD": own[0]["STATUS_ID"] if own else "",
            "FINAL_SUCCESS_FIELD": by_group.get("S", ""),
            "FINAL_UNSUCCESS_FIELD": by_group.get("F", ""),
            "FINAL_SORT": 0,
        },
        "ENTITY_TYPE_ID": kind.id,
    }


def _of_funnel(call: Call, kind: Kind, funnel: Record) -> dict[str, Any]:
    return {
        **_entity_type(call, kind, funnel["ID"]),
        "NAME": f"Стадии: {kind.title} {funnel['NAME']}",
        "PREFIX": kind.stage_prefix(funnel["ID"]).rstrip(":"),
        "FIELD_ATTRIBUTE_SCOPE": f"category_{funnel['ID']}",
        "IS_ENABLED": True,
        "CATEGORY_ID": funnel["ID"],
    }


def _history_names(kind: Kind) -> dict[str, str]:
    """What a record of the history shows, by the name it shows it under."""
    if kind.id not in kinds.WITHOUT_FUNNELS:
        return {key: key for key in HISTORY_COLUMNS}
    return {HISTORY_OF_LEADS.get(key, key): key for key in HISTORY_COLUMNS if key != "CATEGORY_ID"}


@method("crm.stagehistory.list", scope="crm")
def stage_history(call: Call) -> Page:
    """crm/crm-stage-history-list.md: ints, the newest last unless ordered; leads name the stage STATUS_ID."""
    kind = kinds.find(call.portal, as_int(call.require("entityTypeId", "ENTITY_TYPE_ID")))
    if kind.id in (kinds.CONTACT, kinds.COMPANY, kinds.QUOTE):
        raise errors.entity_type_not_supported(kind.name)
    records, names = stages.history(call.portal, kind.id), _history_names(kind)
    zone, columns = call.portal.clock.zone, {name: HISTORY_COLUMNS[key] for name, key in names.items()}
    condition = query.where(as_map(call.get_any_case("filter")), columns, zone, strict=False)
    order = query.order(as_map(call.get_any_case("order")), columns, strict=False)
    start = call.start
    found = records.select(condition.sql, condition.args, order=order, limit=PAGE, offset=max(start, 0))
    rows = [{name: row[key] for name, key in names.items()} for row in found]
    wanted = as_list(call.get_any_case("select"))
    if wanted and "*" not in wanted:
        rows = [{key: row[key] for key in row if key in wanted} for row in rows]
    total = 0 if start < 0 else records.count(condition.sql, condition.args)
    return Page({"items": rows}, total, start + PAGE if start >= 0 and start + PAGE < total else None)
