"""Payments of deals and smart invoices («оплаты»); crm/universal/payment/."""

from __future__ import annotations

from typing import Any

from sandbox import events
from sandbox.areas.crm import kinds
from sandbox.areas.crm.values import number
from sandbox.params import as_bool, as_int
from sandbox.portal import Actor, Portal
from sandbox.store import Collection, Record

OWNERS = frozenset({kinds.DEAL, kinds.INVOICE})
SYSTEMS = {1: "Наличные", 2: "Оплата по счёту"}
BY_INVOICE = 2

events.declare("sale", "ONPAYMENTENTITYSAVED", "ONPAYMENTDELETED")


def collection(portal: Portal) -> Collection:
    return portal.collection("crm_payment")


def of_owner(portal: Portal, kind_id: int, item_id: int) -> list[Record]:
    return collection(portal).find(KIND=kind_id, OWNER=item_id)


def add(portal: Portal, kind_id: int, item: Record) -> int:
    """A payment of the item's sum, not yet paid."""
    place = len(of_owner(portal, kind_id, item["ID"])) + 1
    return collection(portal).add(
        {
            "KIND": kind_id,
            "OWNER": item["ID"],
            "accountNumber": f"{item['ID']}/{place}",
            "paid": "N",
            "datePaid": None,
            "empPaidId": None,
            "paySystemId": BY_INVOICE,
            "sum": item.get("OPPORTUNITY") or 0,
            "currency": item.get("CURRENCY_ID") or "RUB",
        }
    )


def update(portal: Portal, payment: Record, given: dict[str, Any]) -> None:
    changes: Record = {}
    if "sum" in given:
        changes["sum"] = number(given["sum"])
    if "paySystemId" in given:
        changes["paySystemId"] = as_int(given["paySystemId"])
    if "paid" in given:
        changes["paid"] = "Y" if as_bool(given["paid"]) else "N"
    collection(portal).change(payment["ID"], **changes)


def pay(portal: Portal, payment: Record, actor: Actor) -> None:
    now = portal.clock.iso()
    collection(portal).change(payment["ID"], paid="Y", datePaid=now, empPaidId=actor.user_id)
    portal.emit("ONPAYMENTENTITYSAVED", {"FIELDS": {"ID": str(payment["ID"])}}, actor)


def unpay(portal: Portal, payment: Record, actor: Actor) -> None:
    collection(portal).change(payment["ID"], paid="N", datePaid=None, empPaidId=None)
    portal.emit("ONPAYMENTENTITYSAVED", {"FIELDS": {"ID": str(payment["ID"])}}, actor)


def delete(portal: Portal, payment: Record, actor: Actor) -> None:
    collection(portal).delete(payment["ID"])
    portal.emit("ONPAYMENTDELETED", {"FIELDS": {"ID": str(payment["ID"])}}, actor)


def shown(payment: Record) -> dict[str, Any]:
    keys = ("accountNumber", "paid", "datePaid", "empPaidId", "paySystemId", "sum", "currency")
    name = SYSTEMS.get(payment["paySystemId"], "")
    return {"id": payment["ID"], **{key: payment[key] for key in keys}, "paySystemName": name}
