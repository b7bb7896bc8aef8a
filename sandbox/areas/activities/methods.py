"""crm.activity.* on the wire (crm/timeline/activities/)."""

from __future__ import annotations

from typing import Any

from sandbox import query
from sandbox.areas.activities import activities, bindings, errors, fields, mailing
from sandbox.areas.crm import items, rights
from sandbox.call import PAGE, Call, Page, method
from sandbox.params import as_int, as_list, as_map
from sandbox.store import Record


def _id(call: Call) -> int:
    return as_int(call.get_any_case("id", 0))


@method("crm.activity.fields", scope="crm")
def activity_fields(call: Call) -> dict[str, Any]:
    return fields.described()


@method("crm.activity.add", scope="crm", transactional=False)
def activity_add(call: Call) -> int:
    given = call.fields()
    if given.get("PROVIDER_ID") == "REST_APP" and call.app is None:
        raise errors.wrong("Application context required.")
    with call.portal.transaction():
        added = activities.add(call.portal, given, call.actor)
    if activities.is_letter(added):
        mailing.send(call.portal, added)
    return int(added["ID"])


@method("crm.activity.get", scope="crm")
def activity_get(call: Call) -> dict[str, Any]:
    found = activities.get(call.portal, _id(call))
    if not _may_see(call, found):
        raise errors.access_denied()
    return _shape(call, found, fields.SHOWN)


@method("crm.activity.update", scope="crm")
def activity_update(call: Call) -> bool:
    activities.update(call.portal, _id(call), call.fields(), call.actor)
    return True


@method("crm.activity.delete", scope="crm")
def activity_delete(call: Call) -> bool:
    activities.delete(call.portal, _id(call), call.actor)
    return True


@method("crm.activity.list", scope="crm")
def activity_list(call: Call) -> Page:
    asked = dict(as_map(call.get_any_case("filter")))
    bound = [(as_int(b.get("OWNER_TYPE_ID", 0)), as_int(b.get("OWNER_ID", 0)))
             for b in map(as_map, as_list(asked.pop("BINDINGS", None)))]  # fmt: skip
    where = query.where(asked, fields.columns(), call.portal.clock.zone, strict=False)
    order = query.order(as_map(call.get_any_case("order")), fields.columns(), strict=False)
    rows = activities.collection(call.portal).select(where.sql, where.args, order=order)
    found = [row for row in rows if _is_bound(row, bound) and _may_see(call, row)]
    shown, start = _selected(call), max(call.start, 0)
    total = 0 if call.start < 0 else len(found)
    part = [_shape(call, row, shown) for row in found[start : start + PAGE]]
    return Page(part, total, start + PAGE if start + PAGE < total else None)


def _is_bound(row: Record, bound: list[tuple[int, int]]) -> bool:
    """Every pair asked for is among the bindings; an id of 0 means any."""
    return all(any(kind == pair[0] and item_id in (0, pair[1]) for pair in row["BINDINGS"]) for kind, item_id in bound)


def _may_see(call: Call, row: Record) -> bool:
    if rights.access(call.portal, call.user_id) == "all":
        return True
    found = ((kind, items.get(call.portal, kind, item_id)) for kind, item_id in row["BINDINGS"])
    return any(item is not None and rights.may(call.portal, call.user_id, kind, item) for kind, item in found)


def _selected(call: Call) -> tuple[str, ...]:
    asked = [str(name) for name in as_list(call.get_any_case("select"))]
    shown = [name for name in asked if name in fields.TYPES]
    if not asked or "*" in asked:
        shown = [*fields.SHOWN, *shown]
    if "STORAGE_ELEMENT_IDS" in asked:
        shown.append("FILES")
    return tuple(dict.fromkeys(["ID", *shown]))


def _shape(call: Call, row: Record, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: _value(call, row, name) for name in names}


def _value(call: Call, row: Record, name: str) -> Any:
    value = row.get(name)
    if name == "FILES":
        return [{"id": file, "url": _file_url(call, row, file)} for file in row["FILES"]]
    if name == "BINDINGS":
        return [{"OWNER_TYPE_ID": str(kind), "OWNER_ID": str(item_id)} for kind, item_id in row["BINDINGS"]]
    if name == "COMMUNICATIONS":
        return [_communication(row, number, one) for number, one in enumerate(row["COMMUNICATIONS"])]
    if value is None or isinstance(value, (dict, list)):
        return value
    return str(value)


def _communication(row: Record, number: int, one: Record) -> dict[str, Any]:
    kind = one["TYPE"] or ("EMAIL" if row["TYPE_ID"] == activities.EMAIL else "")
    return {
        "ID": str(row["ID"] * 100 + number), "TYPE": kind, "VALUE": one["VALUE"],
        "ENTITY_ID": str(one["ENTITY_ID"]), "ENTITY_TYPE_ID": str(one["ENTITY_TYPE_ID"]), "ENTITY_SETTINGS": {},
    }  # fmt: skip


def _file_url(call: Call, row: Record, file: int) -> str:
    head = f"{call.portal.url}/bitrix/tools/crm_show_file.php?fileId={file}"
    return f"{head}&ownerTypeId=6&ownerId={row['ID']}&auth={call.auth}"


def _pair(call: Call) -> tuple[int, int, int]:
    names = ("activityId", "entityTypeId", "entityId")
    first, second, third = (as_int(call.require(name)) for name in names)
    return first, second, third


@method("crm.activity.binding.add", scope="crm")
def binding_add(call: Call) -> bool:
    bindings.add(call.portal, *_pair(call))
    return True


@method("crm.activity.binding.list", scope="crm")
def binding_list(call: Call) -> list[dict[str, int]]:
    found = bindings.listed(call.portal, as_int(call.require("activityId")))
    return [{"entityTypeId": kind, "entityId": item_id} for kind, item_id in found]


@method("crm.activity.binding.delete", scope="crm")
def binding_delete(call: Call) -> bool:
    bindings.delete(call.portal, *_pair(call))
    return True


@method("crm.activity.binding.move", scope="crm")
def binding_move(call: Call) -> bool:
    names = ("activityId", "sourceEntityTypeId", "sourceEntityId", "targetEntityTypeId", "targetEntityId")
    activity, *pairs = (as_int(call.require(name)) for name in names)
    bindings.move(call.portal, activity, (pairs[0], pairs[1]), (pairs[2], pairs[3]))
    return True
