"""What a person does to items by hand («работа с элементами»): add, change, move, comment, delete."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from sandbox.areas.crm import items, kinds, rights
from sandbox.areas.timeline import comments
from sandbox.errors import HostError
from sandbox.pages import forms, places
from sandbox.pages.looking import Door, back, refused

ITEM = "/sandbox/item/<int:kind_id>/<int:item_id>"


def routes(pages: Blueprint, door: Door) -> None:
    @pages.post("/sandbox/item/<int:kind_id>/add")
    def add(kind_id: int) -> ResponseReturnValue:
        look = door.look()
        kind = look.kind(kind_id)
        said = forms.given(kind, request.form, request.files, {})
        said |= {k: request.form[k] for k in ("CATEGORY_ID",) if k in request.form} | _addresses()
        try:
            made = items.add(look.portal, kind.id, said, look.actor)
        except HostError as error:
            return refused(look, error, places.board(kind_id))
        return back(places.card(kind_id, made["ID"]))

    @pages.post(f"{ITEM}/save")
    def save(kind_id: int, item_id: int) -> ResponseReturnValue:
        look = door.look()
        try:
            item = look.item(kind_id, item_id)
            said = forms.given(look.kind(kind_id), request.form, request.files, item) | _addresses()
            items.update(look.portal, kind_id, item_id, said, look.actor)
        except HostError as error:
            return refused(look, error, places.card(kind_id, item_id))
        return back(places.card(kind_id, item_id))

    _moves(pages, door)
    _words(pages, door)


def _addresses() -> dict[str, Any]:
    """Phones and e-mails: `fm:<id>` changes one (empty deletes it), `fm:EMAIL` adds one."""
    entries = []
    for name, value in request.form.items():
        key = name.removeprefix("fm:")
        if key == name:
            continue
        entry = {"ID": key} if key.isdigit() else {"TYPE_ID": key, "VALUE_TYPE": "WORK"}
        entries.append({**entry, "VALUE": value})
    return {"FM": entries} if entries else {}


def _moves(pages: Blueprint, door: Door) -> None:
    @pages.post(f"{ITEM}/move")
    def move(kind_id: int, item_id: int) -> ResponseReturnValue:
        """JSON `{"stage": "C1:WON"}`; a refusal is told in the host's words."""
        look, asked = door.look(), request.get_json(silent=True) or {}
        try:
            look.item(kind_id, item_id)
            items.update(look.portal, kind_id, item_id, {"STAGE_ID": str(asked.get("stage", ""))}, look.actor)
        except HostError as error:
            return jsonify({"error": error.description, "code": error.code}), 400
        return jsonify({"moved": True})

    @pages.post(f"{ITEM}/delete")
    def delete(kind_id: int, item_id: int) -> ResponseReturnValue:
        look = door.look()
        try:
            rights.check(look.portal, look.me.id, kind_id, look.item(kind_id, item_id))
            items.delete(look.portal, kind_id, item_id, look.actor)
        except HostError as error:
            return refused(look, error, places.card(kind_id, item_id))
        return back(_list(kind_id))


def _list(kind_id: int) -> str:
    is_client = kind_id in (kinds.CONTACT, kinds.COMPANY)
    return f"{places.board(kind_id)}list/" if is_client else places.board(kind_id)


def _words(pages: Blueprint, door: Door) -> None:
    @pages.post(f"{ITEM}/comment")
    def comment(kind_id: int, item_id: int) -> ResponseReturnValue:
        look = door.look()
        try:
            with look.portal.transaction():
                comments.add(look.portal, (kind_id, item_id), request.form.get("text", ""), [], look.actor)
        except HostError as error:
            return refused(look, error, places.card(kind_id, item_id))
        return back(places.card(kind_id, item_id))
