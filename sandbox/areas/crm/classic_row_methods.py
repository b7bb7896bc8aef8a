"""Product rows by old methods: crm.{lead,deal,quote}.productrows.*"""

from __future__ import annotations

from typing import Any

from sandbox.areas.crm import errors, items, kinds, productrows, rights
from sandbox.areas.crm.kinds import Kind
from sandbox.call import Call, method
from sandbox.params import as_int, as_list, as_map
from sandbox.store import Record

OLD_NAMES = {"ID": "ID", "OWNER_ID": "ownerId", "OWNER_TYPE": "ownerType", "PRODUCT_ID": "productId",
             "PRODUCT_NAME": "productName", "PRICE": "price", "PRICE_EXCLUSIVE": "priceExclusive",
             "PRICE_NETTO": "priceNetto", "PRICE_BRUTTO": "priceBrutto", "QUANTITY": "quantity",
             "DISCOUNT_TYPE_ID": "discountTypeId", "DISCOUNT_RATE": "discountRate", "DISCOUNT_SUM": "discountSum",
             "TAX_RATE": "taxRate", "TAX_INCLUDED": "taxIncluded", "CUSTOMIZED": "customized",
             "MEASURE_CODE": "measureCode", "MEASURE_NAME": "measureName", "SORT": "sort",
             "PRICE_ACCOUNT": "priceAccount", "XML_ID": "xmlId", "TYPE": "type"}  # fmt: skip
WITH_ROWS = {"lead": kinds.LEAD, "deal": kinds.DEAL, "quote": kinds.QUOTE}


def _owner(call: Call, kind_id: int) -> Record:
    owner_id = as_int(call.get_any_case("id"))
    if owner_id <= 0:
        raise errors.classic("The parameter id is invalid or not defined.")
    item = items.get(call.portal, kind_id, owner_id)
    if item is None:
        raise errors.classic("Not found.")
    if not rights.may(call.portal, call.user_id, kind_id, item):
        raise errors.classic("Access denied.")
    return item


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
    given_rows = call.get_any_case("rows", [])
    if not isinstance(given_rows, (list, dict)):
        raise errors.classic("The parameter rows must be array.")
    stored = productrows.collection(call.portal)
    for row in productrows.of_owner(call.portal, kind.short, owner["ID"]):
        stored.delete(row["ID"])
    for raw in as_list(given_rows):
        given = {OLD_NAMES[key]: value for key, value in as_map(raw).items() if key in OLD_NAMES}
        stored.add(productrows.made(kind.short, owner["ID"], given))
    items.follow_products(call.portal, kind, owner["ID"], call.actor)
    return True
