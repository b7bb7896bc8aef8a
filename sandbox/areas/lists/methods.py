"""lists.* on the wire."""

from __future__ import annotations

from typing import Any

from sandbox.areas.lists import dates, elements, errors, lists, rights
from sandbox.call import Call, Page, method, page_of
from sandbox.params import as_int, as_map
from sandbox.portal import Portal
from sandbox.store import Record

# What the module of lists keeps of every information block and lists do not use.
UNUSED = (
    "API_CODE", "LIST_PAGE_URL", "DETAIL_PAGE_URL", "SECTION_PAGE_URL", "CANONICAL_PAGE_URL", "PICTURE",
    "RSS_FILE_LIMIT", "RSS_FILE_DAYS", "XML_ID", "TMP_ID", "LIST_MODE", "SECTION_PROPERTY", "PROPERTY_INDEX",
    "SOCNET_GROUP_ID", "EDIT_FILE_BEFORE", "EDIT_FILE_AFTER", "EXTERNAL_ID", "SERVER_NAME",
)  # fmt: skip
USUAL = {
    "LID": "s1", "ACTIVE": "Y", "DESCRIPTION_TYPE": "text", "RSS_TTL": "24", "RSS_ACTIVE": "Y",
    "RSS_FILE_ACTIVE": "N", "RSS_YANDEX_ACTIVE": "N", "INDEX_ELEMENT": "Y", "INDEX_SECTION": "N", "WORKFLOW": "N",
    "SECTION_CHOOSER": "L", "RIGHTS_MODE": "E", "VERSION": "1", "LAST_CONV_ELEMENT": "0", "SECTIONS_NAME": "Разделы",
    "SECTION_NAME": "Раздел", "ELEMENTS_NAME": "Элементы", "ELEMENT_NAME": "Элемент", "REST_ON": "N",
    "FULLTEXT_INDEX": "N", "LANG_DIR": "/",
}  # fmt: skip


def required(call: Call, *names: str) -> None:
    for name in names:
        if not call.get_any_case(name):
            raise errors.missing(name)


def asked_list(call: Call, needed: str) -> Record:
    """The list that a call names, if the caller has the right (a letter of rights.LETTERS) to it."""
    required(call, "IBLOCK_TYPE_ID")
    list_id, code = as_int(call.get_any_case("IBLOCK_ID", 0)), str(call.get_any_case("IBLOCK_CODE", "") or "")
    if not list_id and not code:
        raise errors.missing("IBLOCK_ID")
    record = lists.find(call.portal, str(call.get_any_case("IBLOCK_TYPE_ID")), list_id, code)
    rights.check(call.portal, record, call.user_id, needed)
    return record


def asked_element(call: Call, record: Record) -> Record:
    element_id, code = as_int(call.get_any_case("ELEMENT_ID", 0)), str(call.get_any_case("ELEMENT_CODE", "") or "")
    if not element_id and not code:
        raise errors.missing("ELEMENT_ID")
    return elements.find(call.portal, record, element_id, code)


@method("lists.add", scope="lists")
def list_add(call: Call) -> int:
    required(call, "IBLOCK_TYPE_ID", "IBLOCK_CODE", "FIELDS")
    if not call.is_admin:
        raise errors.access_denied()
    fields = call.fields("FIELDS")
    if not fields.get("NAME"):
        raise errors.missing("NAME")
    type_id, code = str(call.get_any_case("IBLOCK_TYPE_ID")), str(call.get_any_case("IBLOCK_CODE"))
    more = {"CREATED_BY": call.user_id, **_more(call, {})}
    return int(lists.add(call.portal, type_id, code, fields, **more)["ID"])


def _more(call: Call, record: Record) -> Record:
    """What stands beside FIELDS: rights, words, the group."""
    more: Record = {}
    if call.get_any_case("RIGHTS"):
        more["RIGHTS"] = rights.joined(record, call.get_any_case("RIGHTS"))
    if call.get_any_case("MESSAGES"):
        more["MESSAGES"] = {**as_map(record.get("MESSAGES")), **as_map(call.get_any_case("MESSAGES"))}
    if call.get_any_case("SOCNET_GROUP_ID"):
        more["SOCNET_GROUP_ID"] = as_int(call.get_any_case("SOCNET_GROUP_ID"))
    return more


@method("lists.update", scope="lists")
def list_update(call: Call) -> bool:
    record = asked_list(call, rights.FULL)
    required(call, "FIELDS")
    lists.update(call.portal, record, call.fields("FIELDS"), **_more(call, record))
    return True


@method("lists.delete", scope="lists")
def list_delete(call: Call) -> bool:
    lists.delete(call.portal, asked_list(call, rights.FULL))
    return True


@method("lists.get.iblock.type.id", scope="lists")
def list_type(call: Call) -> str | None:
    list_id, code = as_int(call.get_any_case("IBLOCK_ID", 0)), str(call.get_any_case("IBLOCK_CODE", "") or "")
    rows = lists.collection(call.portal)
    found = rows.get(list_id) if list_id else rows.first(CODE=code)
    readable = found is not None and rights.may(call.portal, found, call.user_id, rights.READ)
    return str(found["IBLOCK_TYPE_ID"]) if found is not None and readable else None


@method("lists.get", scope="lists")
def list_get(call: Call) -> Page:
    required(call, "IBLOCK_TYPE_ID")
    found = lists.collection(call.portal).find(IBLOCK_TYPE_ID=str(call.get_any_case("IBLOCK_TYPE_ID")))
    list_id, code = as_int(call.get_any_case("IBLOCK_ID", 0)), call.get_any_case("IBLOCK_CODE")
    rows = [
        row
        for row in found
        if list_id in (0, row["ID"])
        and code in (None, "", row["CODE"])
        and rights.may(call.portal, row, call.user_id, rights.READ)
    ]
    return page_of([_described(call.portal, row) for row in rows], call)


