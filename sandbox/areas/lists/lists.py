"""Universal lists and their fields («Универсальные списки»): api-reference/lists/. No events, as on the host."""

from __future__ import annotations

from typing import Any

from sandbox.areas.lists import errors
from sandbox.params import as_int, as_list, as_map
from sandbox.portal import Portal
from sandbox.store import Collection, Record

TYPES = ("lists", "bitrix_processes", "lists_socnet")
TITLES = {
    "SORT": "Сортировка", "ACTIVE_FROM": "Начало активности", "ACTIVE_TO": "Окончание активности",
    "PREVIEW_PICTURE": "Изображение для анонса", "PREVIEW_TEXT": "Текст анонса",
    "DETAIL_PICTURE": "Детальное изображение", "DETAIL_TEXT": "Детальный текст", "DATE_CREATE": "Дата создания",
    "CREATED_BY": "Кем создан", "TIMESTAMP_X": "Дата изменения", "MODIFIED_BY": "Кем изменен", "S": "Строка",
    "N": "Число", "L": "Список", "F": "Файл", "G": "Привязка к разделам", "E": "Привязка к элементам",
    "S:Date": "Дата", "S:DateTime": "Дата/Время", "S:HTML": "HTML/текст",
    "E:EList": "Привязка к элементам в виде списка", "N:Sequence": "Счетчик", "S:ECrm": "Привязка к элементам CRM",
    "S:Money": "Деньги", "S:DiskFile": "Файл (Диск)", "S:map_yandex": "Привязка к Яндекс.Карте",
    "S:employee": "Привязка к сотруднику",
}  # fmt: skip
SYSTEM = (
    "NAME", "SORT", "ACTIVE_FROM", "ACTIVE_TO", "PREVIEW_PICTURE", "PREVIEW_TEXT", "DETAIL_PICTURE", "DETAIL_TEXT",
    "DATE_CREATE", "CREATED_BY", "TIMESTAMP_X", "MODIFIED_BY",
)  # fmt: skip
PROPERTIES = (
    "S", "N", "L", "F", "G", "E", "S:Date", "S:DateTime", "S:HTML", "E:EList", "N:Sequence", "S:ECrm", "S:Money",
    "S:DiskFile", "S:map_yandex", "S:employee",
)  # fmt: skip
DESCRIBED = (
    "NAME", "IS_REQUIRED", "MULTIPLE", "DEFAULT_VALUE", "TYPE", "CODE", "SETTINGS", "USER_TYPE_SETTINGS", "ROW_COUNT",
    "COL_COUNT", "LINK_IBLOCK_ID",
)  # fmt: skip


def collection(portal: Portal) -> Collection:
    return portal.collection("list")


def fields(portal: Portal) -> Collection:
    """Fields of all lists; a property's number is its record's ID."""
    return portal.collection("list_field")


def find(portal: Portal, type_id: str, list_id: int, code: str) -> Record:
    """By ID or by symbolic code. Raises ERROR_IBLOCK_NOT_FOUND."""
    rows = collection(portal)
    found = rows.get(list_id) if list_id else rows.first(IBLOCK_TYPE_ID=type_id, CODE=code)
    if found is None or found["IBLOCK_TYPE_ID"] != type_id:
        raise errors.list_not_found()
    return found


def add(portal: Portal, type_id: str, code: str, given: dict[str, Any], **more: Any) -> Record:
    """With the field NAME, as every list has. Raises ERROR_IBLOCK_ALREADY_EXISTS."""
    if collection(portal).first(IBLOCK_TYPE_ID=type_id, CODE=code):
        raise errors.list_exists()
    record: Record = {
        "IBLOCK_TYPE_ID": type_id, "CODE": code, "NAME": str(given["NAME"]), "SORT": as_int(given.get("SORT", 500)),
        "DESCRIPTION": str(given.get("DESCRIPTION", "")), "BIZPROC": str(given.get("BIZPROC", "Y")),
        "TIMESTAMP_X": portal.clock.iso(), **more,
    }  # fmt: skip
    record["ID"] = collection(portal).add(record)
    add_field(portal, record, {"NAME": "Название", "TYPE": "NAME", "IS_REQUIRED": "Y"})
    return record


def update(portal: Portal, record: Record, given: dict[str, Any], **more: Any) -> None:
    """`more`: RIGHTS, MESSAGES, SOCNET_GROUP_ID. Raises ERROR_UPDATE_IBLOCK."""
    if not str(given.get("NAME") or "").strip():
        raise errors.list_not_updated("Не введено название инфоблока.")
    changes: Record = {name: str(given[name]) for name in ("NAME", "DESCRIPTION", "BIZPROC") if name in given}
    if "SORT" in given:
        changes["SORT"] = as_int(given["SORT"])
    collection(portal).change(record["ID"], **changes, **more, TIMESTAMP_X=portal.clock.iso())


