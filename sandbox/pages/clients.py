"""Companies and contacts («компании», «контакты») and their requisites."""

from __future__ import annotations

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from sandbox.areas.crm import kinds, requisites
from sandbox.errors import HostError
from sandbox.pages import forms, places
from sandbox.pages.looking import Door, Look, back, refused

REQUISITE = (
    "NAME", "RQ_COMPANY_NAME", "RQ_COMPANY_FULL_NAME", "RQ_INN", "RQ_KPP", "RQ_OGRN", "RQ_OGRNIP", "RQ_DIRECTOR",
    "RQ_ACCOUNTANT",
)  # fmt: skip
BANK = ("RQ_BANK_NAME", "RQ_BIK", "RQ_ACC_NUM", "RQ_COR_ACC_NUM")


def routes(pages: Blueprint, door: Door) -> None:
    @pages.get("/crm/<any(company, contact):word>/list/")
    @pages.get("/crm/<any(company, contact):word>/")
    def clients(word: str) -> ResponseReturnValue:
        look = door.look()
        kind, wanted = look.kind(places.KINDS[word]), request.args.get("find", "").casefold()
        found = [one for one in look.visible(kind.id) if wanted in f"{one['ID']} {places.title(one)}".casefold()]
        inns = {one["ENTITY_ID"]: one.get("RQ_INN") or "" for one in requisites.requisites(look.portal).all()
                if one["ENTITY_TYPE_ID"] == kind.id}  # fmt: skip
        return look.show("clients.html", kind=kind, found=found, inns=inns, places=places,
                         inputs=forms.inputs(look, kind, {}))  # fmt: skip

    @pages.post("/sandbox/item/<int:kind_id>/<int:item_id>/requisite")
    def requisite(kind_id: int, item_id: int) -> ResponseReturnValue:
        look = door.look()
        try:
            look.item(kind_id, item_id)
            with look.portal.transaction():
                _save(look, kind_id, item_id)
        except HostError as error:
            return refused(look, error, places.card(kind_id, item_id))
        return back(places.card(kind_id, item_id))


def _save(look: Look, kind_id: int, item_id: int) -> None:
    """Change the requisites named by `requisite`, or add new ones; bank details go with them."""
    if kind_id not in (kinds.CONTACT, kinds.COMPANY):
        abort(404)
    said = {name: request.form[name] for name in REQUISITE if name in request.form}
    bank = {name: request.form[name] for name in BANK if name in request.form}
    number = request.form.get("requisite", 0, int)
    known = requisites.requisites(look.portal).get(number)
    if known is None:
        owner = {"ENTITY_TYPE_ID": kind_id, "ENTITY_ID": item_id, "PRESET_ID": 1}
        number = requisites.add(look.portal, {**owner, **said}, look.actor)
    elif (known["ENTITY_TYPE_ID"], known["ENTITY_ID"]) == (kind_id, item_id):
        requisites.change(look.portal, requisites.requisites(look.portal), known, said, look.actor)
    else:
        abort(404)
    _save_bank(look, number, bank)


def _save_bank(look: Look, requisite_id: int, bank: dict[str, str]) -> None:
    rows = requisites.bank_details(look.portal)
    known = rows.first(ENTITY_ID=requisite_id)
    if known is not None:
        requisites.change(look.portal, rows, known, bank, look.actor)
    elif any(bank.values()):
        requisites.add_bank(look.portal, {**bank, "ENTITY_ID": requisite_id, "NAME": bank["RQ_BANK_NAME"]}, look.actor)
