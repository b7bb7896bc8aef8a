"""Items on their stages («канбан», «таблица»): leads, deals, quotes, smart invoices, smart processes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from flask import Blueprint, abort, redirect, request
from flask.typing import ResponseReturnValue

from sandbox.areas.crm import kinds, stages
from sandbox.areas.crm.kinds import Kind
from sandbox.pages import drawn, forms, places
from sandbox.pages.looking import Door, Look, Person, stage_tone
from sandbox.store import Record

VIEWS = ("kanban", "list")


@dataclass(frozen=True)
class Card:
    id: int
    title: str
    url: str
    client: str
    total: Decimal | None
    person: Person
    chips: list[tuple[str, str]]
    item: Record


@dataclass(frozen=True)
class Lane:
    id: str
    name: str
    tone: str
    is_lost: bool
    cards: list[Card]

    @property
    def total(self) -> Decimal:
        return sum((card.total or Decimal(0) for card in self.cards), Decimal(0))


def routes(pages: Blueprint, door: Door) -> None:
    @pages.get("/")
    def home() -> ResponseReturnValue:
        return redirect(places.board(kinds.DEAL))

    @pages.get("/crm/<any(lead, deal, quote):word>/")
    @pages.get("/crm/type/<int:kind_id>/")
    def first(word: str = "", kind_id: int = 0) -> ResponseReturnValue:
        look, kind_id = door.look(), places.KINDS.get(word, kind_id)
        kind = look.kind(kind_id)
        funnels = stages.funnel_ids(look.portal, kind) if kind.has_stages else []
        if not funnels:
            abort(404)
        return redirect(places.board(kind_id, max(funnels, key=lambda funnel: _count(look, kind_id, funnel))))

    @pages.get("/crm/<any(deal):word>/<any(kanban, list):view>/category/<int:category_id>/")
    @pages.get("/crm/type/<int:kind_id>/<any(kanban, list):view>/category/<int:category_id>/")
    @pages.get("/crm/<any(lead, quote):word>/<any(kanban, list):view>/")
    def board(view: str, category_id: int = 0, word: str = "", kind_id: int = 0) -> ResponseReturnValue:
        look = door.look()
        kind = look.kind(places.KINDS.get(word, kind_id))
        return _board(look, kind, category_id, view)


def _count(look: Look, kind_id: int, category_id: int) -> int:
    return kinds.items(look.portal, kind_id).count("json_extract(data, '$.CATEGORY_ID') = ?", [category_id])


def _board(look: Look, kind: Kind, category_id: int, view: str) -> ResponseReturnValue:
    if not kind.has_stages or category_id not in stages.funnel_ids(look.portal, kind):
        abort(404, "Такой воронки на портале нет.")
    lanes = lanes_of(look, kind, category_id, request.args.get("find", ""), request.args.get("user", 0, int))
    cards = [card for lane in lanes for card in lane.cards]
    total = sum((lane.total for lane in lanes), Decimal(0))
    return look.show(
        "board.html", kind=kind, lanes=lanes, cards=cards, total=total, view=view, category=category_id,
        heading=places.heading(kind),
        funnels=stages.funnels(look.portal, kind.id), inputs=forms.inputs(look, kind, {"CATEGORY_ID": category_id}),
        places=places, others=kinds.types(look.portal) if kind.type else [],
    )  # fmt: skip


def lanes_of(look: Look, kind: Kind, category_id: int, wanted: str = "", user_id: int = 0) -> list[Lane]:
    """Stages of a funnel with the items that the person may see."""
    cards: dict[str, list[Card]] = {}
    for item in look.visible(kind.id):
        if item.get("CATEGORY_ID") != category_id or user_id not in (0, item.get("ASSIGNED_BY_ID")):
            continue
        made = card_of(look, kind, item)
        if wanted.casefold() in f"{made.id} {made.title} {made.client}".casefold():
            cards.setdefault(str(item.get("STAGE_ID")), []).append(made)
    return [
        Lane(s["STATUS_ID"], s["NAME"], stage_tone(s), stages.semantics(s) == "F", cards.get(s["STATUS_ID"], []))
        for s in stages.of_funnel(look.portal, kind, category_id)
    ]


def card_of(look: Look, kind: Kind, item: Record) -> Card:
    client = look.title(kinds.COMPANY, item.get("COMPANY_ID")) or look.title(kinds.CONTACT, item.get("CONTACT_ID"))
    total = Decimal(str(item.get("OPPORTUNITY") or 0)) if kind.has_products else None
    chips = [(field.title, "ok") for field in kind.fields.values()
             if field.dynamic and field.type == "boolean" and item.get(field.name) in (1, "Y")]  # fmt: skip
    hung = drawn.badge(look.portal, kind.id, item["ID"])
    chips += [hung] if hung else []
    return Card(
        item["ID"], places.title(item), places.card(kind.id, item["ID"]), client, total,
        look.who(item.get("ASSIGNED_BY_ID")), chips, item,
    )  # fmt: skip
