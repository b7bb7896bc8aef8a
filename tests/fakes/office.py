"""The rest of a context in memory, and one office with its cast: a deal, a client, a manager."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO

from app.domain.calls import RobotCall
from app.domain.copy import CopyKind, CopyReading
from app.domain.counterparty import Contact
from app.domain.deal import ActsBy, Deal, Funnel, Role
from app.domain.forms import ActForm, InvoiceForm, Party
from app.domain.policy import ActsType, Policy, PortalSettings
from app.domain.twin import Owner, TwinField
from app.errors import CopyRefused
from app.ports import Context, RenderedLetter
from app.services.calls import CALLS
from app.services.reactions import react
from tests.fakes.host import (
    NOON,
    FakeCounterparties,
    FakeDeals,
    FakeDrive,
    FakeInvoices,
    FakeMail,
    FakeNotices,
    FakePeople,
    FakeRobots,
    FakeTwins,
)
from tests.fakes.reading import FakeBulk, FakeOffline
from tests.fakes.store import FakeStore

MANAGER, CONTACT, CLIENT = 7, 40, 5
STAGES = {
    Role.REPORT_SENT: "C1:REPORT",
    Role.DOCUMENTS_SENT: "C1:DOCS",
    Role.INVOICE_PAID: "C1:PAID",
    Role.WON: "C1:WON",
}
ACTS_TYPE = ActsType(
    1038, 3, 9,
    {"draft": "DT:NEW", "sent": "DT:SENT", "confirming": "DT:CONF", "signed": "DT:OK", "void": "DT:FAIL"}, {},
)  # fmt: skip

TWIN_FIELDS = {
    name: TwinField(title, Owner.APP)
    for name, title in {
        "title": "Название", "number": "Номер акта", "issued_on": "Дата акта", "amount": "Сумма", "signed": "Подписан",
        "signed_on": "Дата подписания", "sent_to": "Отправлен на", "paid": "Оплата", "company": "Компания",
    }.items()
} | {
    "contact": TwinField("Контакт", Owner.BOTH), "responsible": TwinField("Ответственный", Owner.BOTH),
    "ground": TwinField("Основание", Owner.PORTAL),
}  # fmt: skip


class FakeClock:
    def __init__(self) -> None:
        self.time = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time


class FakeBlobs:
    def __init__(self) -> None:
        self.rows: dict[int, tuple[str, bytes]] = {}

    def put(self, stream: BinaryIO, name: str) -> int:
        self.rows[len(self.rows) + 1] = (name, stream.read())
        return len(self.rows)

    def name(self, blob_id: int) -> str:
        return self.rows[blob_id][0]

    @contextmanager
    def as_file(self, blob_id: int) -> Iterator[Path]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "content"
            path.write_bytes(self.rows[blob_id][1])
            yield path


class FakeForms:
    """Prints the QR text as the whole content, so that a copy can be 'scanned' by reading it."""

    def __init__(self) -> None:
        self.acts: list[ActForm] = []

    def print_act(self, form: ActForm) -> bytes:
        self.acts.append(form)
        return form.qr_text.encode()

    def print_invoice(self, form: InvoiceForm) -> bytes:
        return f"invoice {form.number} {form.amount}".encode()


class FakeCopies:
    """A file's text is its QR; a file that begins with «bad» is no PDF."""

    def read(self, path: Path) -> CopyReading:
        text = path.read_text()
        if text.startswith("bad"):
            raise CopyRefused("Это не PDF и не изображение.")
        return CopyReading(kind=CopyKind.PDF, pages=1, marks=(text,) if text else ())


class FakeLetterForms:
    def render(self, name: str, values: Mapping[str, object]) -> RenderedLetter:
        return RenderedLetter(f"Акт № {values['number']}", str(values["amount"]), f"<p>{values['title']}</p>")


@dataclass
class Office:
    """A context with its fakes in reach, and what a worker does with it."""

    ctx: Context
    store: FakeStore
    deals: FakeDeals
    invoices: FakeInvoices
    twins: FakeTwins
    drive: FakeDrive
    mail: FakeMail
    notices: FakeNotices
    robots: FakeRobots
    forms: FakeForms
    blobs: FakeBlobs
    clock: FakeClock

    def drain(self) -> None:
        """Run everything that waits, oldest first, until nothing does."""
        while True:
            state = self.store.state
            waiting = [key for key in state.outbox if key not in state.done]
            calls = [key for key in state.calls if key not in state.done]
            if not waiting and not calls:
                return
            for key in calls:
                code, payload = self.store.state.calls[key]
                CALLS[code](self.ctx, payload)
                self.store.state.done.add(key)
            for key in waiting:
                name, fact = self.store.state.outbox[key]
                react(self.ctx, name, fact)
                self.store.state.done.add(key)

    def copy_of(self, act_id: int) -> bytes:
        """The act as the client sends it back."""
        blob_id = self.store.state.acts[act_id].pdf_blob_id
        assert blob_id is not None
        return self.blobs.rows[blob_id][1]


def robot_call(deal_id: int = 1, token: str = "t1", **properties: str) -> RobotCall:
    return RobotCall("make_act", "deal", 2, deal_id, token, True, NOON, MANAGER, properties)


def office(
    *, amount: str = "1000.00", acts_by: ActsBy = ActsBy.ROBOT, emails: tuple[str, ...] = ("client@example.com",)
) -> Office:
    deal = Deal(1, "Внедрение склада", STAGES[Role.REPORT_SENT], 1, Decimal(amount), MANAGER, CLIENT, CONTACT)
    store, blobs, forms = FakeStore(), FakeBlobs(), FakeForms()
    deals = FakeDeals([deal], [Contact(CONTACT, "Пётр Орешкин", emails)], frozenset({STAGES[Role.WON]}))
    invoices, twins, drive = FakeInvoices(), FakeTwins(), FakeDrive()
    mail, notices, robots, clock = FakeMail(), FakeNotices(), FakeRobots(), FakeClock()
    ours = Party("ООО «Наша фирма»", inn="7700000000")
    theirs = Party("ООО «Ромашка»", inn="7800000000")
    settings = PortalSettings(funnels=(Funnel(1, acts_by, STAGES),), acts_type=ACTS_TYPE, is_complete=True)
    store.settings = settings
    ctx = Context(
        portal_tag="abcd", qr_key=b"k" * 32, clock=clock,
        policy=Policy("Акты выполненных работ", "А-{n}", "Работы по сделке {quoted_deal}", vat="none", sign_days=10),
        settings=settings, store=store, blobs=blobs, deals=deals,
        counterparties=FakeCounterparties(ours, {CLIENT: theirs}), host_invoices=invoices, twins=twins, drive=drive,
        mail=mail, notices=notices, robots=robots, people=FakePeople(), bulk=FakeBulk(), offline=FakeOffline(),
        forms=forms, copies=FakeCopies(), letter_forms=FakeLetterForms(),
        twin_fields=TWIN_FIELDS,
    )  # fmt: skip
    return Office(ctx, store, deals, invoices, twins, drive, mail, notices, robots, forms, blobs, clock)


def with_feed(given: Office) -> Office:
    """The same office, whose policy wants posts in the live feed."""
    return replace(given, ctx=replace(given.ctx, settings=replace(given.ctx.settings, feed_dest=("UA",))))
