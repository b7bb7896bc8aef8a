"""What a payment is for: rows of its deal, never more than there is (crm/universal/payment/products-in-payment/)."""

from __future__ import annotations

from typing import Any


def _deal_with_rows(rest: Any) -> tuple[int, int, int]:
    """(payment, the row of three, the row of one)"""
    rows = [{"productName": "Монтаж", "price": 100, "quantity": 3}, {"productName": "Выезд", "price": 50}]
    made = rest("crm.item.productrow.set", {"ownerType": "D", "ownerId": 1, "productRows": rows})["result"]
    payment = rest("crm.item.payment.add", {"entityId": 1, "entityTypeId": 2})["result"]
    first, second = (row["id"] for row in made["productRows"])
    return payment, first, second


def _left(rest: Any) -> dict[int, float]:
    answer = rest("crm.item.productrow.getAvailableForPayment", {"ownerType": "D", "ownerId": 1})
    return {row["id"]: row["quantity"] for row in answer["result"]["productRows"]}


def test_what_a_payment_takes_is_no_more_available(rest: Any) -> None:
    payment, three, one = _deal_with_rows(rest)
    assert _left(rest) == {three: 3, one: 1}
    new = rest("crm.item.payment.product.add", {"paymentId": payment, "rowId": three, "quantity": 2})["result"]
    rest("crm.item.payment.product.add", {"paymentId": payment, "rowId": one, "quantity": 1})
    assert _left(rest) == {three: 1}
    listed = rest("crm.item.payment.product.list", {"paymentId": payment, "filter": {">quantity": 1}})["result"]
    assert listed == [{"id": new, "paymentId": payment, "quantity": 2, "rowId": three}]
    assert rest("crm.item.payment.product.setQuantity", {"id": new, "quantity": 3})["result"] is True
    assert _left(rest) == {}
    rest("crm.item.payment.product.delete", {"id": new})
    assert _left(rest) == {three: 3}
    rest("crm.item.payment.delete", {"id": payment})
    assert _left(rest) == {three: 3, one: 1}


def test_a_payment_takes_only_what_is_there(rest: Any) -> None:
    payment, three, _ = _deal_with_rows(rest)

    def words(row: int, quantity: float) -> str:
        asked = {"paymentId": payment, "rowId": row, "quantity": quantity}
        return str(rest("crm.item.payment.product.add", asked)["error_description"])

    assert words(three, 4) == "Недостаточно товара для добавления в оплату"
    assert words(three, 0) == "Количество товара не может быть меньше либо равно 0"
    assert words(999, 1) == "Товарная позиция не найдена"
    other = {"ownerType": "D", "ownerId": 2, "productRows": [{"productName": "Чужое", "price": 1}]}
    foreign = rest("crm.item.productrow.set", other)["result"]["productRows"][0]["id"]
    assert words(foreign, 1) == "Товарная позиция не найдена"
    missing = rest("crm.item.payment.product.list", {"paymentId": 999, "filter": {}})
    assert (missing["error"], missing["error_description"]) == ("0", "Payment has not been found")
    gone = rest("crm.item.payment.product.delete", {"id": 999})
    assert gone["error_description"] == "Payable item has not been found"
