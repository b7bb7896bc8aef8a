"""crm.item.productrow.* and crm.item.payment.* on the wire (crm/universal/product-rows/, crm/universal/payment/)."""

from __future__ import annotations

from typing import Any

from sandbox import query
from sandbox.areas.crm import errors, items, kinds, payable, payments, productrows, rights
from sandbox.areas.crm.field import Field
from sandbox.areas.crm.kinds import Kind
from sandbox.call import Call, Page, method, page_of
from sandbox.errors import HostError, missing_parameter
from sandbox.params import as_int, as_list, as_map
from sandbox.query import Column
from sandbox.store import Record

ROW_COLUMNS = {"id": Column("ID", "integer"), "ownerId": Column("ownerId", "integer"), "ownerType": Column("ownerType"),
               "productId": Column("productId", "integer"), "productName": Column("productName"),
               "price": Column("price", "double"), "quantity": Column("quantity", "double"),
               "sort": Column("sort", "integer")}  # fmt: skip


def owner_not_found() -> HostError:
    return HostError("OWNER_NOT_FOUND", "Owner was not found", 400)


def owner_of(call: Call, owner_type: Any, owner_id: Any) -> tuple[Kind, int]:
    kind = kinds.by_short(call.portal, str(owner_type))
    if kind is None or not kind.has_products:
        raise errors.entity_type_not_supported(str(owner_type))
    item = items.get(call.portal, kind.id, as_int(owner_id))
    if item is None:
        raise owner_not_found()
    rights.check(call.portal, call.user_id, kind.id, item)
    return kind, item["ID"]


def _row(call: Call) -> Record:
    found = productrows.collection(call.portal).get(as_int(call.require("id")))
    if found is None:
        raise HostError("NOT_FOUND", "Product row not found", 400)
    return found


@method("crm.item.productrow.add", scope="crm")
def row_add(call: Call) -> Any:
    given = as_map(call.require("fields"))
    for name in ("ownerId", "ownerType"):
        if name not in given:
            raise missing_parameter(name)
    kind, owner_id = owner_of(call, given["ownerType"], given["ownerId"])
    row = productrows.made(kind.short, owner_id, given)
    row["ID"] = productrows.collection(call.portal).add(row)
    items.follow_products(call.portal, kind, owner_id, call.actor)
    return {"productRow": productrows.shown(row)}


@method("crm.item.productrow.set", scope="crm")
def row_set(call: Call) -> Any:
    """Replaces all rows of the owner."""
    kind, owner_id = owner_of(call, call.require("ownerType"), call.require("ownerId"))
    stored = productrows.collection(call.portal)
    known = {row["ID"]: row for row in productrows.of_owner(call.portal, kind.short, owner_id)}
    kept: list[Record] = []
    for raw in as_list(call.require("productRows")):
        given = as_map(raw)
        before = known.pop(as_int(given.get("id")), None)
        row = productrows.made(kind.short, owner_id, given, before)
        if before is None:
            row["ID"] = stored.add(row)
        else:
            row["ID"] = before["ID"]
            stored.put(before["ID"], row)
        kept.append(row)
    for gone in known:
        stored.delete(gone)
    items.follow_products(call.portal, kind, owner_id, call.actor)
    return {"productRows": [productrows.shown(row) for row in kept]}


@method("crm.item.productrow.get", scope="crm")
def row_get(call: Call) -> Any:
    return {"productRow": productrows.shown(_row(call))}


@method("crm.item.productrow.update", scope="crm")
def row_update(call: Call) -> Any:
    before = _row(call)
    kind, owner_id = owner_of(call, before["ownerType"], before["ownerId"])
    row = {**productrows.made(kind.short, owner_id, as_map(call.require("fields")), before), "ID": before["ID"]}
    productrows.collection(call.portal).put(row["ID"], row)
    items.follow_products(call.portal, kind, owner_id, call.actor)
    return {"productRow": productrows.shown(row)}


@method("crm.item.productrow.delete", scope="crm")
def row_delete(call: Call) -> None:
    row = _row(call)
    kind, owner_id = owner_of(call, row["ownerType"], row["ownerId"])
    productrows.collection(call.portal).delete(row["ID"])
    items.follow_products(call.portal, kind, owner_id, call.actor)


@method("crm.item.productrow.list", scope="crm")
def row_list(call: Call) -> Page:
    """The filter must hold =ownerType and =ownerId."""
    given = as_map(call.get("filter"))
    by_name = {query.split(key)[1]: value for key, value in given.items()}
    for name in ("ownerType", "ownerId"):
        if name not in by_name:
            raise missing_parameter(name)
    owner_of(call, by_name["ownerType"], by_name["ownerId"])
    try:
        condition = query.where(given, ROW_COLUMNS, call.portal.clock.zone)
        order = query.order(as_map(call.get("order")), ROW_COLUMNS)
    except query.UnknownField as unknown:
        raise errors.not_in_filter(unknown.name) from unknown
    found = productrows.collection(call.portal).select(condition.sql, condition.args, order=order)
    return page_of([productrows.shown(row) for row in found], call, "productRows")


@method("crm.item.productrow.fields", scope="crm")
def row_fields(call: Call) -> Any:
    kinds_of = {"productName": "string", "ownerType": "string", "taxIncluded": "char", "measureName": "string"}
    names = ["id", "ownerId", "ownerType", "productId", "productName", "price", "priceExclusive", "priceNetto",
             "priceBrutto", "quantity", "discountTypeId", "discountRate", "discountSum", "taxRate", "taxIncluded",
             "measureCode", "measureName", "sort", "customized", "type", "storeId"]  # fmt: skip
    described = {n: Field(n, kinds_of.get(n, "double"), n).described(upper_name=False) for n in names}
    return {"fields": described}


def _payment(call: Call) -> Record:
    found = payments.collection(call.portal).get(as_int(call.require("id")))
    if found is None:
        raise errors.zero("Оплата не найдена")
    return found


@method("crm.item.payment.add", scope="crm")
def payment_add(call: Call) -> int:
    entity_id, kind_id = as_int(call.require("entityId")), as_int(call.require("entityTypeId"))
    if kind_id not in payments.OWNERS:
        raise errors.zero("Для данной сущности функционал создания оплат недоступен")
    item = items.get(call.portal, kind_id, entity_id)
    if item is None:
        raise errors.zero(f"Сущность с идентификатором №{entity_id} не существует")
    return payments.add(call.portal, kind_id, item)


@method("crm.item.payment.get", scope="crm")
def payment_get(call: Call) -> Any:
    return payments.shown(_payment(call))


@method("crm.item.payment.list", scope="crm")
def payment_list(call: Call) -> Any:
    entity_id, kind_id = as_int(call.require("entityId")), as_int(call.require("entityTypeId"))
    found = payments.of_owner(call.portal, kind_id, entity_id)
    return [payments.shown(payment) for payment in found]


@method("crm.item.payment.update", scope="crm")
def payment_update(call: Call) -> bool:
    payments.update(call.portal, _payment(call), as_map(call.require("fields")))
    return True


@method("crm.item.payment.pay", scope="crm")
def payment_pay(call: Call) -> bool:
    payments.pay(call.portal, _payment(call), call.actor)
    return True


@method("crm.item.payment.unpay", scope="crm")
def payment_unpay(call: Call) -> bool:
    payments.unpay(call.portal, _payment(call), call.actor)
    return True


@method("crm.item.payment.delete", scope="crm")
def payment_delete(call: Call) -> bool:
    payment = _payment(call)
    payable.forget(call.portal, payment)
    payments.delete(call.portal, payment, call.actor)
    return True
