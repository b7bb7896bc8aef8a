"""The register of invoices («Реестр счетов») in the table of documents."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import select, update

from app.domain.act import ActState
from app.domain.invoice import Invoice
from app.store.documents import Documents
from app.store.payment import share
from app.store.schema import document
from app.store.scope import Scope

REGISTER = "invoices"
ADAPTER: TypeAdapter[Invoice] = TypeAdapter(Invoice)


class StoredInvoices:
    """Implements Invoices; saving one brings what is paid to the rows of its acts."""

    def __init__(self, scope: Scope) -> None:
        absent = "Счёт не найден: обновите страницу."
        self._scope = scope
        self._documents = Documents(scope, REGISTER, ADAPTER, _columns, absent=absent)

    def get(self, invoice_id: int) -> Invoice:
        return self._documents.get(invoice_id)

    def by_host(self, host_id: int) -> Invoice | None:
        return self._documents.first(document.c.host_id == host_id)

    def of_deal(self, deal_id: int) -> list[Invoice]:
        return self._documents.every(document.c.deal_id == deal_id)

    def add(self, invoice: Invoice) -> Invoice:
        return self._documents.add(invoice)

    def save(self, invoice: Invoice) -> Invoice:
        saved = self._documents.save(invoice)
        self._pay_acts(saved)
        return saved

    def _pay_acts(self, invoice: Invoice) -> None:
        acts = select(document.c.id, document.c.amount, document.c.deal_id).where(
            document.c.portal_id == self._scope.portal_id,
            document.c.invoice_id == invoice.id,
            document.c.state != ActState.VOID,
        )
        for act in self._scope.connection.execute(acts.order_by(document.c.id)).all():
            payment, paid = share(act.amount, invoiced=invoice.amount, paid=invoice.paid)
            mine = (document.c.portal_id == self._scope.portal_id, document.c.id == act.id)
            paid_so_far = update(document).where(*mine).values(payment=payment.value, paid=paid)
            self._scope.connection.execute(paid_so_far)
            self._scope.touched.add(act.deal_id)


def _columns(scope: Scope, invoice: Invoice) -> dict[str, Any]:
    payment, _ = share(invoice.amount, invoiced=invoice.amount, paid=invoice.paid)
    return {
        "origin": invoice.origin,
        "number": invoice.number,
        "title": invoice.title,
        "issued_on": invoice.issued_on,
        "deal_id": invoice.deal_id,
        "company_id": invoice.company_id,
        "client": invoice.client,
        "contract": "",
        "responsible_id": invoice.responsible_id,
        "amount": invoice.amount,
        "state": invoice.state.value,
        "paid": invoice.paid,
        "payment": payment.value,
        "folder_url": "",
        "host_id": invoice.host_id,
    }
