"""crm.{lead,deal}.contact.*, crm.contact.company.*, crm.company.contact.*, crm.{lead,deal,quote}.productrows.*"""

from __future__ import annotations

from typing import Any

from sandbox.areas.crm import errors, items, kinds, productrows, rights
from sandbox.areas.crm.field import Field
from sandbox.areas.crm.kinds import Kind
from sandbox.call import Call, method
from sandbox.params import as_int, as_list, as_map
from sandbox.store import Record

LINKS = {
    "crm.lead.contact": (kinds.LEAD, "CONTACT_IDS", "CONTACT_ID"),
    "crm.deal.contact": (kinds.DEAL, "CONTACT_IDS", "CONTACT_ID"),
    "crm.contact.company": (kinds.CONTACT, "COMPANY_IDS", "COMPANY_ID"),
    "crm.company.contact": (kinds.COMPANY, "CONTACT_IDS", "CONTACT_ID"),
}
LINKED = {"CONTACT_ID": "Контакт", "COMPANY_ID": "Компания"}


def _owner(call: Call, kind_id: int) -> Record:
    item = items.get(call.portal, kind_id, as_int(call.get_any_case("id")))
    if item is None:
        raise errors.classic("Not found.")
    if not rights.may(call.portal, call.user_id, kind_id, item):
        raise errors.classic("Access denied.")
    return item


def _shown(linked: list[int], one: str) -> list[dict[str, Any]]:
    return [
        {one: n, "SORT": 10 * place, "ROLE_ID": 0, "IS_PRIMARY": "Y" if place == 1 else "N"}
        for place, n in enumerate(linked, 1)
    ]


def _save(call: Call, kind_id: int, item: Record, many: str, linked: list[int]) -> bool:
    items.update(call.portal, kind_id, item["ID"], {many: linked}, call.actor)
    return True


def _wanted(rows: Any, one: str) -> list[int]:
    """Linked ids, the primary one first."""
    given = [as_map(row) for row in as_list(rows)]
    given.sort(key=lambda row: row.get("IS_PRIMARY") != "Y")
    return [as_int(row.get(one)) for row in given if as_int(row.get(one)) > 0]


def _register_fields(prefix: str, one: str) -> None:
    @method(f"{prefix}.fields", scope="crm")
    def fields(call: Call) -> Any:
        linked = Field(one, "integer", LINKED[one], required=True)
        described = [Field("SORT", "integer", "Сортировка"), Field("IS_PRIMARY", "char", "Первичный"), linked]
        return {field.name: field.described(upper_name=False) for field in described}


def _register(prefix: str, kind_id: int, many: str, one: str) -> None:
    @method(f"{prefix}.items.get", scope="crm")
    def items_get(call: Call) -> Any:
        return _shown(_owner(call, kind_id).get(many) or [], one)

    @method(f"{prefix}.items.set", scope="crm")
    def items_set(call: Call) -> bool:
        item = _owner(call, kind_id)
        return _save(call, kind_id, item, many, _wanted(call.get_any_case("items"), one))

    @method(f"{prefix}.items.delete", scope="crm")
    def items_delete(call: Call) -> bool:
        return _save(call, kind_id, _owner(call, kind_id), many, [])

    @method(f"{prefix}.add", scope="crm")
    def add(call: Call) -> bool:
        item, new = _owner(call, kind_id), _wanted([call.fields()], one)
        return _save(call, kind_id, item, many, [*(n for n in item[many] if n not in new), *new])

    @method(f"{prefix}.delete", scope="crm")
    def delete(call: Call) -> bool:
        item, gone = _owner(call, kind_id), _wanted([call.fields()], one)
        return _save(call, kind_id, item, many, [n for n in item[many] if n not in gone])


for _prefix, _link in LINKS.items():
    _register(_prefix, *_link)
    _register_fields(_prefix, _link[2])

OLD_NAMES = {"ID": "ID", "OWNER_ID": "ownerId", "OWNER_TYPE": "ownerType", "PRODUCT_ID": "productId",
             "PRODUCT_NAME": "productName", "PRICE": "price", "PRICE_EXCLUSIVE": "priceExclusive",
             "PRICE_NETTO": "priceNetto", "PRICE_BRUTTO": "priceBrutto", "QUANTITY": "quantity",
             "DISCOUNT_TYPE_ID": "discountTypeId", "DISCOUNT_RATE": "discountRate", "DISCOUNT_SUM": "discountSum",
             "TAX_RATE": "taxRate", "TAX_INCLUDED": "taxIncluded", "CUSTOMIZED": "customized",
             "MEASURE_CODE": "measureCode", "MEASURE_NAME": "measureName", "SORT": "sort",
             "PRICE_ACCOUNT": "priceAccount", "XML_ID": "xmlId", "TYPE": "type"}  # fmt: skip


WITH_ROWS = {"lead": kinds.LEAD, "deal": kinds.DEAL, "quote": kinds.QUOTE}


def _register_rows(name: str, kind_id: int) -> None:
    @method(f"crm.{name}.productrows.get", scope="crm")
    def rows_get(call: Call) -> Any:
        owner = _owner(call, kind_id)
        return [_old_row(row) for row in productrows.of_owner(call.portal, kinds.SHORT[kind_id], owner["ID"])]

    @method(f"crm.{name}.productrows.set", scope="crm")
    def rows_set(call: Call) -> bool:
        return _rows_set(call, kinds.find(call.portal, kind_id), _owner(call, kind_id))


for _name, _kind_id in WITH_ROWS.items():
    _register_rows(_name, _kind_id)


def _old_row(row: Record) -> dict[str, Any]:
    shown = {old: row[new] for old, new in OLD_NAMES.items()}
    shown |= {name: str(row[key]) for name, key in (("ID", "ID"), ("OWNER_ID", "ownerId"))}
    shown["PRICE_ACCOUNT"] = f"{float(row['priceAccount']):.2f}"
    nothing = ("PRODUCT_DESCRIPTION", "STORE_ID", "RESERVE_ID", "DATE_RESERVE_END", "RESERVE_QUANTITY")
    return {**shown, "ORIGINAL_PRODUCT_NAME": row["productName"], **dict.fromkeys(nothing)}


def _rows_set(call: Call, kind: Kind, owner: Record) -> bool:
    """Replaces all rows; a PRODUCT_ID that the catalogue does not have is kept."""
    stored = productrows.collection(call.portal)
    for row in productrows.of_owner(call.portal, kind.short, owner["ID"]):
        stored.delete(row["ID"])
    for raw in as_list(call.get_any_case("rows")):
        given = {OLD_NAMES[key]: value for key, value in as_map(raw).items() if key in OLD_NAMES}
        stored.add(productrows.made(kind.short, owner["ID"], given))
    items.follow_products(call.portal, kind, owner["ID"], call.actor)
    return True
