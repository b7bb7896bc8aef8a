"""The part of the walk that sells: leads and quotes, items with their rows and payments, by old methods and new."""

from __future__ import annotations

from typing import Any

from tests.sandbox.replay.storing import Do


def classic(do: Do, kind: str, fields: dict[str, Any], known: int = 0) -> None:
    new = do(f"crm.{kind}.add", fields=fields)
    do(f"crm.{kind}.update", id=new, fields=fields)
    do(f"crm.{kind}.fields")
    do(f"crm.{kind}.list", select=["*", "UF_*", "EMAIL", "PHONE"])
    do(f"crm.{kind}.get", id=known or new)
    do(f"crm.{kind}.delete", id=new)


def leads_and_quotes(do: Do) -> None:
    entry = {"VALUE": "+7 914 000-00-01", "VALUE_TYPE": "WORK"}
    classic(do, "lead", {"TITLE": "Проба", "PHONE": [entry], "IM": [{"VALUE": "gleb", "VALUE_TYPE": "TELEGRAM"}]})
    classic(do, "quote", {"TITLE": "Проба", "STATUS_ID": "SENT"})
    lead = do("crm.lead.add", fields={"NAME": "Глеб"})
    quote = do("crm.quote.add", fields={"TITLE": "Товары"})
    for kind, owner in (("lead", lead), ("quote", quote)):
        do(f"crm.{kind}.contact.items.set", id=owner, items=[{"CONTACT_ID": 1}])
        do(f"crm.{kind}.contact.items.get", id=owner)
        do(f"crm.{kind}.contact.items.delete", id=owner)
        do(f"crm.{kind}.contact.add", id=owner, fields={"CONTACT_ID": 2})
        do(f"crm.{kind}.contact.delete", id=owner, fields={"CONTACT_ID": 2})
        do(f"crm.{kind}.contact.fields")
        do(f"crm.{kind}.productrows.set", id=owner, rows=[{"PRODUCT_NAME": "Работы", "PRICE": 100, "QUANTITY": 1}])
        do(f"crm.{kind}.productrows.get", id=owner)


def items(do: Do) -> None:
    new = do("crm.item.add", entityTypeId=2, fields={"title": "Проба"})["item"]["id"]
    do("crm.item.update", entityTypeId=2, id=new, fields={"title": "Другая"})
    do("crm.item.get", entityTypeId=2, id=new)
    do("crm.item.fields", entityTypeId=2)
    do("crm.item.list", entityTypeId=2)
    do("crm.item.import", entityTypeId=2, fields={"title": "Из другой CRM"})
    do("crm.item.batchImport", entityTypeId=2, data=[{"title": "Первая"}, {"title": "Вторая"}])
    row = {"productName": "Работы", "price": 100, "quantity": 1}
    do("crm.item.productrow.set", ownerId=new, ownerType="D", productRows=[row])
    added = do("crm.item.productrow.add", fields={"ownerId": new, "ownerType": "D", **row})["productRow"]["id"]
    do("crm.item.productrow.update", id=added, fields={"price": 200})
    do("crm.item.productrow.get", id=added)
    do("crm.item.productrow.list", filter={"=ownerType": "D", "=ownerId": new})
    do("crm.item.productrow.fields")
    payment = do("crm.item.payment.add", entityId=new, entityTypeId=2)
    do("crm.item.payment.list", entityId=new, entityTypeId=2)
    do("crm.item.payment.update", id=payment, fields={"paySystemId": 1})
    do("crm.item.payment.pay", id=payment)
    do("crm.item.payment.unpay", id=payment)
    do("crm.item.payment.get", id=payment)
    do("crm.item.productrow.getAvailableForPayment", ownerType="D", ownerId=new)
    product = do("crm.item.payment.product.add", paymentId=payment, rowId=added, quantity=1)
    do("crm.item.payment.product.list", paymentId=payment, filter={})
    do("crm.item.payment.product.setQuantity", id=product, quantity=0.5)
    do("crm.item.payment.product.delete", id=product)
    do("crm.item.payment.delete", id=payment)
    do("crm.item.productrow.delete", id=added)
    do("crm.item.delete", entityTypeId=2, id=new)
