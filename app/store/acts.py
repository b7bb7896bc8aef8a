"""The register of acts («Реестр актов») in the table of documents."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import select

from app.domain.act import Act
from app.store.documents import Documents
from app.store.payment import ZERO, Payment, share
from app.store.schema import document
from app.store.scope import Scope

REGISTER = "acts"
ADAPTER: TypeAdapter[Act] = TypeAdapter(Act)


class StoredActs:
    """Implements Acts."""

    def __init__(self, scope: Scope) -> None:
        absent = "Акт не найден: обновите страницу."
        self._documents = Documents(scope, REGISTER, ADAPTER, _columns, absent=absent)

    def get(self, act_id: int) -> Act:
        return self._documents.get(act_id)

    def by_origin(self, origin: str) -> Act | None:
        return self._documents.first(document.c.origin == origin)

    def by_twin(self, twin_id: int) -> Act | None:
        return self._documents.first(document.c.twin_id == twin_id)

    def by_invoice(self, invoice_id: int) -> list[Act]:
        return self._documents.every(document.c.invoice_id == invoice_id)

    def of_deal(self, deal_id: int) -> list[Act]:
        return self._documents.every(document.c.deal_id == deal_id)

    def add(self, act: Act) -> Act:
        return self._documents.add(act)

    def save(self, act: Act) -> Act:
        return self._documents.save(act)


def _columns(scope: Scope, act: Act) -> dict[str, Any]:
    payment, paid = _payment(scope, act)
    return {
        "origin": act.origin,
        "number": act.number,
        "title": act.title,
        "issued_on": act.issued_on,
        "deal_id": act.deal_id,
        "company_id": act.company_id,
        "client": act.client,
        "contract": "",
        "responsible_id": act.responsible_id,
        "amount": act.amount,
        "state": act.state.value,
        "due_on": act.due_on,
        "signed_on": act.signature.on if act.signature else None,
        "paid": paid,
        "payment": payment.value,
        "folder_url": act.folder.url if act.folder else "",
        "twin_id": act.twin_id,
        "invoice_id": act.invoice_id,
    }


def _payment(scope: Scope, act: Act) -> tuple[Payment, Any]:
    if act.invoice_id is None or not act.counts:
        return Payment.NONE, ZERO
    query = select(document.c.amount, document.c.paid).where(
        document.c.portal_id == scope.portal_id, document.c.id == act.invoice_id
    )
    # Locked, invoice before act: whoever pays it now either sees this act or has been seen by it.
    invoice = scope.connection.execute(query.with_for_update(read=True)).first()
    return share(act.amount, invoiced=invoice.amount, paid=invoice.paid) if invoice else (Payment.NONE, ZERO)