def _described(portal: Portal, row: Record) -> dict[str, Any]:
    names = ("ID", "IBLOCK_TYPE_ID", "CODE", "NAME", "SORT", "DESCRIPTION", "BIZPROC", "TIMESTAMP_X")
    shown = {name: str(row[name]) for name in names}
    changed = dates.shown(portal, dates.read(portal, row["TIMESTAMP_X"]))
    words = {name: text for name, text in as_map(row.get("MESSAGES")).items() if name in USUAL}
    return {**dict.fromkeys(UNUSED), **USUAL, **words, **shown, "TIMESTAMP_X": changed}


@method("lists.field.add", scope="lists")
def field_add(call: Call) -> str:
    record, fields = asked_list(call, rights.FULL), call.fields("FIELDS")
    for name in ("NAME", "TYPE"):
        if not fields.get(name):
            raise errors.missing(name)
    return lists.field_id(lists.add_field(call.portal, record, fields))


def _own_field(call: Call, record: Record) -> Record:
    required(call, "FIELD_ID")
    asked = str(call.get_any_case("FIELD_ID"))
    found = next((f for f in lists.fields_of(call.portal, record) if lists.field_id(f) == asked), None)
    if found is None:
        raise errors.field_not_saved()
    return found


@method("lists.field.update", scope="lists")
def field_update(call: Call) -> bool:
    record, fields = asked_list(call, rights.FULL), call.fields("FIELDS")
    field = _own_field(call, record)
    for name in ("NAME", "TYPE"):
        if not fields.get(name):
            raise errors.missing(name)
    lists.update_field(call.portal, field, fields)
    return True


@method("lists.field.delete", scope="lists")
def field_delete(call: Call) -> bool:
    record = asked_list(call, rights.FULL)
    lists.delete_field(call.portal, record, _own_field(call, record))
    return True


@method("lists.field.type.get", scope="lists")
def field_types(call: Call) -> dict[str, str]:
    record = asked_list(call, rights.FULL)
    return lists.types_for(call.portal, record, str(call.get_any_case("FIELD_ID", "") or ""))


@method("lists.field.get", scope="lists")
def field_get(call: Call) -> dict[str, Any]:
    """All by their ids; a single one stands under its type, as on the host."""
    asked = call.get_any_case("FIELD_ID")
    record = asked_list(call, rights.READ)
    shown = {lists.field_id(field): _field(field) for field in lists.fields_of(call.portal, record)}
    if not asked:
        return shown
    one = shown.get(str(asked))
    return {one["TYPE"]: one} if one else {}


def _field(field: Record) -> dict[str, Any]:
    kind, _, user_type = str(field["TYPE"]).partition(":")
    shown = {"FIELD_ID": lists.field_id(field), "SORT": field["SORT"], **{n: field[n] for n in lists.DESCRIBED}}
    if field["TYPE"] in lists.SYSTEM:
        return shown
    shown |= {"ID": str(field["ID"]), "PROPERTY_TYPE": kind, "PROPERTY_USER_TYPE": user_type or False}
    if kind == "L" and not user_type:
        shown["DISPLAY_VALUES_FORM"] = field["options"]
    return shown


@method("lists.element.add", scope="lists")
def element_add(call: Call) -> int:
    record = asked_list(call, rights.ADD)
    required(call, "ELEMENT_CODE", "FIELDS")
    code = str(call.get_any_case("ELEMENT_CODE"))
    section_id = as_int(call.get_any_case("IBLOCK_SECTION_ID", 0))
    return int(elements.add(call.portal, record, code, call.fields("FIELDS"), call.actor, section_id)["ID"])


@method("lists.element.get", scope="lists")
def element_get(call: Call) -> Page:
    record = asked_list(call, rights.READ)
    element_id, code = as_int(call.get_any_case("ELEMENT_ID", 0)), call.get_any_case("ELEMENT_CODE")
    asked, all_ = as_map(call.get_any_case("FILTER")), elements.of_list(call.portal, record)
    named = [row for row in all_ if element_id in (0, row["ID"]) and code in (None, "", row["CODE"])]
    found = [row for row in named if elements.matches(call.portal, row, asked)]
    rows = elements.ordered(found, as_map(call.get_any_case("ELEMENT_ORDER")))
    extra = [f["TYPE"] for f in lists.fields_of(call.portal, record) if f["TYPE"] in lists.SYSTEM]
    return page_of([_shape(call.portal, row, extra) for row in rows], call)


def _shape(portal: Portal, row: Record, extra: list[str]) -> dict[str, Any]:
    """System fields come only when the list has them; an empty property does not come at all."""
    names = dict.fromkeys(["ID", "NAME", "IBLOCK_SECTION_ID", "CREATED_BY", "CODE", *extra])
    shown = {name: None if row.get(name) is None else str(row[name]) for name in names}
    for name in elements.DATED:
        if shown.get(name):
            shown[name] = dates.shown(portal, dates.read(portal, shown[name]))
    return {**shown, **{name: values for name, values in row["values"].items() if values}}


@method("lists.element.update", scope="lists")
def element_update(call: Call) -> bool:
    record = asked_list(call, rights.CHANGE_SOME)
    element = asked_element(call, record)
    required(call, "FIELDS")
    elements.update(call.portal, record, element, call.fields("FIELDS"), call.actor)
    return True


@method("lists.element.delete", scope="lists")
def element_delete(call: Call) -> bool:
    record = asked_list(call, rights.CHANGE)
    elements.delete(call.portal, record, asked_element(call, record), call.actor)
    return True
