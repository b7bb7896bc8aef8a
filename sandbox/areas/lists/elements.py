"""Elements of lists («элементы»): a value has an id of its own; an update clears whatever is not sent.

api-reference/lists/elements/.
"""

from __future__ import annotations

import base64
import binascii
import operator
from functools import partial
from typing import Any

from sandbox import query
from sandbox.areas.disk import attached
from sandbox.areas.lists import dates, errors, lists
from sandbox.params import as_list, as_map
from sandbox.portal import Actor, Portal
from sandbox.store import Collection, Record

ORDERS = {">": operator.gt, "<": operator.lt, ">=": operator.ge, "<=": operator.le}
DATED = ("ACTIVE_FROM", "ACTIVE_TO", "DATE_CREATE", "TIMESTAMP_X")
NUMBERED = ("SORT", "CREATED_BY", "MODIFIED_BY", "IBLOCK_SECTION_ID")


def collection(portal: Portal) -> Collection:
    return portal.collection("list_element")


def of_list(portal: Portal, record: Record) -> list[Record]:
    return collection(portal).find(list=record["ID"])


def find(portal: Portal, record: Record, element_id: int, code: str) -> Record:
    """Raises ERROR_ELEMENT_NOT_FOUND."""
    rows = of_list(portal, record)
    found = next((row for row in rows if row["ID"] == element_id or (not element_id and row["CODE"] == code)), None)
    if found is None:
        raise errors.element_not_found()
    return found


def add(
    portal: Portal, record: Record, code: str, given: dict[str, Any], actor: Actor, section_id: int = 0
) -> Record:  # fmt: skip
    """Raises ERROR_ELEMENT_ALREADY_EXISTS, ERROR_ADD_ELEMENT, ERROR_ELEMENT_FIELD_VALUE."""
    if any(row["CODE"] == code for row in of_list(portal, record)):
        raise errors.element_exists()
    now = portal.clock.iso()
    element: Record = {
        "list": record["ID"], "CODE": code, "CREATED_BY": actor.user_id, "DATE_CREATE": now,
        "IBLOCK_SECTION_ID": section_id or None,
    }  # fmt: skip
    element |= _content(portal, record, given, element, actor, "ERROR_ADD_ELEMENT")
    element["ID"] = collection(portal).add(element)
    portal.happen("element_added", record=record, element=element, actor=actor)
    return element


def update(portal: Portal, record: Record, element: Record, given: dict[str, Any], actor: Actor) -> None:
    """Fields that are not sent are cleared; files stay. Raises ERROR_UPDATE_ELEMENT, ERROR_ELEMENT_FIELD_VALUE."""
    changed = {**element, **_content(portal, record, given, element, actor, "ERROR_UPDATE_ELEMENT")}
    collection(portal).put(element["ID"], changed)
    portal.happen("element_updated", record=record, element=changed, actor=actor)


def delete(portal: Portal, record: Record, element: Record, actor: Actor) -> None:
    with portal.transaction():
        collection(portal).delete(element["ID"])
        portal.happen("element_deleted", record=record, element=element, actor=actor)


def _content(
    portal: Portal, record: Record, given: dict[str, Any], element: Record, actor: Actor, code: str
) -> Record:  # fmt: skip
    if not str(given.get("NAME") or "").strip():
        raise errors.element_not_saved(code, "Не введено название элемента.")
    values = {}
    for field in lists.fields_of(portal, record):
        name = lists.field_id(field)
        if field["TYPE"] in lists.SYSTEM:
            continue
        values[name] = _values(portal, field, given.get(name), element, actor)
        if field["IS_REQUIRED"] == "Y" and not values[name]:
            raise errors.element_not_saved(code, f"Поле «{field['NAME']}» обязательно для заполнения")
    now = portal.clock.iso()
    system = {name: given[name] for name in lists.SYSTEM if name in given}
    return {"NAME": str(given["NAME"]), **system, "values": values, "TIMESTAMP_X": now, "MODIFIED_BY": actor.user_id}


def _values(portal: Portal, field: Record, given: Any, element: Record, actor: Actor) -> dict[str, str]:
    name = lists.field_id(field)
    if field["TYPE"] == "F":
        kept: dict[str, str] = as_map(element.get("values")).get(name, {})
        return {**kept, **_files(portal, field, given)} if given else kept
    many = given if isinstance(given, (list, dict)) else [given]
    texts = [_text(portal, field, one, actor) for one in as_list(many) if one not in (None, "")]
    if field["MULTIPLE"] != "Y":
        texts = texts[:1]
    ids = portal.collection("list_value")
    return {str(ids.add({})): text for text in texts}


