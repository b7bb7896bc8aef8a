"""The papers of an act: its PDF, the invoice, their folder on the shared drive."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from io import BytesIO

from app.domain.act import Act
from app.domain.deal import Deal
from app.domain.drive import clean_name
from app.domain.facts import (
    ActFiled,
    ActInvoiced,
    ActMade,
    ActPrinted,
    InvoicePrinted,
    PapersReady,
)
from app.domain.forms import ActForm, FormLine, InvoiceForm, Party
from app.domain.invoice import Invoice
from app.domain.payment_qr import payment_text
from app.domain.qr import DocumentMark, mark_text
from app.domain.text import quoted
from app.domain.vat import has_mixed_rates, vat_rate
from app.ports import Context, HostInvoice, Transaction


def print_act(ctx: Context, fact: ActMade) -> None:
    """Print the act with the QR that names it and its revision, and note what it lacks."""
    act = _current(ctx, fact.act_id, fact.revision)
    if act is None or act.pdf_blob_id is not None:
        return
    deal = ctx.deals.get(act.deal_id)
    form, missing = _act_form(ctx, act, deal)
    blob_id = ctx.blobs.put(BytesIO(ctx.forms.print_act(form)), _act_file_name(act))
    with ctx.store.transaction() as tx:
        act, printed = replace(tx.acts.get(act.id), missing=missing).printed(blob_id)
        act = tx.acts.save(act)
        tx.record(printed, lane=act.lane)


def file_act(ctx: Context, fact: ActPrinted) -> None:
    """Ensure the act's folder and the PDF in it: <acts>/<year>/<client>/<act>."""
    act = _current(ctx, fact.act_id, fact.revision)
    if act is None or act.file is not None or act.pdf_blob_id is None:
        return
    folder = act.folder or ctx.drive.ensure_folder(folder_path(ctx, act))
    with ctx.blobs.as_file(act.pdf_blob_id) as path:
        file = ctx.drive.ensure_file(folder.id, ctx.blobs.name(act.pdf_blob_id), path)
    with ctx.store.transaction() as tx:
        act, filed = tx.acts.get(act.id).filed(folder, file)
        act = tx.acts.save(act)
        tx.record(filed, lane=act.lane)


def invoice_act(ctx: Context, fact: ActFiled) -> None:
    """Have an invoice for the act: the deal's open one, else a paid one that covers it, else a new one."""
    act = _current(ctx, fact.act_id, fact.revision)
    if act is None:
        return
    deal = ctx.deals.get(act.deal_id)
    theirs = [invoice for invoice in ctx.host_invoices.of_deal(deal.id) if not invoice.is_dead]
    with ctx.store.reading() as tx:
        acts = tx.acts.of_deal(deal.id)
        known = tx.invoices.get(act.invoice_id).host_id if act.invoice_id else None
    chosen = _choose_invoice(theirs, acts, known)
    if chosen is None:
        owed = _owed(theirs, acts)
        key = f"pervichka:{ctx.portal_tag}:invoice:{act.id}:{act.revision}"
        chosen = ctx.host_invoices.ensure(key, deal, title=act.title, amount=owed)
    with ctx.store.transaction() as tx:
        invoice = adopt_invoice(tx, chosen, deal.id, act.client)
        act, invoiced = tx.acts.get(act.id).invoiced(invoice.id)
        act = tx.acts.save(act)
        tx.record(invoiced, lane=act.lane)


def print_invoice(ctx: Context, fact: ActInvoiced) -> None:
    """Print the invoice as it stands, with the payment QR where the requisites suffice."""
    act = _current(ctx, fact.act_id, fact.revision)
    if act is None:
        return
    with ctx.store.reading() as tx:
        invoice = tx.invoices.get(fact.invoice_id)
    deal = ctx.deals.get(act.deal_id)
    form = _invoice_form(ctx, act, deal, invoice)
    name = clean_name(f"Счёт № {invoice.number}", ".pdf")
    blob_id = ctx.blobs.put(BytesIO(ctx.forms.print_invoice(form)), name)
    with ctx.store.transaction() as tx:
        tx.record(InvoicePrinted(act.id, act.revision, invoice.id, blob_id), lane=act.lane)


def file_invoice(ctx: Context, fact: InvoicePrinted) -> None:
    """Put the printed invoice beside the act; then the papers are ready."""
    act = _current(ctx, fact.act_id, fact.revision)
    if act is None or act.folder is None:
        return
    with ctx.blobs.as_file(fact.blob_id) as path:
        ctx.drive.ensure_file(act.folder.id, ctx.blobs.name(fact.blob_id), path)
    with ctx.store.transaction() as tx:
        act = tx.acts.save(replace(tx.acts.get(act.id), invoice_blob_id=fact.blob_id))
        tx.record(PapersReady(act.id, act.revision), lane=act.lane)


