"""The demonstration portal: an invented service company, its clients, deals and people."""

from __future__ import annotations

from sandbox.portal import Portal
from sandbox.seeds import empty


def load(portal: Portal) -> None:
    empty.load(portal)
    users = portal.collection("user")
    users.add(empty.person("Илья", "Воронцов", "Менеджер по работе с клиентами", "vorontsov@example.com"))
    users.add(empty.person("Марина", "Белова", "Главный бухгалтер", "belova@example.com"))
    users.add(empty.person("Тимур", "Сафин", "Менеджер по работе с клиентами", "safin@example.com"))
