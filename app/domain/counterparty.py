"""Counterparty («Контрагент») and the people there whom letters go to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Contact:
    """A person («Контакт») with e-mail addresses as the portal has them."""

    id: int
    name: str
    emails: tuple[str, ...] = ()
    salutation: str = ""
    """How to address the person: «Пётр Сергеевич», «Пётр»; empty when the portal has no first name."""


@dataclass(frozen=True, slots=True)
class Recipient:
    contact: Contact
    address: str


def only_recipient(contacts: Sequence[Contact], primary_id: int | None) -> Recipient | str:
    """Whom to write to without asking, or the reason (in Russian) why a person must choose.

    The deal's primary contact wins; else the only contact with an address.
    """
    reachable = [contact for contact in contacts if contact.emails]
    if not contacts:
        return "У сделки нет контакта: добавьте контакт клиента с e-mail и нажмите «Отправить»."
    if not reachable:
        return "Ни у одного контакта клиента нет e-mail: впишите адрес в контакт и нажмите «Отправить»."
    primary = [contact for contact in reachable if contact.id == primary_id]
    if not primary and len(reachable) > 1:
        return "У клиента несколько контактов: выберите, кому отправить акт, и нажмите «Отправить»."
    chosen = (primary or reachable)[0]
    return Recipient(chosen, chosen.emails[0])
