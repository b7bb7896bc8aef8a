"""lists.section.* and lists.element.get.file.url on the wire."""

from __future__ import annotations

from typing import Any

from sandbox.areas.lists import elements, errors, lists, rights, sections
from sandbox.areas.lists.methods import asked_element, asked_list, required
from sandbox.call import Call, Page, method, page_of
from sandbox.params import as_int, as_list, as_map
from sandbox.store import Record


def _section(call: Call, record: Record) -> Record:
    section_id, code = as_int(call.get_any_case("SECTION_ID", 0)), str(call.get_any_case("SECTION_CODE", "") or "")
    if not section_id and not code:
        raise errors.missing("SECTION_ID")
    return sections.find(call.portal, record, section_id, code)


@method("lists.section.add", scope="lists")
def section_add(call: Call) -> int:
    record = asked_list(call, rights.CHANGE)
    required(call, "SECTION_CODE", "FIELDS")
    code, parent = str(call.get_any_case("SECTION_CODE")), as_int(call.get_any_case("IBLOCK_SECTION_ID", 0))
    return int(sections.add(call.portal, record, code, parent, call.fields("FIELDS"), call.actor)["ID"])


@method("lists.section.get", scope="lists")
def section_get(call: Call) -> Page:
    record = asked_list(call, rights.READ)
    chosen = {row["ID"] for row in sections.chosen(call.portal, record, as_map(call.get_any_case("FILTER")))}
    select = [str(name) for name in as_list(call.get_any_case("SELECT"))]
    rows = sections.with_places(sections.of_list(call.portal, record))
    shown: list[Any] = [sections.shape(row, select) for row in rows if row["ID"] in chosen]
    return page_of(shown, call)


@method("lists.section.update", scope="lists")
def section_update(call: Call) -> bool:
    record = asked_list(call, rights.CHANGE_SOME)
    section = _section(call, record)
    required(call, "FIELDS")
    sections.update(call.portal, section, call.fields("FIELDS"), call.actor)
    return True


@method("lists.section.delete", scope="lists")
def section_delete(call: Call) -> bool:
    record = asked_list(call, rights.CHANGE)
    sections.delete(call.portal, record, _section(call, record), call.actor)
    return True


@method("lists.element.get.file.url", scope="lists")
def element_file_urls(call: Call) -> list[str]:
    """FIELD_ID is the property's number, without PROPERTY_."""
    record = asked_list(call, rights.READ)
    element = asked_element(call, record)
    required(call, "FIELD_ID")
    number = as_int(str(call.get_any_case("FIELD_ID")).removeprefix("PROPERTY_"))
    field = next((f for f in lists.fields_of(call.portal, record) if f["ID"] == number), None)
    return elements.file_urls(call.portal, record, element, field) if field else []
