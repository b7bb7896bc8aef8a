"""crm.item.payment.product.* and crm.item.productrow.getAvailableForPayment on the wire."""

from __future__ import annotations

from typing import Any

from sandbox import query
from sandbox.areas.crm import errors, items, payable, productrows, rights
from sandbox.areas.crm.product_methods import owner_of
from sandbox.call import Call, method
from sandbox.params import as_int, as_map
from sandbox.query import Column
from sandbox.store import Record

COLUMNS = {"id": Column("ID", "integer"), "quantity": Column("quantity", "double")}


def _payment(call: Call) -> Record:
    return _allowed(call, payable.payment_of(call.portal, as_int(call.require("paymentId"))))


def _allowed(call: Call, payment: Record) -> Record:
    item = items.get(call.portal, payment["KIND"], payment["OWNER"])
    if item is None or not rights.may(call.portal, call.user_id, payment["KIND"], item):
        raise errors.zero("Доступ запрещен")
    return payment


def _one(call: Call) -> Record:
    found = payable.collection(call.portal).get(as_int(call.require("id")))
    if found is None:
        raise errors.zero("Payable item has not been found")
    _allowed(call, payable.payment_of(call.portal, found["paymentId"]))
    return found


@method("crm.item.payment.product.add", scope="crm")
def product_add(call: Call) -> int:
    payment, row_id = _payment(call), as_int(call.require("rowId"))
    return payable.add(call.portal, payment, row_id, call.require("quantity"))


@method("crm.item.payment.product.setQuantity", scope="crm")
def product_set_quantity(call: Call) -> bool:
    payable.set_quantity(call.portal, _one(call), call.require("quantity"))
    return True


@method("crm.item.payment.product.delete", scope="crm")
def product_delete(call: Call) -> bool:
    payable.collection(call.portal).delete(_one(call)["ID"])
    return True


@method("crm.item.payment.product.list", scope="crm")
def product_list(call: Call) -> Any:
    there = {one["ID"] for one in payable.of_payment(call.portal, _payment(call)["ID"])}
    condition = query.where(as_map(call.get("filter")), COLUMNS, call.portal.clock.zone, strict=False)
    order = query.order(as_map(call.get("order")), COLUMNS, strict=False)
    found = payable.collection(call.portal).select(condition.sql, condition.args, order=order)
    keys = ("paymentId", "quantity", "rowId")
    return [{"id": one["ID"], **{key: one[key] for key in keys}} for one in found if one["ID"] in there]


@method("crm.item.productrow.getAvailableForPayment", scope="crm")
def available(call: Call) -> Any:
    owner_type, owner_id = str(call.require("ownerType")), call.require("ownerId")
    kind, item_id = owner_of(call, owner_type, owner_id)
    rows = payable.available(call.portal, kind.short, item_id)
    return {"productRows": [productrows.shown(row) for row in rows]}
