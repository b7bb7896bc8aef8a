"""An item's card («карточка»): stages, fields, product rows, timeline, the apps' tabs, stage history."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue

from sandbox.areas.bizproc import workflows
from sandbox.areas.crm import kinds, productrows, requisites, stages
from sandbox.areas.crm.kinds import Kind
from sandbox.areas.placement import bindings
from sandbox.areas.placement.bindings import Widget
from sandbox.areas.timeline import feed
from sandbox.errors import HostError
from sandbox.pages import board, forms, places
from sandbox.pages.looking import Door, Look, refused, stage_tone
from sandbox.store import Record

CHILDREN = (kinds.LEAD, kinds.DEAL, kinds.CONTACT, kinds.QUOTE, kinds.INVOICE)


def routes(pages: Blueprint, door: Door) -> None:
    @pages.get("/crm/<any(lead, deal, contact, company, quote):word>/details/<int:item_id>/")
    @pages.get("/crm/type/<int:kind_id>/details/<int:item_id>/")
    def card(item_id: int, word: str = "", kind_id: int = 0) -> ResponseReturnValue:
        look = door.look()
        kind = look.kind(places.KINDS.get(word, kind_id))
        try:
            return _card(look, kind, look.item(kind.id, item_id))
        except HostError as error:
            return refused(look, error, "/")

    @pages.get("/bitrix/services/main/ajax.php")
    def item_file() -> Response:
        look, asked = door.look(), request.args
        item = look.item(asked.get("entityTypeId", 0, int), asked.get("id", 0, int))
        value, file_id = item.get(asked.get("fieldName", "")), asked.get("fileId", 0, int)
        if not file_id or file_id not in (value if isinstance(value, list) else [value]):
            abort(404)
        return stored_file(look, file_id)

    @pages.get("/sandbox/timeline/<int:kind_id>/<int:item_id>/file/<int:file_id>")
    def timeline_file(kind_id: int, item_id: int, file_id: int) -> Response:
        look = door.look()
        look.item(kind_id, item_id)
        if file_id not in {n for entry in feed.of_item(look.portal, kind_id, item_id) for n, _ in entry.files}:
            abort(404)
        return stored_file(look, file_id)


def stored_file(look: Look, file_id: int) -> Response:
    """Always as a download: the bytes are somebody else's."""
    stored = look.portal.store.get_file(file_id)
    if stored is None:
        abort(404)
    return download(stored[0], stored[2])


def download(name: str, content: bytes) -> Response:
    headers = {
        "Content-Disposition": f"attachment; filename*=utf-8''{quote(name)}",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(content, headers=headers, content_type="application/octet-stream")


def _card(look: Look, kind: Kind, item: Record) -> ResponseReturnValue:
    own = stages.of_funnel(look.portal, kind, item["CATEGORY_ID"]) if kind.has_stages else []
    names = {stage["STATUS_ID"]: stage["NAME"] for stage in own}
    rows = productrows.of_owner(look.portal, kind.short, item["ID"]) if kind.has_products else []
    return look.show(
        "card.html", kind=kind, item=item, title=places.title(item), places=places,
        facts=forms.facts(look, kind, item), inputs=forms.inputs(look, kind, item), rows=rows,
        stages=[(s["STATUS_ID"], s["NAME"], stage_tone(s)) for s in own], tabs=tabs_of(look, kind, item),
        entries=feed.of_item(look.portal, kind.id, item["ID"]), history=_history(look, kind, item, names),
        runs=workflows.history(look.portal, kind.id, item["ID"])[::-1], children=_children(look, kind, item),
        funnel=stages.categories(look.portal, kind.id).get(item["CATEGORY_ID"]) if own else None,
        requisites=requisites.of_owner(look.portal, kind.id, item["ID"]), banks=_banks(look, kind, item), names=names,
        multifields=item.get("FM") or [] if "FM" in kind.fields else None,
    )  # fmt: skip


def tab_code(kind: Kind) -> str:
    return f"CRM_{kind.name}_DETAIL_TAB"


def tabs_of(look: Look, kind: Kind, item: Record) -> list[tuple[Widget, dict[str, Any]]]:
    """The apps' tabs with what their frames are told (widgets/crm/detail-tab.md)."""
    options = {"ID": str(item["ID"])}
    return [(widget, options) for widget in bindings.placements_of(look.portal, tab_code(kind), look.me.id)]


def _banks(look: Look, kind: Kind, item: Record) -> dict[int, Record]:
    own = requisites.of_owner(look.portal, kind.id, item["ID"])
    found = ((one["ID"], requisites.bank_details(look.portal).first(ENTITY_ID=one["ID"])) for one in own)
    return {number: bank for number, bank in found if bank is not None}


def _history(look: Look, kind: Kind, item: Record, names: dict[str, str]) -> list[tuple[str, str, str]]:
    """(when, from, to), the newest first."""
    if not kind.has_stages:
        return []
    moves, before = stages.history(look.portal, kind.id).find(OWNER_ID=item["ID"]), ""
    lines: list[tuple[str, str, str]] = []
    for move in moves:
        name = str(names.get(move["STAGE_ID"], move["STAGE_ID"]))
        lines.append((move["CREATED_TIME"], before, name))
        before = name
    return lines[::-1]


def _children(look: Look, kind: Kind, item: Record) -> list[tuple[str, int, list[board.Card]]]:
    """Items that name this one as their parent or client, by kind."""
    found = []
    for other in (*CHILDREN, *(t["entityTypeId"] for t in kinds.types(look.portal))):
        described = look.kind(other)
        key = next((name for name in (f"{kind.name}_ID", f"PARENT_ID_{kind.id}") if name in described.fields), None)
        if key is None or _is_hidden(described, kind.id):
            continue
        cards = [board.card_of(look, described, one) for one in look.visible(other) if one.get(key) == item["ID"]]
        if cards:
            found.append((described.title, other, cards))
    return found


def _is_hidden(child: Kind, parent_id: int) -> bool:
    """A relation with isChildrenListEnabled "N" shows no list in the parent's card."""
    relations = child.type["relations"]["parent"] if child.type else []
    return any(r["entityTypeId"] == parent_id and r["isChildrenListEnabled"] == "N" for r in relations)
