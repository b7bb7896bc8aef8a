"""Processes of a list («бизнес-процессы списка»): activities that start by themselves when an element changes."""

from __future__ import annotations

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from sandbox.areas.bizproc import documents, registry, templates, workflows
from sandbox.areas.lists import lists
from sandbox.errors import HostError
from sandbox.pages import placing
from sandbox.pages.looking import Door, Look, back, refused
from sandbox.store import Record

STARTS = {0: "вручную", 1: "при добавлении", 2: "при изменении", 3: "при добавлении и изменении"}


def routes(pages: Blueprint, door: Door) -> None:
    @pages.get("/company/lists/<int:list_id>/bp_list/")
    def processes(list_id: int) -> ResponseReturnValue:
        look = door.look()
        record = _list(look, list_id)
        described = documents.type_of_list(record)
        return look.show(
            "processes.html", record=record, processes=templates.listed(look.portal, described), starts=STARTS,
            robots=placing.choices(registry.all_for(look.portal, described)), place=_place(record),
            apps={app["client_id"]: app for app in look.portal.collection("app").all()},
            runs=workflows.of_type(look.portal, described)[::-1][:50],
        )  # fmt: skip

    @pages.post("/company/lists/<int:list_id>/bp_list/place")
    def place(list_id: int) -> ResponseReturnValue:
        look = door.look()
        record = _list(look, list_id)
        asked = {"template": request.form.get("template", 0, int), "auto_execute": request.form.get("auto", 3, int)}
        try:
            templates.place(look.portal, documents.type_of_list(record), {**placing.said(look), **asked})
        except ValueError as error:
            return refused(look, HostError("ERROR_ACTIVITY", str(error), 400), _place(record))
        return back(_place(record))

    @pages.post("/company/lists/<int:list_id>/bp_list/remove/<int:template_id>")
    def remove(list_id: int, template_id: int) -> ResponseReturnValue:
        look = door.look()
        record = _list(look, list_id)
        templates.collection(look.portal).delete(template_id)
        return back(_place(record))


def _list(look: Look, list_id: int) -> Record:
    if not look.me.is_admin:
        abort(403, "Процессы списка настраивает администратор портала: войдите под ним в правом верхнем углу.")
    found = lists.collection(look.portal).get(list_id)
    if found is None:
        abort(404, "Такого списка нет.")
    return found


def _place(record: Record) -> str:
    return f"/company/lists/{record['ID']}/bp_list/"
