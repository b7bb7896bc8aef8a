"""Who belongs to whom, by old methods: crm.{lead,deal,company,quote}.contact.* and crm.contact.company.*"""

from __future__ import annotations

from typing import Any

from sandbox.areas.crm import errors, items, kinds, rights
from sandbox.areas.crm.field import Field, classic
from sandbox.call import Call, method
from sandbox.errors import HostError
from sandbox.params import as_int, as_list, as_map
from sandbox.store import Record

LINKS = {
    "crm.lead.contact": (kinds.LEAD, "CONTACT_IDS", "CONTACT_ID"),
    "crm.deal.contact": (kinds.DEAL, "CONTACT_IDS", "CONTACT_ID"),
    "crm.contact.company": (kinds.CONTACT, "COMPANY_IDS", "COMPANY_ID"),
    "crm.company.contact": (kinds.COMPANY, "CONTACT_IDS", "CONTACT_ID"),
    "crm.quote.contact": (kinds.QUOTE, "CONTACT_IDS", "CONTACT_ID"),
}
LINKED = {"CONTACT_ID": "Контакт", "COMPANY_ID": "Компания"}


def _owner(call: Call, kind_id: int, parameter: str) -> Record:
    owner_id = as_int(call.get_any_case("id"))
    if owner_id <= 0:
        raise errors.classic(f"The parameter {parameter} is invalid or not defined.")
    item = items.get(call.portal, kind_id, owner_id)
    if item is None:
        raise HostError("NOT_FOUND" if kind_id == kinds.LEAD else "", "Not found.", 400)
    if not rights.may(call.portal, call.user_id, kind_id, item):
        raise HostError("ACCESS_DENIED", "Access denied!", 403)
    return item


def _owner_of_list(call: Call, kind_id: int) -> Record:
    return _owner(call, kind_id, "ownerEntityID")


def _shown(linked: list[int], one: str) -> list[dict[str, Any]]:
    return [
        {one: n, "SORT": 10 * place, "ROLE_ID": 0, "IS_PRIMARY": "Y" if place == 1 else "N"}
        for place, n in enumerate(linked, 1)
    ]


def _save(call: Call, kind_id: int, item: Record, many: str, linked: list[int]) -> bool:
    items.update(call.portal, kind_id, item["ID"], {many: linked}, call.actor)
    return True


def _wanted(call: Call, one: str) -> list[int]:
    """Linked ids, the primary one first."""
    rows = call.get_any_case("items")
    if not isinstance(rows, (list, dict)):
        raise errors.classic("The parameter items must be array.")
    given = [as_map(row) for row in as_list(rows)]
    given.sort(key=lambda row: row.get("IS_PRIMARY") != "Y")
    return [as_int(row.get(one)) for row in given if as_int(row.get(one)) > 0]


def _named(call: Call, one: str, parameter: str) -> tuple[int, bool]:
    """The id that `fields` names, and whether it is to be the first."""
    given = call.get_any_case("fields")
    if not isinstance(given, (list, dict)):
        raise errors.classic(f"The parameter '{parameter}' must be array.")
    fields = as_map(given)
    if as_int(fields.get(one)) <= 0:
        raise errors.classic("The parameter 'fields' is not valid.")
    return as_int(fields[one]), fields.get("IS_PRIMARY") == "Y"


def _add(call: Call, kind_id: int, many: str, one: str) -> bool:
    """False when it is linked already."""
    item = _owner(call, kind_id, "'ownerEntityID'")
    new, is_first = _named(call, one, "fields")
    linked = item.get(many) or []
    return new not in linked and _save(call, kind_id, item, many, [new, *linked] if is_first else [*linked, new])


def _delete(call: Call, kind_id: int, many: str, one: str) -> bool:
    """False when it is not linked."""
    item = _owner(call, kind_id, "'ownerEntityID'")
    gone, _ = _named(call, one, "item")
    linked = item.get(many) or []
    return gone in linked and _save(call, kind_id, item, many, [n for n in linked if n != gone])


def _listed(call: Call, kind_id: int, many: str, one: str) -> list[dict[str, Any]]:
    """Nobody asks whether a quote is there: its list is empty (crm/quote/contacts/)."""
    quote_id = as_int(call.get_any_case("id")) if kind_id == kinds.QUOTE else 0
    if quote_id > 0 and items.get(call.portal, kind_id, quote_id) is None:
        return []
    return _shown(_owner_of_list(call, kind_id).get(many) or [], one)


def _register(prefix: str, kind_id: int, many: str, one: str) -> None:
    @method(f"{prefix}.items.get", scope="crm")
    def items_get(call: Call) -> Any:
        return _listed(call, kind_id, many, one)

    @method(f"{prefix}.items.set", scope="crm")
    def items_set(call: Call) -> bool:
        return _save(call, kind_id, _owner_of_list(call, kind_id), many, _wanted(call, one))

    @method(f"{prefix}.items.delete", scope="crm")
    def items_delete(call: Call) -> bool:
        return _save(call, kind_id, _owner_of_list(call, kind_id), many, [])

    @method(f"{prefix}.add", scope="crm")
    def add(call: Call) -> bool:
        return _add(call, kind_id, many, one)

    @method(f"{prefix}.delete", scope="crm")
    def delete(call: Call) -> bool:
        return _delete(call, kind_id, many, one)


def _register_fields(prefix: str, one: str) -> None:
    @method(f"{prefix}.fields", scope="crm")
    def fields(call: Call) -> Any:
        linked = Field(one, "integer", LINKED[one], required=True)
        described = [Field("SORT", "integer", "Сортировка"), Field("IS_PRIMARY", "char", "Первичный"), linked]
        return classic(described)


for _prefix, _link in LINKS.items():
    _register(_prefix, *_link)
    _register_fields(_prefix, _link[2])
