"""Universal lists («Списки»): elements in a table with a filter, and a card to read and change one."""

from __future__ import annotations

import base64
from io import BytesIO
from typing import Any

from flask import Blueprint, abort, redirect, request, send_file
from flask.typing import ResponseReturnValue

from sandbox.areas.lists import dates, elements, lists, rights
from sandbox.errors import HostError
from sandbox.pages import paging
from sandbox.pages.forms import Input
from sandbox.pages.looking import Door, Look, back, refused
from sandbox.params import as_list, as_map
from sandbox.portal import Portal
from sandbox.store import Record

HOME = "/company/lists/"
WIDGETS = {"N": "number", "F": "file", "S:Date": "date", "S:DateTime": "datetime-local", "S:HTML": "area"}
TYPED = {"S:Date": "%Y-%m-%d", "S:DateTime": "%Y-%m-%dT%H:%M"}


def routes(pages: Blueprint, door: Door) -> None:
    @pages.get(HOME)
    def home() -> ResponseReturnValue:
        look = door.look()
        found = _readable(look)
        return redirect(_url(found[0])) if found else look.show("lists.html", record=None, lists=[])

    @pages.get(f"{HOME}<int:list_id>/view/0/")
    def table(list_id: int) -> ResponseReturnValue:
        look = door.look()
        return _table(look, _list(look, list_id))

    _elements(pages, door)
    _changes(pages, door)


def _elements(pages: Blueprint, door: Door) -> None:
    @pages.get(f"{HOME}<int:list_id>/element/0/<int:element_id>/")
    def card(list_id: int, element_id: int) -> ResponseReturnValue:
        look = door.look()
        record = _list(look, list_id)
        element, fields = _element(look, record, element_id), _properties(look, record)
        return look.show(
            "list_element.html", record=record, element=element, url=_url, inputs=_inputs(look, fields, element),
            facts=[(f, _said(look, f, element)) for f in fields], kind=None,
            may=rights.may(look.portal, record, look.me.id, rights.CHANGE),
        )  # fmt: skip

    @pages.get(f"{HOME}<int:list_id>/file/0/<int:element_id>/<name>/<int:file_id>/")
    def file(list_id: int, element_id: int, name: str, file_id: int) -> ResponseReturnValue:
        look = door.look()
        element = _element(look, _list(look, list_id), element_id)
        stored = look.portal.store.get_file(file_id)
        if stored is None or str(file_id) not in as_map(element["values"].get(name)).values():
            abort(404)
        return send_file(BytesIO(stored[2]), "application/octet-stream", as_attachment=True, download_name=stored[0])


def _table(look: Look, record: Record) -> ResponseReturnValue:
    """`edit` names the row that is shown as a form."""
    fields, edited = _properties(look, record), request.args.get("edit", 0, int)
    found = [row for row in reversed(elements.of_list(look.portal, record)) if _meets(look, fields, row)]
    leaf, may = paging.leaf(found), rights.may(look.portal, record, look.me.id, rights.CHANGE)
    rows = [(row, [(f, _said(look, f, row)) for f in fields]) for row in leaf.rows]
    inputs = next((_inputs(look, fields, row) for row in leaf.rows if may and row["ID"] == edited), [])
    return look.show(
        "lists.html", record=record, lists=_readable(look), rows=rows, fields=fields, url=_url, leaf=leaf, may=may,
        link=paging.here, edited=edited if inputs else 0, in_row=inputs, inputs=_inputs(look, fields, None),
        chosen={_id(f): _options(look, f) for f in fields}, field_id=_id,
        query=paging.here(edit=None).partition("?")[2],
    )  # fmt: skip


def _changes(pages: Blueprint, door: Door) -> None:
    @pages.post(f"{HOME}<int:list_id>/save")
    def save(list_id: int) -> ResponseReturnValue:
        """Without `element` a new one is added."""
        look, number = door.look(), request.form.get("element", 0, int)
        record = _list(look, list_id)
        try:
            rights.check(look.portal, record, look.me.id, rights.CHANGE)
            with look.portal.transaction():
                _save(look, record, number)
        except HostError as error:
            return refused(look, error, _url(record))
        return back(paging.came_from(_url(record)))

    @pages.post(f"{HOME}<int:list_id>/delete")
    def delete(list_id: int) -> ResponseReturnValue:
        look = door.look()
        record = _list(look, list_id)
        try:
            rights.check(look.portal, record, look.me.id, rights.CHANGE)
        except HostError as error:
            return refused(look, error, _url(record))
        element = _element(look, record, request.form.get("element", 0, int))
        elements.delete(look.portal, record, element, look.actor)
        return back(paging.came_from(_url(record)))


