"""Product rows of deals, invoices and smart processes («товарные позиции»); crm/universal/product-rows/."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sandbox.areas.crm.values import number
from sandbox.params import as_bool, as_int
from sandbox.portal import Portal
from sandbox.store import Collection, Record

CENT = Decimal("0.01")
PIECES = 796
WHOLE = 100


def collection(portal: Portal) -> Collection:
    return portal.collection("crm_productrow")


def of_owner(portal: Portal, owner_type: str, owner_id: int) -> list[Record]:
    condition = "json_extract(data, '$.ownerType') = ? AND json_extract(data, '$.ownerId') = ?"
    found = collection(portal).select(condition, [owner_type, owner_id])
    return sorted(found, key=lambda row: (row["sort"], row["ID"]))


def made(owner_type: str, owner_id: int, given: dict[str, Any], known: Record | None = None) -> Record:
    """A whole row from what is given; `price` is with tax and after discount, the other prices follow from it."""
    row = {**(known or {}), **{k: v for k, v in given.items() if k in WRITABLE}}
    return {
        "ownerId": owner_id,
        "ownerType": owner_type,
        "productId": as_int(row.get("productId")),
        "productName": str(row.get("productName") or ""),
        **_prices(row),
        "quantity": number(row.get("quantity", 1)),
        "discountTypeId": as_int(row.get("discountTypeId"), 2) or 2,
        "discountRate": number(row.get("discountRate")),
        "taxRate": number(row["taxRate"]) if row.get("taxRate") not in (None, "") else None,
        "taxIncluded": "Y" if as_bool(row.get("taxIncluded", "N")) else "N",
        "customized": "Y",
        "measureCode": as_int(row.get("measureCode"), PIECES) or PIECES,
        "measureName": str(row.get("measureName") or "шт"),
        "sort": as_int(row.get("sort"), 10),
        "xmlId": str(row.get("xmlId") or ""),
        "type": 4,
        "storeId": None,
    }


def _prices(row: Record) -> Record:
    gross, rate = Decimal(str(number(row.get("price")))), _rate(row.get("taxRate"))
    net = gross / (1 + rate / WHOLE) if rate > -WHOLE else gross
    discount = _rate(row.get("discountRate"))
    factor = 1 - discount / WHOLE if discount < WHOLE else Decimal(1)
    netto, brutto = net / factor, gross / factor
    return {
        "price": _money(gross),
        "priceAccount": _money(gross),
        "priceExclusive": _money(net),
        "priceNetto": _money(netto),
        "priceBrutto": _money(brutto),
        "discountSum": _money(netto - net),
    }


WRITABLE = frozenset(
    {"productId", "productName", "price", "quantity", "discountTypeId", "discountRate", "discountSum", "taxRate",
     "taxIncluded", "measureCode", "measureName", "sort", "xmlId"}
)  # fmt: skip


def _rate(value: Any) -> Decimal:
    return Decimal(str(number(value)))


def _money(value: Decimal) -> int | float:
    return number(value.quantize(CENT, ROUND_HALF_UP))


def totals(rows: list[Record]) -> Record:
    """OPPORTUNITY and TAX_VALUE of an item with these rows."""
    gross = sum((Decimal(str(r["price"])) * Decimal(str(r["quantity"])) for r in rows), Decimal(0))
    net = sum((Decimal(str(r["priceExclusive"])) * Decimal(str(r["quantity"])) for r in rows), Decimal(0))
    return {"OPPORTUNITY": _money(gross), "TAX_VALUE": _money(gross - net)}


def shown(row: Record) -> dict[str, Any]:
    return {"id": row["ID"], **{key: value for key, value in row.items() if key != "ID"}}
