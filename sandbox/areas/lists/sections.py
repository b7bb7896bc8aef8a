"""Sections of lists («разделы»): a tree; a section takes its subsections and elements along when it goes.

api-reference/lists/sections/.
"""

from __future__ import annotations

from typing import Any

from sandbox import query
from sandbox.areas.lists import dates, elements, errors
from sandbox.params import as_int
from sandbox.portal import Actor, Portal
from sandbox.query import Column
from sandbox.store import Collection, Record

GIVEN = ("NAME", "EXTERNAL_ID", "XML_ID", "SORT", "ACTIVE", "DESCRIPTION", "DESCRIPTION_TYPE")
SHOWN = (
    "ID", "CODE", "XML_ID", "EXTERNAL_ID", "IBLOCK_SECTION_ID", "TIMESTAMP_X", "SORT", "NAME", "ACTIVE",
    "GLOBAL_ACTIVE", "LEFT_MARGIN", "RIGHT_MARGIN", "DEPTH_LEVEL", "SEARCHABLE_CONTENT", "MODIFIED_BY", "DATE_CREATE",
    "CREATED_BY",
)  # fmt: skip
OLD = ("DESCRIPTION", "DESCRIPTION_TYPE", "PICTURE", "DETAIL_PICTURE", "SECTION_PAGE_URL")
NUMBERS = ("ID", "SORT", "CREATED_BY", "MODIFIED_BY", "IBLOCK_SECTION_ID")
COLUMNS = {name: Column(name, "integer" if name in NUMBERS else "string") for name in SHOWN}


def collection(portal: Portal) -> Collection:
    return portal.collection("list_section")


def of_list(portal: Portal, record: Record) -> list[Record]:
    return collection(portal).find(list=record["ID"])


def chosen(portal: Portal, record: Record, asked: dict[str, Any]) -> list[Record]:
    """The host's filter; keys that it does not know are dropped without a word."""
    wanted = query.where(asked, COLUMNS, portal.clock.zone, strict=False)
    of_it = "json_extract(data, '$.list') = ?"
    sql = f"{of_it} AND ({wanted.sql})" if wanted.sql else of_it
    return collection(portal).select(sql, [record["ID"], *wanted.args])


def find(portal: Portal, record: Record, section_id: int, code: str) -> Record:
    """Raises ERROR_SECTION_NOT_FOUND."""
    rows = of_list(portal, record)
    found = next((row for row in rows if row["ID"] == section_id or (not section_id and row["CODE"] == code)), None)
    if found is None:
        raise errors.section_not_found()
    return found


def add(portal: Portal, record: Record, code: str, parent: int, given: dict[str, Any], actor: Actor) -> Record:
    """Raises ERROR_ADD_SECTION."""
    if parent and not any(row["ID"] == parent for row in of_list(portal, record)):
        raise errors.section_not_saved("ERROR_ADD_SECTION", "Неверный родительский раздел.")
    now = dates.shown(portal, portal.clock.now())
    section: Record = {
        "list": record["ID"], "CODE": code, "IBLOCK_SECTION_ID": parent or None, "XML_ID": None, "EXTERNAL_ID": None,
        "SORT": 500, "ACTIVE": "Y", "DESCRIPTION": "", "DESCRIPTION_TYPE": "text", "DATE_CREATE": now,
        "CREATED_BY": actor.user_id, **_content(given, "ERROR_ADD_SECTION"),
        "TIMESTAMP_X": now, "MODIFIED_BY": actor.user_id,
    }  # fmt: skip
    section["ID"] = collection(portal).add(section)
    return section


def update(portal: Portal, section: Record, given: dict[str, Any], actor: Actor) -> None:
    """Raises ERROR_UPDATE_SECTION."""
    stamps = {"TIMESTAMP_X": dates.shown(portal, portal.clock.now()), "MODIFIED_BY": actor.user_id}
    collection(portal).put(section["ID"], {**section, **_content(given, "ERROR_UPDATE_SECTION"), **stamps})


def delete(portal: Portal, record: Record, section: Record, actor: Actor) -> None:
    for inner in collection(portal).find(list=record["ID"], IBLOCK_SECTION_ID=section["ID"]):
        delete(portal, record, inner, actor)
    for element in elements.collection(portal).find(list=record["ID"], IBLOCK_SECTION_ID=section["ID"]):
        elements.delete(portal, record, element, actor)
    collection(portal).delete(section["ID"])


def _content(given: dict[str, Any], code: str) -> Record:
    if not str(given.get("NAME") or "").strip():
        raise errors.section_not_saved(code, "Не введено название раздела.")
    said: Record = {name: str(given[name]) for name in GIVEN if name in given}
    if "SORT" in said:
        said["SORT"] = as_int(said["SORT"])
    # The host keeps one outer id under two names.
    outer = said.get("EXTERNAL_ID", said.get("XML_ID"))
    return {**said, **({"XML_ID": outer, "EXTERNAL_ID": outer} if outer is not None else {})}


def with_places(rows: list[Record]) -> list[Record]:
    """All sections of a list with their place in the tree: depth and the margins of nested sets, in its order."""
    placed: list[Record] = []

    def walk(parent: int | None, depth: int, margin: int) -> int:
        for row in sorted((r for r in rows if r["IBLOCK_SECTION_ID"] == parent), key=lambda r: (r["SORT"], r["ID"])):
            place = {**row, "DEPTH_LEVEL": depth, "LEFT_MARGIN": margin}
            placed.append(place)
            margin = walk(row["ID"], depth + 1, margin + 1)
            place["RIGHT_MARGIN"] = margin
            margin += 1
        return margin

    walk(None, 1, 1)
    return placed


def shape(section: Record, select: list[str]) -> dict[str, Any]:
    """Strings; what is not there is null."""
    made = {"GLOBAL_ACTIVE": section["ACTIVE"], "SEARCHABLE_CONTENT": f"{section['NAME'].upper()}\r\n"}
    names = [name for name in (*SHOWN, *OLD) if name in select] if select else SHOWN
    held = {**section, **made}
    return {name: None if held.get(name) is None else str(held[name]) for name in dict.fromkeys(("ID", *names))}