def _save(look: Look, record: Record, number: int) -> None:
    fields, said = _properties(look, record), {"NAME": request.form.get("NAME", "")}
    element = _element(look, record, number) if number else None
    for field in fields:
        said[_id(field)] = _given(field)
    if element is None:
        elements.add(look.portal, record, f"page-{look.portal.clock.now().timestamp()}", said, look.actor)
    else:
        kept = {name: element[name] for name in lists.SYSTEM if name in element}
        elements.update(look.portal, record, element, {**kept, **said}, look.actor)


def _given(field: Record) -> Any:
    name = _id(field)
    if field["TYPE"] != "F":
        return [text for text in request.form.getlist(name) if text]
    files = [[str(f.filename), base64.b64encode(f.read()).decode()] for f in request.files.getlist(name) if f.filename]
    return (files if field["MULTIPLE"] == "Y" else files[0]) if files else None


def _readable(look: Look) -> list[Record]:
    rows = lists.collection(look.portal).all()
    return [row for row in rows if rights.may(look.portal, row, look.me.id, rights.READ)]


def _list(look: Look, list_id: int) -> Record:
    found = next((row for row in _readable(look) if row["ID"] == list_id), None)
    if found is None:
        abort(404, "Такого списка нет или он вам не открыт.")
    return found


def _element(look: Look, record: Record, element_id: int) -> Record:
    found = elements.collection(look.portal).get(element_id)
    if found is None or found["list"] != record["ID"]:
        abort(404, "Элемент не найден: его могли удалить.")
    return found


def _url(record: Record, element: Record | None = None) -> str:
    place = f"element/0/{element['ID']}/" if element else "view/0/"
    return f"{HOME}{record['ID']}/{place}"


def _id(field: Record) -> str:
    return lists.field_id(field)


def _properties(look: Look, record: Record) -> list[Record]:
    return [field for field in lists.fields_of(look.portal, record) if field["TYPE"] not in lists.SYSTEM]


def _held(field: Record, element: Record) -> list[str]:
    return [str(one) for one in as_map(element["values"].get(_id(field))).values()]


def _meets(look: Look, fields: list[Record], element: Record) -> bool:
    """`find` looks through names and values; a field's own choice must be among its values."""
    words = " ".join([element["NAME"], *(str(_said(look, f, element)) for f in fields)]).casefold()
    asked = {_id(f): request.args.get(_id(f), "") for f in fields}
    chosen = all(not asked[_id(f)] or asked[_id(f)] in _held(f, element) for f in fields)
    return chosen and request.args.get("find", "").casefold() in words


def _options(look: Look, field: Record) -> list[tuple[str, str]]:
    if field["TYPE"] == "S:employee":
        return [(str(p.id), p.name) for p in look.people()]
    return list(as_map(field["options"]).items())


def _said(look: Look, field: Record, element: Record) -> Any:
    """In words; files as (address, name)."""
    held = _held(field, element)
    if field["TYPE"] == "F":
        place = f"{HOME}{element['list']}/file/0/{element['ID']}/{_id(field)}"
        return [(f"{place}/{n}/", (look.portal.store.get_file(int(n)) or ("файл",))[0]) for n in held]
    named = dict(_options(look, field))
    return ", ".join(named.get(one, one) for one in held)


def _inputs(look: Look, fields: list[Record], element: Record | None) -> list[Input]:
    name = Input("NAME", "Название", "text", element["NAME"] if element else "", required=True, wide=True)
    return [name, *(_input(look, field, element) for field in fields)]


def _input(look: Look, field: Record, element: Record | None) -> Input:
    held, many = _held(field, element) if element else as_list(field["DEFAULT_VALUE"]), field["MULTIPLE"] == "Y"
    options = [("", "не выбрано"), *_options(look, field)] if _options(look, field) else []
    widget = "select" if options else WIDGETS.get(field["TYPE"], "text")
    typed = [] if widget == "file" else [_typed(look.portal, field, str(one)) for one in held]
    value: Any = (held if options else typed) if many else (typed or [""])[0]
    return Input(
        _id(field), field["NAME"], widget, value, options, [], many, field["IS_REQUIRED"] == "Y",
        widget in ("area", "file"),
    )  # fmt: skip


def _typed(portal: Portal, field: Record, text: str) -> str:
    """A date as the browser's own input takes it."""
    wanted = TYPED.get(field["TYPE"])
    return dates.read(portal, text).strftime(wanted) if wanted else text