def _text(portal: Portal, field: Record, value: Any, actor: Actor) -> str:
    if field["TYPE"] in ("S:Date", "S:DateTime"):
        return dates.shown(portal, dates.read(portal, value), with_time=field["TYPE"] == "S:DateTime")
    if field["TYPE"] == "S:DiskFile":
        where: Record = {"module": "lists", "entity_type": "iblock_element", "entity_id": 0, "user_id": actor.user_id}
        return str(attached.attach(portal, f"n{value}" if str(value).isdigit() else str(value), **where))
    if field["TYPE"] == "S:HTML" and isinstance(value, dict):
        return str(value.get("TEXT", ""))
    return str(value)


def _files(portal: Portal, field: Record, given: Any) -> dict[str, str]:
    pairs = as_list(given) if field["MULTIPLE"] == "Y" else [given]
    ids, kept = portal.collection("list_value"), {}
    for pair in pairs:
        data = as_list(as_map(pair).get("fileData", pair)) if isinstance(pair, dict) else as_list(pair)
        if str(data[-1]).isdigit():
            raise errors.file_by_id()
        try:
            content = base64.b64decode(str(data[-1]), validate=True)
        except binascii.Error as error:
            raise errors.file_by_id() from error
        kept[str(ids.add({}))] = str(portal.store.put_file(str(data[0]) if len(data) > 1 else "file", content))
    return kept


def file_urls(portal: Portal, record: Record, element: Record, field: Record) -> list[str]:
    """Addresses on the portal, without its domain."""
    name = lists.field_id(field)
    held = as_map(element["values"].get(name)).values()
    if field["TYPE"] == "S:DiskFile":
        return [f"/bitrix/tools/disk/uf.php?attachedId={n}&action=download&ncc=1" for n in held]
    place = f"/company/lists/{record['ID']}/file/0/{element['ID']}/{name}"
    return [f"{place}/{n}/?ncc=y&download=y" for n in held] if field["TYPE"] == "F" else []


def matches(portal: Portal, element: Record, asked: dict[str, Any]) -> bool:
    """The host's filter; keys that it does not know are dropped without a word."""
    return all(_meets(portal, element, *query.split(key), wanted) for key, wanted in asked.items())


def _meets(portal: Portal, element: Record, prefix: str, name: str, wanted: Any) -> bool:
    if name in DATED:
        held = [_sortable(portal, element.get(name))]
        wanted = [_sortable(portal, one) for one in as_list(wanted)]
    elif name.startswith("PROPERTY_"):
        held = list(as_map(element["values"].get(name)).values())
    elif name in (*lists.SYSTEM, "ID", "CODE", "IBLOCK_SECTION_ID"):
        held = [str(element.get(name) if element.get(name) is not None else "")]
    else:
        return True
    texts = [str(one) for one in as_list(wanted)] or [""]
    if prefix.startswith("!"):
        return not any(_compare(one, prefix[1:] or "=", text) for one in held or [""] for text in texts)
    return any(_compare(one, prefix or "=", text) for one in held or [""] for text in texts)


def _sortable(portal: Portal, value: Any) -> str:
    """A moment to the second, as text that compares as it does."""
    return dates.read(portal, value).isoformat(timespec="seconds") if value else ""


def _compare(held: str, sign: str, wanted: str) -> bool:
    if "%" in sign:
        return wanted.strip("%").casefold() in held.casefold()
    if sign in ("=", "@"):
        return held == wanted
    left, right = _number(held), _number(wanted)
    if left is None or right is None:
        return bool(ORDERS[sign](held, wanted))
    return bool(ORDERS[sign](left, right))


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def ordered(rows: list[Record], order: dict[str, Any]) -> list[Record]:
    """By ID unless ELEMENT_ORDER says otherwise."""
    found = sorted(rows, key=lambda row: int(row["ID"]))
    for name, direction in reversed(list(order.items())):
        found.sort(key=partial(_key, name), reverse=str(direction).lower().startswith("desc"))
    return found


def _key(name: str, row: Record) -> tuple[float, str]:
    held = as_map(row["values"].get(name)).values() if name.startswith("PROPERTY_") else [row.get(name)]
    text = str(next(iter(held), "") or "")
    number = _number(text)
    return (number, "") if number is not None else (float("inf"), text)
