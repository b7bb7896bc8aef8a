"""What a payment is for («товары в оплате»): product rows of its deal or invoice, whole or in part.

crm/universal/payment/products-in-payment/; the sum of a payment does not follow them, as no page says that it does.
"""

from __future__ import annotations

from typing import Any

from sandbox.areas.crm import errors, kinds, payments, productrows
from sandbox.areas.crm.values import number
from sandbox.portal import Portal
from sandbox.store import Collection, Record


def collection(portal: Portal) -> Collection:
    return portal.collection("crm_payment_product")


def of_payment(portal: Portal, payment_id: int) -> list[Record]:
    """Rows that are gone from the deal are gone from the payment."""
    rows = productrows.collection(portal)
    return [one for one in collection(portal).find(paymentId=payment_id) if rows.get(one["rowId"]) is not None]


def left(portal: Portal, row: Record) -> int | float:
    """How much of a row no payment has yet."""
    taken = (one["quantity"] for one in collection(portal).find(rowId=row["ID"]))
    return number(row["quantity"] - sum(taken))


def add(portal: Portal, payment: Record, row_id: int, quantity: Any) -> int:
    """Raises 0 for a row of another owner, for no quantity, for more than is left."""
    row = productrows.collection(portal).get(row_id)
    if row is None or (row["ownerType"], row["ownerId"]) != (kinds.SHORT[payment["KIND"]], payment["OWNER"]):
        raise errors.zero("Товарная позиция не найдена")
    wanted = _quantity(quantity, left(portal, row))
    return collection(portal).add({"paymentId": payment["ID"], "rowId": row_id, "quantity": wanted})


def set_quantity(portal: Portal, one: Record, quantity: Any) -> None:
    row = productrows.collection(portal).get(one["rowId"])
    free = left(portal, row) + one["quantity"] if row else 0
    collection(portal).change(one["ID"], quantity=_quantity(quantity, free))


def _quantity(asked: Any, free: int | float) -> int | float:
    wanted = number(asked)
    if wanted <= 0:
        raise errors.zero("Количество товара не может быть меньше либо равно 0")
    if wanted > free:
        raise errors.zero("Недостаточно товара для добавления в оплату")
    return wanted


def forget(portal: Portal, payment: Record) -> None:
    """With its payment: the rows may be paid for anew."""
    for one in collection(portal).find(paymentId=payment["ID"]):
        collection(portal).delete(one["ID"])


def available(portal: Portal, owner_type: str, owner_id: int) -> list[Record]:
    """Rows with what is left of them; how the host shows a row that is paid for in part, no page says."""
    rows = productrows.of_owner(portal, owner_type, owner_id)
    return [{**row, "quantity": rest} for row in rows if (rest := left(portal, row)) > 0]


def payment_of(portal: Portal, payment_id: int) -> Record:
    found = payments.collection(portal).get(payment_id)
    if found is None:
        raise errors.zero("Payment has not been found")
    return found
