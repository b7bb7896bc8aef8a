"""Smart processes («смарт-процессы»): what crm.type.* makes and changes (crm/universal/user-defined-object-types/)."""

from __future__ import annotations

from typing import Any

from sandbox.areas.crm import defaults, errors, kinds, stages
from sandbox.errors import HostError
from sandbox.params import as_bool, as_int, as_list, as_map
from sandbox.portal import Actor, Portal
from sandbox.store import Record

FLAGS = {
    "isCategoriesEnabled": "N", "isStagesEnabled": "N", "isBeginCloseDatesEnabled": "N", "isClientEnabled": "N",
    "isUseInUserfieldEnabled": "N", "isLinkWithProductsEnabled": "N", "isMycompanyEnabled": "N",
    "isDocumentsEnabled": "N", "isSourceEnabled": "N", "isObserversEnabled": "N", "isRecyclebinEnabled": "N",
    "isAutomationEnabled": "N", "isBizProcEnabled": "N", "isSetOpenPermissions": "Y", "isPaymentsEnabled": "N",
    "isCountersEnabled": "N",
}  # fmt: skip
LINKED = ("CALENDAR_EVENT|UF_CRM_CAL_EVENT", "TASKS_TASK|UF_CRM_TASK", "TASKS_TASK_TEMPLATE|UF_CRM_TASK")
FIRST_AUTO = 1030
OLD_RANGE = range(128, 193)


def are_sold(portal: Portal) -> bool:
    """Smart processes are not part of every tariff."""
    return not (portal.collection("portal").get(1) or {}).get("without_processes", False)


def sell(portal: Portal, *, sold: bool) -> None:
    portal.collection("portal").change(1, without_processes=not sold)


def add(portal: Portal, given: dict[str, Any], actor: Actor) -> Record:
    """Raises CREATE_DYNAMIC_TYPE_RESTRICTED, INVALID_ARG_VALUE for an entityTypeId out of range or taken."""
    if not are_sold(portal):
        raise errors.processes_not_sold()
    with portal.transaction():
        now = portal.clock.iso()
        record: Record = {
            "title": str(given.get("title") or ""),
            "code": str(given.get("code") or ""),
            "createdBy": actor.user_id,
            "entityTypeId": _entity_type_id(portal, given),
            "customSectionId": None,
            "createdTime": now,
            "updatedTime": now,
            "updatedBy": actor.user_id,
            **_flags(given, FLAGS),
        }
        record |= _links(given, record, {"relations": {"parent": [], "child": []}, "linkedUserFields": {}})
        if not record["title"]:
            raise errors.required("Название")
        record["ID"] = portal.collection(kinds.TYPES).add(record)
        funnel_stages = defaults.DYNAMIC_STAGES if record["isStagesEnabled"] == "Y" else []
        defaults.add_funnel(portal, record["entityTypeId"], "Общая", funnel_stages, sort=100, default=True)
        portal.emit("ONCRMTYPEADD", {"FIELDS": {"ID": str(record["ID"])}}, actor)
        return record


def _entity_type_id(portal: Portal, given: dict[str, Any]) -> int:
    taken: set[int] = {t["entityTypeId"] for t in kinds.types(portal)}
    wanted = as_int(given.get("entityTypeId"))
    if not wanted:
        return max([FIRST_AUTO - 2, *(n for n in taken if n >= FIRST_AUTO)]) + 2
    if wanted in taken:
        raise HostError("INVALID_ARG_VALUE", "entityTypeId is already in use", 400)
    if wanted not in OLD_RANGE and not (wanted >= FIRST_AUTO and wanted % 2 == 0):
        raise HostError("INVALID_ARG_VALUE", "entityTypeId is out of allowed range", 400)
    return wanted


def _flags(given: dict[str, Any], known: dict[str, str]) -> dict[str, str]:
    return {name: _yes_no(given[name]) if name in given else value for name, value in known.items()}


def _yes_no(value: Any) -> str:
    return "Y" if as_bool(value) else "N"


def _true_word(value: Any) -> str:
    """Flags of relations and linked fields take only the words true and false; anything else is false."""
    return "Y" if value is True or str(value).lower() == "true" else "N"


def _links(given: dict[str, Any], record: Record, before: Record) -> Record:
    relations, asked = before["relations"], given.get("relations")
    if isinstance(asked, dict):
        relations = {side: _side(asked.get(side), relations[side]) for side in ("parent", "child")}
    own = [r for r in relations["parent"] if r["isPredefined"] == "N"]
    predefined = [3, 4] if record["isClientEnabled"] == "Y" else []
    fixed = [{"entityTypeId": n, "isChildrenListEnabled": "Y", "isPredefined": "Y"} for n in predefined]
    linked = as_map(given.get("linkedUserFields"))
    fields = {
        key: _true_word(linked[key]) if key in linked else before["linkedUserFields"].get(key, "N") for key in LINKED
    }
    return {
        "relations": {"parent": [*fixed, *own], "child": relations["child"]},
        "linkedUserFields": fields,
        "customSections": [],
    }


def _side(asked: Any, known: list[Record]) -> list[Record]:
    if asked is None:
        return known
    found = (as_map(link) for link in as_list(asked))
    return [
        {
            "entityTypeId": as_int(link.get("entityTypeId")),
            "isChildrenListEnabled": _true_word(link.get("isChildrenListEnabled")),
            "isPredefined": "N",
        }
        for link in found
    ]


def update(portal: Portal, record: Record, given: dict[str, Any], actor: Actor) -> Record:
    with portal.transaction():
        changed = {**record, **_flags(given, {flag: record[flag] for flag in FLAGS})}
        if given.get("title"):
            changed["title"] = str(given["title"])
        changed |= _links(given, changed, record)
        changed |= {"updatedTime": portal.clock.iso(), "updatedBy": actor.user_id}
        portal.collection(kinds.TYPES).put(record["ID"], changed)
        portal.emit("ONCRMTYPEUPDATE", {"FIELDS": {"ID": str(record["ID"])}}, actor)
        return changed


def delete(portal: Portal, record: Record, actor: Actor) -> None:
    """Raises BX_ERROR while items are left."""
    with portal.transaction():
        kind = kinds.find(portal, record["entityTypeId"])
        if kinds.items(portal, kind.id).count():
            raise errors.bx_error("Вы не можете удалить тип сущности, у которого есть элементы")
        for funnel in stages.funnels(portal, kind.id):
            for stage in stages.of_funnel(portal, kind, funnel["ID"]):
                stages.statuses(portal).delete(stage["ID"])
            stages.categories(portal, kind.id).delete(funnel["ID"])
        portal.collection(kinds.TYPES).delete(record["ID"])
        portal.emit("ONCRMTYPEDELETE", {"FIELDS": {"ID": str(record["ID"])}}, actor)