def adopt_invoice(tx: Transaction, theirs: HostInvoice, deal_id: int, client: str) -> Invoice:
    """Bring our row of a smart invoice to what the portal has; made when absent. Payments stay ours."""
    ours = tx.invoices.by_host(theirs.id)
    fresh = Invoice(
        id=0, number=theirs.number, issued_on=theirs.issued_on, deal_id=deal_id, amount=theirs.amount,
        host_id=theirs.id, title=theirs.title, client=client, company_id=theirs.company_id,
        responsible_id=theirs.responsible_id,
    )  # fmt: skip
    if ours is None:
        return tx.invoices.add(fresh)
    read = replace(fresh, id=ours.id, client=ours.client or client, payments=ours.payments,
                   state=ours.state, version=ours.version)  # fmt: skip
    return ours if read == ours else tx.invoices.save(read)


def folder_path(ctx: Context, act: Act) -> tuple[str, ...]:
    """Where the act is kept; an organization's namesakes are kept apart by id."""
    client = clean_name(act.client)
    if act.company_id is not None and ctx.counterparties.namesakes(act.company_id):
        client = clean_name(act.client, f" (ID {act.company_id})")
    return (
        clean_name(ctx.settings.acts_folder or ctx.policy.acts_folder),
        str(act.issued_on.year),
        client,
        clean_name(f"Акт № {act.number}"),
    )


def _current(ctx: Context, act_id: int, revision: int) -> Act | None:
    """The act, unless it has been voided or issued anew since: then the fact is about nothing any more."""
    with ctx.store.reading() as tx:
        act = tx.acts.get(act_id)
    return act if act.counts and act.revision == revision else None


def _choose_invoice(theirs: list[HostInvoice], acts: list[Act], known: int | None) -> HostInvoice | None:
    for invoice in theirs:
        if invoice.id == known:
            return invoice
    unpaid = [invoice for invoice in theirs if not invoice.is_paid]
    if unpaid:
        return unpaid[0]
    # A prepaid deal needs no second invoice for what has been paid already.
    return theirs[-1] if theirs and _owed(theirs, acts) <= 0 else None


def _owed(theirs: list[HostInvoice], acts: list[Act]) -> Decimal:
    issued = sum((act.amount for act in acts if act.counts), Decimal(0))
    return issued - sum((invoice.amount for invoice in theirs), Decimal(0))


def _act_form(ctx: Context, act: Act, deal: Deal) -> tuple[ActForm, tuple[str, ...]]:
    own = ctx.counterparties.own(deal.own_company_id)
    client = ctx.counterparties.party(act.company_id, fallback=act.client)
    lines = ctx.deals.lines(deal.id)
    mark = DocumentMark(ctx.portal_tag, act.id, act.revision)
    form = ActForm(
        number=act.number, revision=act.revision, issued_on=act.issued_on, title=act.title, executor=own,
        customer=client, basis=f"Сделка № {deal.id} {quoted(deal.title)}", lines=lines, amount=act.amount,
        vat_rate=vat_rate(lines, policy=ctx.policy.vat, on=act.issued_on), qr_text=mark_text(mark, ctx.qr_key),
    )  # fmt: skip
    return form, _missing(own, client, lines)


def _invoice_form(ctx: Context, act: Act, deal: Deal, invoice: Invoice) -> InvoiceForm:
    own = ctx.counterparties.own(deal.own_company_id)
    client = ctx.counterparties.party(act.company_id, fallback=act.client)
    lines = ctx.deals.lines(deal.id)
    purpose = f"Оплата по счёту № {invoice.number} от {invoice.issued_on:%d.%m.%Y}"
    return InvoiceForm(
        number=invoice.number, issued_on=invoice.issued_on, title=invoice.title or act.title, executor=own,
        customer=client, basis=f"Сделка № {deal.id} {quoted(deal.title)}", lines=lines,
        amount=invoice.amount, vat_rate=vat_rate(lines, policy=ctx.policy.vat, on=invoice.issued_on),
        qr_text=payment_text(own, invoice.amount, purpose),
    )  # fmt: skip


def _missing(own: Party, client: Party, lines: tuple[FormLine, ...]) -> tuple[str, ...]:
    found = []
    if not own.inn:
        found.append("реквизиты нашей организации")
    if not client.inn:
        found.append("реквизиты клиента")
    if not lines:
        found.append("товарные позиции сделки")
    if has_mixed_rates(lines):
        found.append("единая ставка НДС в товарных позициях")
    return tuple(found)


def _act_file_name(act: Act) -> str:
    revision = f" (версия {act.revision})" if act.revision > 1 else ""
    return clean_name(f"Акт № {act.number}{revision}", ".pdf")
