"""An item's fields as inputs of a form, as facts to read, and back («поля карточки»)."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import Any

from werkzeug.datastructures import FileStorage, MultiDict

from sandbox.areas.crm import stages
from sandbox.areas.crm.field import Field
from sandbox.areas.crm.kinds import Kind
from sandbox.pages import places, shown
from sandbox.pages.looking import Look
from sandbox.params import as_list
from sandbox.store import Record

MAIN = (
    "TITLE", "NAME", "LAST_NAME", "POST", "OPPORTUNITY", "COMPANY_TITLE", "COMPANY_ID", "CONTACT_ID", "COMPANY_IDS",
    "MYCOMPANY_ID", "STAGE_ID", "ASSIGNED_BY_ID", "BEGINDATE", "CLOSEDATE", "COMMENTS",
)  # fmt: skip
WIDE = ("TITLE", "COMMENTS")
WIDGETS = {"double": "number", "integer": "number", "date": "date", "datetime": "datetime-local", "boolean": "check",
           "file": "file", "text": "area", "url": "url"}  # fmt: skip
DATE, MINUTE = 10, 16


@dataclass(frozen=True)
class Input:
    """`options` are (value, words); `files` are (id, name, size)."""

    name: str
    title: str
    widget: str
    value: Any
    options: list[tuple[str, str]] = field(default_factory=list)
    files: list[tuple[int, str, str]] = field(default_factory=list)
    multiple: bool = False
    required: bool = False
    wide: bool = False


def shown_fields(kind: Kind) -> list[Field]:
    """What a card shows: the main fields, parents, and whatever users or apps have added.

    A contact's one company is left out beside all of its companies.
    """
    several = {name for name in MAIN if f"{name}S" in MAIN and f"{name}S" in kind.fields}
    main = [kind.fields[name] for name in MAIN if name in kind.fields and name not in several]
    added = [f for f in kind.fields.values() if f.dynamic or f.type == "crm_entity"]
    return [f for f in (*main, *added) if not f.readonly and not f.off]


def inputs(look: Look, kind: Kind, item: Record) -> list[Input]:
    return [_input(look, kind, one, item) for one in shown_fields(kind) if one.name != "STAGE_ID" or "ID" not in item]


def _input(look: Look, kind: Kind, one: Field, item: Record) -> Input:
    value, options = item.get(one.name), _options(look, kind, one, item)
    if one.name == "ASSIGNED_BY_ID" and value is None:
        value = look.me.id
    widget = "select" if options else WIDGETS.get(one.type, "text")
    files = _files(look, value) if one.type == "file" else []
    return Input(
        one.name, one.title, widget, _typed(widget, value), options, files, one.multiple, one.required,
        one.name in WIDE or one.type in ("file", "text"),
    )  # fmt: skip


def _typed(widget: str, value: Any) -> Any:
    """What the browser's own input takes."""
    if widget == "select":
        return [str(one) for one in as_list(value)] if isinstance(value, list) else str(value or "")
    if widget in ("date", "datetime-local"):
        return str(value or "")[: DATE if widget == "date" else MINUTE]
    if widget == "check":
        return value in (1, "Y")
    return "" if value is None else ", ".join(map(str, value)) if isinstance(value, list) else value


def _options(look: Look, kind: Kind, one: Field, item: Record) -> list[tuple[str, str]]:
    if one.name == "STAGE_ID":
        found = stages.of_funnel(look.portal, kind, int(item.get("CATEGORY_ID") or 0))
        return [(stage["STATUS_ID"], stage["NAME"]) for stage in found]
    if one.type in ("user", "employee"):
        return [("", "не выбран"), *((str(p.id), p.name) for p in look.people())]
    other = _other(one)
    if other:
        return [("", "не выбрано"), *((str(o["ID"]), places.title(o)) for o in look.visible(other))]
    if one.items:
        return [("", "не выбрано"), *((value["ID"], value["VALUE"]) for value in one.items)]
    return []


def _other(one: Field) -> int:
    """The kind whose items a field links to; 0 for none."""
    if one.type == "crm_entity":
        return int(one.settings.get("parentEntityTypeId") or 0)
    return next((n for n, word in places.WORDS.items() if one.type == f"crm_{word}"), 0)


def _files(look: Look, value: Any) -> list[tuple[int, str, str]]:
    found = []
    for file_id in as_list(value) if isinstance(value, list) else [value] if value else []:
        stored = look.portal.store.get_file(int(file_id))
        if stored is not None:
            found.append((int(file_id), stored[0], shown.size(len(stored[2]))))
    return found


def facts(look: Look, kind: Kind, item: Record) -> list[tuple[Field, Any]]:
    """Fields with a value, in words; files as (id, name, size), links as (address, name)."""
    read = ((one, _said(look, one, item.get(one.name))) for one in shown_fields(kind) if one.name != "STAGE_ID")
    return [(one, said) for one, said in read if said not in ("", [], None) and one.name != "TITLE"]


def _said(look: Look, one: Field, value: Any) -> Any:
    if value in (None, "", [], 0) and one.type not in ("boolean", "double"):
        return ""
    if one.type == "file":
        return _files(look, value)
    several = value if isinstance(value, list) else [value]
    other = _other(one)
    if other:
        return [(places.card(other, n), look.title(other, n)) for n in several if look.title(other, n)]
    return ", ".join(_word(look, one, single) for single in several)


def _word(look: Look, one: Field, value: Any) -> str:
    if one.type in ("user", "employee"):
        return look.who(value).name
    if one.type == "boolean":
        return "Да" if value in (1, "Y") else "Нет"
    if one.name == "OPPORTUNITY":
        return shown.money(value)
    if one.type in ("date", "datetime"):
        return shown.day(value) if one.type == "date" else shown.moment(value)
    named = next((entry["VALUE"] for entry in one.items if entry["ID"] == str(value)), None)
    return str(named or ("" if value is None else value))


def given(kind: Kind, form: MultiDict[str, str], files: MultiDict[str, FileStorage], item: Record) -> dict[str, Any]:
    """What the form says, as crm.item.* takes it. `had` names the inputs that were shown."""
    said: dict[str, Any] = {}
    for name in form.getlist("had"):
        one = kind.fields.get(name)
        if one is None:
            continue
        if one.type == "file":
            said |= _uploaded(one, form, files, item)
        elif one.type == "boolean":
            said[name] = "Y" if form.get(name) else "N"
        else:
            said[name] = [v for v in form.getlist(name) if v] if one.multiple else form.get(name, "")
    if "OPPORTUNITY" in said and _sum(said["OPPORTUNITY"]) != _sum(item.get("OPPORTUNITY")):
        said["IS_MANUAL_OPPORTUNITY"] = "Y"
    return said


def _sum(value: Any) -> str:
    return str(value or 0).replace(",", ".").removesuffix(".0")


def _uploaded(one: Field, form: MultiDict[str, str], files: MultiDict[str, FileStorage], item: Record) -> Record:
    new = [[str(f.filename), base64.b64encode(f.read()).decode()] for f in files.getlist(one.name) if f.filename]
    dropped = {int(n) for n in form.getlist(f"drop:{one.name}") if n.isdigit()}
    stored = item.get(one.name)
    if not one.multiple:
        return {one.name: new[0]} if new else ({one.name: ""} if dropped and stored else {})
    kept = [{"id": n} for n in as_list(stored or []) if n not in dropped]
    return {one.name: [*kept, *new]} if new or dropped else {}
