"""An in-memory portal behind the host ports: deals, companies, invoices, twins, drive, mail, notices, robots."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from app.domain.act import Act, DiskFile
from app.domain.counterparty import Contact
from app.domain.deal import Deal, StageEntry
from app.domain.forms import FormLine, Party
from app.domain.mirror import DEAL, RawObject
from app.domain.policy import ActsHome
from app.domain.twin import Values
from app.errors import HostError, ObjectGone
from app.ports import Download, HostInvoice, MailMessage, News, TwinReading, Unread

NOON = datetime.fromisoformat("2026-11-20T12:00:00+03:00")


class FakeDeals:
    """Deals with a stage history; `refusals` maps a stage to the words with which the portal refuses it.

    `refused`: parts of the news ("history" or a kind) that it does not tell; `silence`: why it tells nothing at all.
    """

    def __init__(self, deals: Sequence[Deal], contacts: Sequence[Contact], final: frozenset[str]) -> None:
        self.rows = {deal.id: deal for deal in deals}
        self.people = list(contacts)
        self.final = final
        self.history = [
            StageEntry(n, deal.id, deal.stage_id, deal.category_id, NOON) for n, deal in enumerate(deals, 1)
        ]
        self.refusals: dict[str, str] = {}
        self.rows_of_goods: tuple[FormLine, ...] = ()
        self.refused: dict[str, HostError] = {}
        self.silence: HostError | None = None
        self.asked: list[dict[str, list[int]]] = []

    def get(self, deal_id: int) -> Deal:
        if deal_id not in self.rows:
            raise ObjectGone("NOT_FOUND", "Сделка не найдена")
        return self.rows[deal_id]

    def entries(self, deal_id: int) -> list[StageEntry]:
        return [entry for entry in self.history if entry.deal_id == deal_id]

    def news(self, entry_id: int, wanted: Mapping[str, Sequence[int]]) -> News:
        objects = {
            kind: [RawObject(one, None, {}) for one in ids if kind != DEAL or one in self.rows]
            for kind, ids in wanted.items()
        }
        self.asked.append({kind: list(ids) for kind, ids in wanted.items() if ids})
        if self.silence:
            raise self.silence
        missed = [Unread(kind, frozenset(wanted[kind]), why) for kind, why in self.refused.items() if kind in wanted]
        told = {kind: [] if kind in self.refused else found for kind, found in objects.items()}
        cut = self.refused.get("history")
        entries = [] if cut else [entry for entry in self.history if entry.id > entry_id]
        return News(entries, told, NOON, unread=missed, cut=cut)

    def typed(self, found: RawObject) -> Deal:
        return self.rows[found.id]

    def last_entry_id(self) -> int:
        return len(self.history)

    def lines(self, deal_id: int) -> tuple[FormLine, ...]:
        return self.rows_of_goods

    def contacts(self, deal_id: int) -> list[Contact]:
        return list(self.people)

    def move(self, deal_id: int, stage_id: str) -> None:
        if stage_id in self.refusals:
            raise HostError("CRM_FIELD_ERROR_REQUIRED", self.refusals[stage_id])
        deal = self.rows[deal_id]
        self.rows[deal_id] = replace(deal, stage_id=stage_id, is_closed=stage_id in self.final)
        self.history.append(StageEntry(len(self.history) + 1, deal_id, stage_id, deal.category_id, NOON))

    def link(self, deal_id: int) -> str:
        return f"https://portal.example/crm/deal/details/{deal_id}/"


class FakeCounterparties:
    def __init__(self, own: Party, clients: Mapping[int, Party]) -> None:
        self.ours = own
        self.clients = dict(clients)

    def name(self, company_id: int) -> str:
        return self.clients[company_id].name

    def namesakes(self, company_id: int) -> bool:
        mine = self.clients[company_id].name
        return any(other < company_id and party.name == mine for other, party in self.clients.items())

    def party(self, company_id: int | None, *, fallback: str) -> Party:
        return self.clients[company_id] if company_id in self.clients else Party(fallback)

    def own(self, own_company_id: int | None) -> Party:
        return self.ours


class FakeInvoices:
    def __init__(self) -> None:
        self.rows: dict[int, HostInvoice] = {}
        self.keys: dict[str, int] = {}
        self.shown: dict[int, tuple[Decimal, bool]] = {}

    def put(self, deal_id: int, amount: Decimal, number: str = "") -> HostInvoice:
        invoice_id = len(self.rows) + 1
        self.rows[invoice_id] = HostInvoice(
            invoice_id, number or str(100 + invoice_id), "Счёт", date(2026, 11, 20), amount, deal_id, 5, 7, False, False
        )
        return self.rows[invoice_id]

    def typed(self, found: RawObject) -> HostInvoice:
        return self.get(found.id)

    def get(self, host_id: int) -> HostInvoice:
        return self.rows[host_id]

    def of_deal(self, deal_id: int) -> list[HostInvoice]:
        return [row for row in self.rows.values() if row.deal_id == deal_id]

    def ensure(self, key: str, deal: Deal, *, title: str, amount: Decimal) -> HostInvoice:
        if key not in self.keys:
            self.keys[key] = self.put(deal.id, amount).id
        return self.rows[self.keys[key]]

    def show_paid(self, host_id: int, *, paid: Decimal, is_full: bool) -> None:
        self.shown[host_id] = (paid, is_full)
        self.rows[host_id] = replace(self.rows[host_id], is_paid=is_full)

    def link(self, host_id: int) -> str:
        return f"https://portal.example/crm/type/31/details/{host_id}/"


class FakeTwins:
    """Items by id; `drag`, `attach` and `type_in` are what a person does to one."""

    def __init__(self) -> None:
        self.rows: dict[int, TwinReading] = {}
        self.origins: dict[str, int] = {}
        self.copies: dict[int, tuple[str, bytes]] = {}
        self.written: list[dict[str, str]] = []
        self.spell: Callable[[str, str], str] = lambda name, value: value
        """How this portal shows what was written to a field."""
        self.next_error: HostError | None = None
        self.meanwhile: Callable[[], None] = lambda: None
        """What happens while an item is read."""

    def find(self, kind: ActsHome, act: Act) -> TwinReading | None:
        return self.rows.get(act.twin_id or self.origins.get(act.origin, 0))

    def make(self, kind: ActsHome, act: Act, values: Values, stage_id: str) -> TwinReading:
        twin_id = self.origins.setdefault(act.origin, len(self.origins) + 1)
        self.rows[twin_id] = TwinReading(twin_id, stage_id, None, None, "", "t0", None, self._shown(values))
        return self.rows[twin_id]

    def change(self, kind: ActsHome, twin: TwinReading, values: Values, stage_id: str) -> TwinReading:
        error, self.next_error = self.next_error, None
        if error is not None:
            raise error
        self.written.append(dict(values))
        old = self.rows[twin.id]
        shown = {**old.values, **self._shown(values)}
        self.rows[twin.id] = replace(old, stage_id=stage_id or old.stage_id, values=shown, changer_id=1)
        return self.rows[twin.id]

    def type_in(self, twin_id: int, by: int, **values: str) -> None:
        old = self.rows[twin_id]
        updated = f"t{int(old.updated[1:]) + 1}"
        self.rows[twin_id] = replace(old, values={**old.values, **values}, changer_id=by, updated=updated)

    def _shown(self, values: Values) -> dict[str, str]:
        return {name: self.spell(name, value) for name, value in values.items()}

    def get(self, kind: ActsHome, twin_id: int) -> TwinReading:
        found = self.rows[twin_id]
        self.meanwhile()
        return found

    def typed(self, kind: ActsHome, found: RawObject) -> TwinReading:
        """A body holds values by our names; an empty one is the item as it is."""
        twin = self.rows[found.id]
        return replace(twin, values=dict(found.body)) if found.body else twin

    def put_back(self, kind: ActsHome, twin_id: int, stage_id: str) -> None:
        self.rows[twin_id] = replace(self.rows[twin_id], stage_id=stage_id)

    @contextmanager
    def download_copy(self, reading: TwinReading) -> Iterator[Download]:
        name, content = self.copies[reading.copy_file_id or 0]
        yield Download(name, BytesIO(content))

    def drag(self, twin_id: int, stage_id: str, by: int) -> None:
        self.rows[twin_id] = replace(self.rows[twin_id], stage_id=stage_id, mover_id=by, updated="t1")

    def attach(self, twin_id: int, name: str, content: bytes, by: int) -> None:
        file_id = len(self.copies) + 1
        self.copies[file_id] = (name, content)
        self.rows[twin_id] = replace(self.rows[twin_id], copy_file_id=file_id, mover_id=by)


class FakeDrive:
    def __init__(self) -> None:
        self.folders: dict[tuple[str, ...], int] = {}
        self.files: dict[tuple[int, str], str] = {}

    def ensure_folder(self, path: Sequence[str]) -> DiskFile:
        folder_id = self.folders.setdefault(tuple(path), len(self.folders) + 1)
        return DiskFile(folder_id, f"https://portal.example/docs/{folder_id}/")

    def ensure_file(self, folder_id: int, name: str, content: Path) -> DiskFile:
        self.files[folder_id, name] = sha256(content.read_bytes()).hexdigest()
        return DiskFile(len(self.files), f"https://portal.example/docs/file/{len(self.files)}/")


class FakeMail:
    """Letters that went out, and what the next call does instead of sending."""

    def __init__(self) -> None:
        self.sent: list[MailMessage] = []
        self.cards: dict[str, int] = {}
        self.bound: list[tuple[int, int]] = []
        self.next_error: HostError | None = None
        self.error_leaves_card = False

    def find(self, key: str) -> int | None:
        return self.cards.get(key)

    def send(self, message: MailMessage) -> int:
        error, self.next_error = self.next_error, None
        if error is None or self.error_leaves_card:
            self.cards[message.key] = len(self.cards) + 1
        if error is not None:
            raise error
        self.sent.append(message)
        return self.cards[message.key]

    def delete(self, activity_id: int) -> None:
        self.cards = {key: card for key, card in self.cards.items() if card != activity_id}

    def bind(self, activity_id: int, *, contact_id: int) -> None:
        self.bound.append((activity_id, contact_id))


class FakeNotices:
    def __init__(self) -> None:
        self.bell: dict[str, tuple[int, str]] = {}
        self.comments: list[tuple[int, str]] = []
        self.posts: list[tuple[str, str]] = []
        self.next_error: HostError | None = None

    def tell(self, user_id: int, text: str, *, tag: str) -> None:
        self.bell[tag] = (user_id, text)

    def comment(self, deal_id: int, text: str) -> None:
        if (deal_id, text) not in self.comments:
            self.comments.append((deal_id, text))

    def post(self, dest: Sequence[str], title: str, text: str) -> None:
        error, self.next_error = self.next_error, None
        if error is not None:
            raise error
        self.posts.append((title, text))


class FakeRobots:
    def __init__(self) -> None:
        self.answers: dict[str, dict[str, str]] = {}

    def answer(self, event_token: str, values: Mapping[str, str], log: str) -> None:
        self.answers.setdefault(event_token, dict(values))


class FakePeople:
    def name(self, user_id: int) -> str:
        return "Ирина Лаптева"
