"""The composition root: settings in, contexts out; the only module that knows both the ports and the adapters."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from app.connectors.copies import ConfinedCopies
from app.connectors.forms import TypstForms
from app.connectors.letters import JinjaLetters
from app.domain.calls import HostEvent, RobotCall
from app.domain.facts import Fact
from app.domain.setup import PARTING
from app.errors import DomainError, ManifestError
from app.installation.book import Book
from app.installation.installer import METHODS, Installer
from app.installation.step import Site
from app.installation.upkeep import SETUP_CALLS, Upkeep
from app.manifest import Manifest
from app.portal.abilities import PortalAbilities
from app.portal.bulk import PortalBulk
from app.portal.client import PortalClient, installer_client
from app.portal.counterparties import Known as KnownParties
from app.portal.counterparties import PortalCounterparties
from app.portal.deals import PortalDeals
from app.portal.drive import PortalDrive
from app.portal.endpoints import EndpointGuard, guarded_session
from app.portal.hearing import HeardLog, Hearing
from app.portal.home_twins import HomeTwins
from app.portal.invoices import PortalInvoices
from app.portal.lists import Lists
from app.portal.mail import PortalMail
from app.portal.notices import PortalNotices
from app.portal.oauth import AppCredentials, AuthServer
from app.portal.offline import PortalOffline
from app.portal.registration import Registration, bucket_of
from app.portal.robots import PortalRobots
from app.portal.stages import Known, Stages
from app.portal.strangers import stranger
from app.portal.structure import Structure
from app.portal.users import PortalUsers, Viewer
from app.portal.wire import Wire
from app.ports import Context
from app.ports.access import PortalAddress
from app.services import mirroring, stages
from app.services.calls import CALLS, explain_refusal
from app.services.reactions import names_of, react
from app.store.blobs import StoredBlobs
from app.store.cipher import Cipher
from app.store.database import Database, make_folder
from app.store.inbox import Inbox
from app.store.limits import LeakyBucket
from app.store.portals import PortalRow, Portals
from app.store.queue import InboxRow, OutboxRow
from app.store.requests import Requests
from app.store.sessions import Sessions
from app.store.store import EventsTaken, PortalStore
from app.store.tokens import Tokens
from config.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
_ROBOT_CALL: TypeAdapter[RobotCall] = TypeAdapter(RobotCall)
_HOST_EVENT: TypeAdapter[HostEvent] = TypeAdapter(HostEvent)

if TYPE_CHECKING:
    import requests


class Time(Protocol):
    """The clock of a process, and how it waits: on a virtual one an hour passes at once."""

    def now(self) -> datetime:
        """Aware UTC."""
        ...

    def sleep(self, seconds: float) -> None: ...


class SystemTime:
    def now(self) -> datetime:
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


@dataclass(frozen=True, slots=True)
class Office:
    """What contexts of all portals share in one process."""

    forms: TypstForms
    copies: ConfinedCopies
    letters: JinjaLetters


class Application:
    """One a process: made after a fork, never before (typst's threads and the database's sockets do not survive it).

    `ring` is told of rows written for the workers; it must be quick and never raise. `is_awaited`: a person waits for
    what it asks of portals, so that its calls go before those of workers.
    """

    def __init__(
        self, settings: Settings, *, ring: Callable[[], None], clock: Time | None = None, is_awaited: bool = False
    ) -> None:
        self.settings = settings
        self.manifest = Manifest.load()
        self.clock = clock or SystemTime()
        self.hearing = Hearing(self.clock)
        self.database = Database(settings.database_url)
        self.ring = ring
        self._is_awaited = is_awaited
        cipher = Cipher(settings.encryption_keys)
        self.portals = Portals(self.database, cipher)
        self.sessions = Sessions(self.database, cipher, self.clock)
        self.inbox = Inbox(self.database, on_accept=ring)
        self.guard = EndpointGuard(auth_servers=settings.auth_servers, portals_allowed=settings.portals_allowed)
        self._cipher = cipher
        self._session: requests.Session = guarded_session(self.guard)
        credentials = AppCredentials(settings.client_id, settings.client_secret)
        self._wire = Wire(self._session)
        self.auth_server = AuthServer(credentials, self.guard, self._wire, self.clock)
        self._office = Office(
            TypstForms(ROOT / "config" / "forms"), ConfinedCopies(), JinjaLetters(ROOT / "config" / "letters")
        )
        self.upkeep = Upkeep(
            self.database, self.portals, self.auth_server, self.clock,
            installer=self.installer, tokens=self.tokens, store=self.store,
        )  # fmt: skip
        self._policy = settings.policy()
        self._twin_fields = self.manifest.register("acts").twin.owned()
        self._dictionaries: dict[int, Known] = {}
        self._parties: dict[int, KnownParties] = {}

    def close(self) -> None:
        self.inbox.close()
        self._session.close()
        self.database.dispose()

    def client(self, portal: PortalRow, user_token: str = "") -> PortalClient:
        """The portal's client: with the installer's token, or a person's own when one is given."""
        self.guard.portal_origin(portal.client_endpoint)
        capacity, drain = bucket_of(self.portals.settings(portal.id).licence)
        client = installer_client(
            portal.address,
            self.tokens(portal),
            LeakyBucket(self.database, portal.id, self.clock, capacity=capacity, drain=drain),
            HeardLog(Requests(self.database, portal.id), self.hearing, portal.id),
            self.auth_server,
            session=self._session,
            clock=self.clock,
            sleep=self.clock.sleep,
            is_awaited=self._is_awaited,
            on_move=lambda address: self.portals.move(portal.id, address),
        )
        return client.as_user(user_token) if user_token else client

    def stranger(self, address: PortalAddress, access_token: str) -> Viewer:
        """Whose token it is, at a portal that is confirmed and not yet kept."""
        return stranger(self._wire, address, access_token)

    def store(self, portal: PortalRow) -> PortalStore:
        return PortalStore(
            self.database, portal.id, reactions=names_of, clock=self.clock, on_commit=self.ring
        )

    def installer(self, portal: PortalRow) -> Installer:
        """Works with the installer's token: an administrator's, since no one else may register anything."""
        client = self.client(portal)
        installer_id = self.tokens(portal).current().user_id or 0
        site = Site(
            self.manifest, self._policy, Structure(client), Registration(client),
            self.settings.app_url.rstrip("/"), installer_id, cache(lambda: PortalAbilities(client).read(METHODS)),
            Lists(client), self.clock,
        )  # fmt: skip
        book = Book(
            lambda: self.portals.settings(portal.id), lambda how: self.portals.change_settings(portal.id, how)
        )
        return Installer(site, book, lambda: self._begin(portal))

    def _begin(self, portal: PortalRow) -> None:
        """What follows an installation: listen to stages from now on, read what has been there before."""
        ctx = self.context(portal)
        stages.begin(ctx)
        mirroring.begin(ctx)

    def tokens(self, portal: PortalRow) -> Tokens:
        return Tokens(self.database, portal.id, self._cipher, self.clock)

    def context(self, portal: PortalRow, user_token: str = "") -> Context:
        """Everything a use case may touch in this portal; the host as the person with `user_token` sees it."""
        client = self.client(portal, user_token)
        known = self.portals.settings(portal.id).at_work
        zone = ZoneInfo(known.zone)
        dictionary = Stages(client, None if user_token else self._dictionaries.setdefault(portal.id, {}))
        parties = None if user_token else self._parties.setdefault(portal.id, {})
        return Context(
            portal_tag=portal.tag,
            qr_key=self.settings.qr_key.encode(),
            clock=self.clock,
            policy=self._policy,
            settings=known,
            store=self.store(portal),
            blobs=StoredBlobs(self.database, portal.id, self.clock),
            deals=PortalDeals(client, zone),
            counterparties=PortalCounterparties(client, parties),
            host_invoices=PortalInvoices(client, dictionary, paid_field=known.invoice_paid_field),
            twins=HomeTwins(client, tag=portal.tag),
            drive=PortalDrive(client),
            mail=PortalMail(client),
            notices=PortalNotices(client),
            robots=PortalRobots(client),
            people=PortalUsers(client),
            bulk=PortalBulk(client, zone),
            offline=PortalOffline(client),
            forms=self._office.forms,
            copies=self._office.copies,
            letter_forms=self._office.letters,
            twin_fields=self._twin_fields,
        )

    def context_of(self, portal_id: int) -> Context:
        return self.context(self.portals.get(portal_id))

    def run_events(self, ctx: Context, taken: EventsTaken) -> None:
        """Do what many events ask, as parts of one transaction."""
        joined = replace(ctx, store=taken.store)
        for row in taken.rows:
            self.run_inbox(joined, row)

    def run_inbox(self, ctx: Context, row: InboxRow) -> Mapping[str, str] | None:
        """Do what the portal (or the app itself) asked; values, when there are any, answer the robot now."""
        if row.kind == "robot":
            return self._run_robot(ctx, _ROBOT_CALL.validate_python(row.payload))
        if row.kind == "event":
            self.manifest.handle(ctx, _HOST_EVENT.validate_python(row.payload))
        elif row.code in SETUP_CALLS:
            self.upkeep.do(self.portals.get(row.portal_id), row.code)
        elif row.code in CALLS:
            CALLS[row.code](ctx, row.payload)
        else:
            raise ManifestError(f"no call {row.code}")
        return None

    def run_outbox(self, ctx: Context, row: OutboxRow) -> None:
        fact: Fact = row.fact()
        react(ctx, row.reaction, fact)

    def _run_robot(self, ctx: Context, call: RobotCall) -> Mapping[str, str] | None:
        if ctx.settings.is_parting:
            explain_refusal(ctx, call, DomainError(PARTING))
            return None
        try:
            return self.manifest.robot(call.code).run(ctx, call)
        except DomainError as refusal:
            explain_refusal(ctx, call, refusal)
            return None


def build(
    settings: Settings, *, ring: Callable[[], None], clock: Time | None = None, is_awaited: bool = False
) -> Application:
    """Prepare the folder of an embedded database, and the application on it."""
    make_folder(settings.database_url)
    return Application(settings, ring=ring, clock=clock, is_awaited=is_awaited)


def robot_payload(call: RobotCall) -> dict[str, object]:
    """The call as the inbox keeps it."""
    found: dict[str, object] = _ROBOT_CALL.dump_python(call, mode="json")
    return found


def event_payload(event: HostEvent) -> dict[str, object]:
    found: dict[str, object] = _HOST_EVENT.dump_python(event, mode="json")
    return found
