"""The demonstration portal's universal list («Заявки на оплату»)."""

from __future__ import annotations

from typing import Any

from sandbox.areas.lists import elements, lists
from sandbox.portal import Actor, Portal

TYPE, CODE = "lists", "payments"


def load(portal: Portal, given: dict[str, Any]) -> None:
    """`given`: the name, the states by code, and rows as the YAML has them."""
    record = lists.add(portal, TYPE, CODE, {"NAME": given["name"], "BIZPROC": "Y"})
    states = given["states"]
    fields = [
        {"NAME": "Контрагент", "TYPE": "S", "CODE": "CLIENT", "IS_REQUIRED": "Y"},
        {"NAME": "Сумма, ₽", "TYPE": "N", "CODE": "SUM", "IS_REQUIRED": "Y"},
        {"NAME": "Оплатить до", "TYPE": "S:Date", "CODE": "DUE"},
        {"NAME": "Статус", "TYPE": "L", "CODE": "STATE", "LIST_TEXT_VALUES": "\n".join(states.values())},
        {"NAME": "Ответственный", "TYPE": "S:employee", "CODE": "PERSON"},
        {"NAME": "Счёт", "TYPE": "F", "CODE": "SCAN"},
    ]
    made = [lists.add_field(portal, record, field) for field in fields]
    names = [lists.field_id(field) for field in made]
    numbers = {words: number for number, words in made[3]["options"].items()}
    for place, (title, client, total, due, state, person) in enumerate(given["rows"], 1):
        values = [client, str(total), due, numbers[states[state]], str(person)]
        said = {"NAME": title, **dict(zip(names, values, strict=False))}
        elements.add(portal, record, f"payment-{place}", said, Actor(person))
