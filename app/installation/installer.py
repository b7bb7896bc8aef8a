"""The installer («Установщик»): plan, choose, apply, mend, remove; what the page and the command line drive."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from app.domain.policy import PortalSettings
from app.domain.setup import Action, Change, Farewell, Parting, StepNote, StepState, Wishes
from app.errors import AppError, AuthLost, HostError, HostUnavailable, RateLimited
from app.installation import drift
from app.installation.activities import Activities
from app.installation.book import Book
from app.installation.folder import ActsFolder
from app.installation.funnels import FunnelReading, StageRoles, offer, read_funnels
from app.installation.offline import OfflineEvents
from app.installation.probes import scope_changes
from app.installation.process import InvoiceField, find_process
from app.installation.registrations import Events, Placements, Robots
from app.installation.removal import Removal
from app.installation.step import Site, Step, lacking
from app.installation.todo import Todo, to_place, to_take_away
from app.installation.twin import WAYS, ActsTwin, twin_lacks
from app.portal.items import INVOICE

log = structlog.get_logger()
STEPS: tuple[Step, ...] = (
    StageRoles(), ActsTwin(), InvoiceField(), ActsFolder(), Robots(), Activities(), Events(), OfflineEvents(),
    Placements(),
)  # fmt: skip
METHODS = tuple(method for step in (*STEPS, *WAYS) for method in step.needs)
"""What the portal is asked about before anything is planned."""


@dataclass(frozen=True, slots=True)
class Homes:
    """Where the acts may live («Где вести акты»): smart processes and folders that the customer has already."""

    processes: dict[int, str]
    """entityTypeId -> title."""
    process_id: int | None
    """The one that would be taken; None: a new one is made."""
    folders: list[str]
    folder: str


class Installer:
    """Idempotent and resumable: each step looks first, and what it made is saved before the next call."""

    def __init__(self, site: Site, book: Book, listen: Callable[[], None]) -> None:
        """`listen`: start reading the stage history from now."""
        self._site = site
        self._book = book
        self._listen = listen

    def funnels(self) -> list[FunnelReading]:
        return read_funnels(self._site.structure)

    def homes(self) -> Homes:
        processes, settings = self._site.structure.processes(), self._book.settings
        taken = find_process(processes, settings, self._site.manifest.register("acts").twin)
        return Homes(
            {row.entity_type_id: row.title for row in processes}, taken.entity_type_id if taken else None,
            self._site.structure.root_folders(), self._site.folder_name(settings),
        )  # fmt: skip

    def steps(self) -> list[tuple[Step, StepNote]]:
        notes = {note.key: note for note in self._book.settings.steps}
        return [(step, notes.get(step.key, StepNote(step.key, StepState.TODO))) for step in STEPS]

    def plan(self) -> list[Change]:
        """What `apply` would do to the portal, and what the portal does not let it do; nothing is changed."""
        settings = self._book.settings
        lines = list(scope_changes(self._site.manifest, self._site.able()))
        for step in STEPS:
            reason = lacking(step, self._site.able())
            lines += [Change(Action.SKIP, step.title, "", reason)] if reason else step.changes(self._site, settings)
        return lines

    def choose(self, wishes: Wishes) -> None:
        """Keep the administrator's choice; nothing is changed in the portal yet."""
        self._book.put(
            wanted=wishes.funnels, sees_all=wishes.sees_all, feed_dest=wishes.feed_dest,
            adopt_type_id=wishes.adopt_type_id, acts_folder=wishes.acts_folder, steps=(),
        )  # fmt: skip

    def choose_offered(self) -> None:
        """Where nobody has chosen funnels yet, those that the page of the installation offers."""
        settings = self._book.settings
        if not settings.wanted and not settings.is_complete:
            self._book.put(wanted=offer(self.funnels()))

    def apply(self) -> bool:
        """Run the steps in order; stops at the first that fails, and says why in its note."""
        registration = self._site.registration
        try:
            licence, zone = registration.installation().licence, registration.time_zone()
        except AppError as error:
            self._note(StepNote(STEPS[0].key, StepState.FAILED, _why(error)))
            return False
        self._book.change(
            lambda known: replace(
                known,
                # Not none of them under way: a page would take it for an installation that nobody asked for.
                steps=(StepNote(STEPS[0].key, StepState.RUNNING),),
                # Where the acts live already, the refusal is the reason for it.
                refused=known.refused if known.acts_type else {},
                farewell=Farewell(),
                licence=licence,
                zone=zone or known.zone,
            )
        )
        return all(self._run(step, following) for step, following in zip(STEPS, (*STEPS[1:], None), strict=True))

    def is_complete(self) -> bool:
        """Whether a plan made now would change nothing."""
        return all(change.action in (Action.KEEP, Action.SKIP) for change in self.plan())

    def mend(self, now: datetime) -> tuple[str, ...]:
        """Put back what the portal has dropped of a finished installation. Raises HostError kinds."""
        if not self._book.settings.is_complete or self._book.settings.is_parting:
            return ()
        standing = self._site.registration.standing()
        mended = drift.mend(self._site, self._book, standing)

        def watched(known: PortalSettings) -> PortalSettings:
            watch = replace(known.watch, looked_at=now)
            watch = replace(watch, mended_at=now, mended=mended) if mended else watch
            return replace(known, watch=watch, licence=standing.installation.licence)

        self._book.change(watched)
        if mended:
            log.info("registrations_mended", mended=mended)
        return mended

    def removal(self) -> list[Change]:
        """What `remove` would take away and what it would leave."""
        return Removal(self._site, self._book).plan()

    def remove(self) -> bool:
        """Prepare the portal for the removal; whether our own data goes with the app was asked before (`part`)."""
        return Removal(self._site, self._book).run()

    def part(self, *, clean: bool) -> None:
        """From now on the app does nothing by itself in this portal."""
        self._book.change(lambda known: asked_to_part(known, clean=clean))

    def ask(self) -> None:
        """Ask what every employee may ask. Raises AuthLost, AccessDenied: the token is good for nothing."""
        self._site.registration.installation()

    def todo(self) -> list[Todo]:
        """What only a person can do: no method of the portal does it."""
        settings = self._book.settings
        if settings.is_parting:
            return to_take_away(settings, self.funnels())
        invoices = next((row.id for row in self._site.structure.categories(INVOICE)), None)
        return to_place(self._site.manifest, settings, self.funnels(), invoices=invoices)

    def _run(self, step: Step, following: Step | None) -> bool:
        """The end of one step and the beginning of the next are one note: whoever looks sees that it goes on."""
        try:
            reason = lacking(step, self._site.able())
            if not reason:
                step.apply(self._site, self._book)
                reason = twin_lacks(self._site, self._book.settings) if isinstance(step, ActsTwin) else ""
            if following is None:
                # Before anybody is told that all is done: a deal that is moved then is ours to act on.
                self._listen()
        except AppError as error:
            self._note(StepNote(step.key, StepState.FAILED, _why(error)))
            return False
        ended = StepNote(step.key, StepState.SKIPPED if reason else StepState.DONE, reason)
        begun = [StepNote(following.key, StepState.RUNNING)] if following else []
        self._note(ended, *begun, is_last=following is None)
        return True

    def _note(self, *notes: StepNote, is_last: bool = False) -> None:
        keys = {note.key for note in notes}

        def noted(known: PortalSettings) -> PortalSettings:
            steps = (*(old for old in known.steps if old.key not in keys), *notes)
            return replace(known, steps=steps, is_complete=known.is_complete or is_last)

        self._book.change(noted)


def asked_to_part(known: PortalSettings, *, clean: bool) -> PortalSettings:
    return replace(known, farewell=Farewell(Parting.ASKED, clean))


def _why(error: AppError) -> str:
    """For the administrator: who said what."""
    if not isinstance(error, HostError):
        return str(error)
    words = f"{error.description} ({error.code})" if error.description and error.code else str(error)
    if isinstance(error, AuthLost):
        return f"Приложение потеряло доступ к порталу, верните его кнопкой «Работать от моего имени»: {words}"
    if isinstance(error, RateLimited):
        return f"Портал занят, повторите через минуту: {words}"
    return f"Портал не ответил: {words}" if isinstance(error, HostUnavailable) else f"Портал отказал: {words}"
