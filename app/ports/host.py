"""The portal as services see it: deals, companies, invoices, twins, drive, letters, notices, robots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from app.domain.act import Act, DiskFile
from app.domain.counterparty import Contact
from app.domain.deal import Deal, StageEntry
from app.domain.forms import FormLine, Party
from app.domain.mirror import RawObject
from app.domain.policy import ActsHome
from app.domain.twin import Values
from app.ports.reading import News


class Deals(Protocol):
    """The portal's deals («Сделки»). All raise HostError kinds."""

    def get(self, deal_id: int) -> Deal:
        """Raises ObjectGone, AccessDenied."""
        ...

    def entries(self, deal_id: int) -> list[StageEntry]:
        """Stage history of one deal, oldest first (crm.stagehistory.list)."""
        ...

    def news(self, entry_id: int, wanted: Mapping[str, Sequence[int]]) -> News:
        """What happened: the stage history of all deals after the id, at most some thousands of entries.

        And what is: those of the `wanted` objects (by kind: app.domain.mirror) that exist. In the fewest requests.
        """
        ...

    def typed(self, found: RawObject) -> Deal:
        """The deal of an object of its kind."""
        ...

    def last_entry_id(self) -> int:
        """The newest id of the stage history, 0 when it is empty: where listening begins."""
        ...

    def lines(self, deal_id: int) -> tuple[FormLine, ...]:
        """Product rows («Товары»)."""
        ...

    def contacts(self, deal_id: int) -> list[Contact]: ...

    def move(self, deal_id: int, stage_id: str) -> None:
        """Set the stage; HostError with the portal's words when it refuses (required fields, rights)."""
        ...

    def link(self, deal_id: int) -> str:
        """The address of the deal's card in the portal."""
        ...


class Counterparties(Protocol):
    """Companies and our own organizations with their requisites."""

    def name(self, company_id: int) -> str: ...

    def namesakes(self, company_id: int) -> bool:
        """Whether an older company (a lower id) has the same name: folders must then be kept apart.

        The oldest keeps the bare name, so that a folder never changes its name when a namesake appears.
        """
        ...

    def party(self, company_id: int | None, *, fallback: str) -> Party:
        """Requisites of a company; only the name where the portal has none."""
        ...

    def own(self, own_company_id: int | None) -> Party:
        """Our organization: the named one, else the portal's default own company."""
        ...


@dataclass(frozen=True, slots=True)
class HostInvoice:
    """A smart invoice as read; roubles. `is_paid` = its stage has SEMANTICS S, `is_dead` = F."""

    id: int
    number: str
    title: str
    issued_on: date
    amount: Decimal
    deal_id: int | None
    company_id: int | None
    responsible_id: int | None
    is_paid: bool
    is_dead: bool
    mover_id: int | None = None


class HostInvoices(Protocol):
    """The portal's smart invoices (entityTypeId 31)."""

    def typed(self, found: RawObject) -> HostInvoice:
        """The invoice of an object of its kind."""
        ...

    def of_deal(self, deal_id: int) -> list[HostInvoice]:
        """All invoices of the deal, oldest first."""
        ...

    def ensure(self, key: str, deal: Deal, *, title: str, amount: Decimal) -> HostInvoice:
        """The invoice made under this key (xmlId), made now if there is none."""
        ...

    def show_paid(self, host_id: int, *, paid: Decimal, is_full: bool) -> None:
        """Write the paid sum, and the stage with SEMANTICS S when full. Nothing to do when it shows so."""
        ...

    def link(self, host_id: int) -> str: ...


@dataclass(frozen=True, slots=True)
class TwinReading:
    """An act's twin as read: where it stands, who moved and who changed it last, the file in its copy field."""

    id: int
    stage_id: str
    mover_id: int | None
    copy_file_id: int | None
    copy_url: str
    updated: str
    changer_id: int | None = None
    values: Values = field(default_factory=dict)
    """Of the fields that it has, in the spelling of app.domain.twin."""
    body: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)
    """As the portal gave it: `change` needs it."""


@dataclass(frozen=True, slots=True)
class Download:
    """A file on its way from the portal: its name as the portal gives it, and its bytes."""

    name: str
    stream: BinaryIO


class Twins(Protocol):
    """Items of the acts' smart process, or elements of their list."""

    def find(self, kind: ActsHome, act: Act) -> TwinReading | None:
        """By the number that the act knows, else by the act's origin."""
        ...

    def make(self, kind: ActsHome, act: Act, values: Values, stage_id: str) -> TwinReading:
        """A twin under the act's origin, as the portal shows it; one that is there already is changed instead."""
        ...

    def change(self, kind: ActsHome, twin: TwinReading, values: Values, stage_id: str) -> TwinReading:
        """Write these, and the stage unless it is ""; returns what the portal shows afterwards."""
        ...

    def get(self, kind: ActsHome, twin_id: int) -> TwinReading: ...

    def typed(self, kind: ActsHome, found: RawObject) -> TwinReading:
        """The same of an object of its kind; without the link to the file, which dies soon."""
        ...

    def put_back(self, kind: ActsHome, twin_id: int, stage_id: str) -> None: ...

    def download_copy(self, reading: TwinReading) -> AbstractContextManager[Download]:
        """Stream the file in the item's «Подписанная копия» field."""
        ...


class Drive(Protocol):
    """The portal's shared drive («Общий диск»)."""

    def ensure_folder(self, path: Sequence[str]) -> DiskFile:
        """The folder at `path` below the shared drive's root, making what is missing."""
        ...

    def ensure_file(self, folder_id: int, name: str, content: Path) -> DiskFile:
        """Have the file in the folder under this name with this content, once."""
        ...


@dataclass(frozen=True, slots=True)
class MailFile:
    name: str
    content: Path


@dataclass(frozen=True, slots=True)
class MailMessage:
    """A letter to a contact, kept in the timeline of contact and deal. `key` becomes ORIGIN_ID."""

    key: str
    deal_id: int
    contact_id: int
    address: str
    subject: str
    html: str
    sender_id: int
    files: tuple[MailFile, ...]


class Mail(Protocol):
    """Letters through the portal (crm.activity.add, TYPE_ID 4)."""

    def find(self, key: str) -> int | None:
        """The id of the activity made under the key, if there is one."""
        ...

    def send(self, message: MailMessage) -> int:
        """Send once, return the activity id. HostTimeout: not known; HostError: refused, in its words."""
        ...

    def delete(self, activity_id: int) -> None:
        """Remove the card of a letter that did not go out; absent is fine."""
        ...

    def bind(self, activity_id: int, *, contact_id: int) -> None:
        """Show the letter in the contact's timeline too; bound already is fine."""
        ...


class Notices(Protocol):
    """Words to people in the portal: the bell, a card's timeline, the live feed."""

    def tell(self, user_id: int, text: str, *, tag: str) -> None:
        """Bell notification; one tag is one notification (a repeat replaces it)."""
        ...

    def comment(self, deal_id: int, text: str) -> None:
        """A comment in the deal's timeline; the same text is there once."""
        ...

    def post(self, dest: Sequence[str], title: str, text: str) -> None:
        """Post to the live feed. HostTimeout: not known whether it did."""
        ...


class Robots(Protocol):
    def answer(self, event_token: str, values: Mapping[str, str], log: str) -> None:
        """bizproc.event.send; answered already is fine."""
        ...


class People(Protocol):
    """The portal's users («Сотрудники»)."""

    def name(self, user_id: int) -> str:
        """«Имя Фамилия»; "" when there is no such user."""
        ...
