"""What the services need from the outside, as Protocols bound to ONE portal; Context is all of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from app.domain.policy import Policy, PortalSettings
from app.domain.twin import TwinField
from app.ports.host import (
    Counterparties,
    Deals,
    Download,
    Drive,
    HostInvoice,
    HostInvoices,
    Mail,
    MailFile,
    MailMessage,
    Notices,
    People,
    Robots,
    TwinReading,
    Twins,
)
from app.ports.office import (
    Clock,
    Copies,
    Forms,
    LetterForms,
    RenderedLetter,
)
from app.ports.reading import (
    Bulk,
    Changes,
    News,
    Offline,
    OfflinePacket,
    PortalTime,
    RawPortion,
    Unread,
)
from app.ports.records import (
    Acts,
    Blobs,
    DealMirror,
    DirtyMark,
    Invoices,
    Letters,
    Mirror,
    Store,
    Transaction,
    TwinNotes,
)

__all__ = [
    "Acts",
    "Blobs",
    "Bulk",
    "Changes",
    "Clock",
    "Context",
    "Copies",
    "Counterparties",
    "DealMirror",
    "Deals",
    "DirtyMark",
    "Download",
    "Drive",
    "Forms",
    "HostInvoice",
    "HostInvoices",
    "Invoices",
    "LetterForms",
    "Letters",
    "Mail",
    "MailFile",
    "MailMessage",
    "Mirror",
    "News",
    "Notices",
    "Offline",
    "OfflinePacket",
    "People",
    "PortalTime",
    "RawPortion",
    "RenderedLetter",
    "Robots",
    "Store",
    "Transaction",
    "TwinNotes",
    "TwinReading",
    "Twins",
    "Unread",
]


@dataclass(frozen=True, slots=True)
class Context:
    """Everything a use case may touch, already bound to one portal."""

    portal_tag: str
    """Short public name of the portal, printed in QRs."""
    qr_key: bytes
    clock: Clock
    policy: Policy
    settings: PortalSettings
    store: Store
    blobs: Blobs
    deals: Deals
    counterparties: Counterparties
    host_invoices: HostInvoices
    twins: Twins
    drive: Drive
    mail: Mail
    notices: Notices
    robots: Robots
    people: People
    bulk: Bulk
    offline: Offline
    forms: Forms
    copies: Copies
    letter_forms: LetterForms
    twin_fields: Mapping[str, TwinField]
    """Of an act's twin, by our names: whose word each is."""

    def today(self) -> date:
        """The date in the portal's zone."""
        return self.clock.now().astimezone(ZoneInfo(self.settings.zone)).date()