def delete(portal: Portal, record: Record) -> None:
    """With its fields, sections and elements."""
    for rows in (fields(portal), portal.collection("list_section"), portal.collection("list_element")):
        for row in rows.find(list=record["ID"]):
            rows.delete(row["ID"])
    collection(portal).delete(record["ID"])
    portal.happen("list_deleted", record=record)


def fields_of(portal: Portal, record: Record) -> list[Record]:
    return sorted(fields(portal).find(list=record["ID"]), key=lambda field: (field["SORT"], field["ID"]))


def add_field(portal: Portal, record: Record, given: dict[str, Any]) -> Record:
    """Raises ERROR_SAVE_FIELD."""
    kind, code = str(given["TYPE"]), str(given.get("CODE") or "")
    if kind not in SYSTEM and kind not in PROPERTIES:
        raise errors.field_not_saved()
    known = fields_of(portal, record)
    if kind in SYSTEM:
        code = kind
    elif not code:
        raise errors.field_not_saved("Please fill the code fields")
    if any(field["CODE"] == code for field in known):
        raise errors.field_not_saved("Property already exists")
    field: Record = {
        "IS_REQUIRED": "N", "MULTIPLE": "N", "DEFAULT_VALUE": "", "ROW_COUNT": "1", "COL_COUNT": "30",
        "LINK_IBLOCK_ID": None, "USER_TYPE_SETTINGS": None, "SETTINGS": {},
        **{name: given[name] for name in DESCRIBED if name in given},
        "CODE": code, "list": record["ID"], "SORT": as_int(given.get("SORT", 10 * (len(known) + 1))),
        "options": _options(portal, given) if kind == "L" else {},
    }  # fmt: skip
    field["ID"] = fields(portal).add(field)
    return field


def update_field(portal: Portal, field: Record, given: dict[str, Any]) -> None:
    """A field keeps its kind. Raises ERROR_SAVE_FIELD."""
    if str(given["TYPE"]) != field["TYPE"]:
        raise errors.field_not_saved()
    changes: Record = {name: given[name] for name in DESCRIBED if name in given and name not in ("TYPE", "CODE")}
    if given.get("CODE") and field["TYPE"] not in SYSTEM:
        changes["CODE"] = str(given["CODE"])
    if "SORT" in given:
        changes["SORT"] = as_int(given["SORT"])
    if field["TYPE"] == "L" and ("LIST" in given or "LIST_TEXT_VALUES" in given):
        changes["options"] = _changed_options(portal, field["options"], given)
    fields(portal).change(field["ID"], **changes)


def _changed_options(portal: Portal, known: dict[str, str], given: dict[str, Any]) -> dict[str, str]:
    """Values named by their ids change, those left out of LIST go, others are new."""
    asked = as_map(given.get("LIST")) if "LIST" in given else {key: {"VALUE": text} for key, text in known.items()}
    kept = {key: str(as_map(one).get("VALUE", "")).strip() for key, one in asked.items() if key in known}
    new = {"LIST": [one for key, one in asked.items() if key not in known]}
    added = _options(portal, {**new, "LIST_TEXT_VALUES": given.get("LIST_TEXT_VALUES")})
    return {**{key: text for key, text in kept.items() if text}, **added}


def delete_field(portal: Portal, record: Record, field: Record) -> None:
    """Its values go from every element."""
    fields(portal).delete(field["ID"])
    rows = portal.collection("list_element")
    for element in rows.find(list=record["ID"]):
        values = {name: held for name, held in element["values"].items() if name != field_id(field)}
        rows.put(element["ID"], {**element, "values": values})


def types_for(portal: Portal, record: Record, keep: str) -> dict[str, str]:
    """Kinds a new field may have: a system one only once; `keep` is the id of a field whose own kind is shown."""
    taken = {f["TYPE"] for f in fields_of(portal, record) if f["TYPE"] in SYSTEM and field_id(f) != keep}
    return {kind: title for kind, title in TITLES.items() if kind not in taken}


def _options(portal: Portal, given: dict[str, Any]) -> dict[str, str]:
    """id → text of a field of the kind «Список»: from LIST, or lines of LIST_TEXT_VALUES."""
    texts = [str(as_map(one).get("VALUE", "")) for one in as_list(given.get("LIST"))]
    texts += str(given.get("LIST_TEXT_VALUES") or "").splitlines()
    rows = portal.collection("list_option")
    return {str(rows.add({})): text.strip() for text in texts if text.strip()}


def field_id(field: Record) -> str:
    return str(field["TYPE"]) if field["TYPE"] in SYSTEM else f"PROPERTY_{field['ID']}"
