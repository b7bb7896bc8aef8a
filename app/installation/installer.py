"""The installer («Установщик»): plan, choose, apply; what the install page and the command line both drive."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.domain.deal import ActsBy, Role
from app.domain.policy import PortalSettings
from app.domain.setup import Action, Change, FunnelChoice, StepNote, StepState
from app.errors import AppError
from app.installation.folder import ActsFolder
from app.installation.funnels import FunnelReading, StageRoles, read_funnels
from app.installation.process import ActsProcess, InvoiceField
from app.installation.registrations import Events, Placements, Robots
from app.installation.step import Save, Site, Step

STEPS: tuple[Step, ...] = (
    StageRoles(), ActsProcess(), InvoiceField(), ActsFolder(), Robots(), Events(), Placements(),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Todo:
    """What only a person can do in the portal, and where."""

    text: str
    path: str


class Installer:
    """Idempotent and resumable: each step looks first, and what it made is saved before the next call."""

    def __init__(
        self, site: Site, read: Callable[[], PortalSettings], save: Save, listen: Callable[[], None]
    ) -> None:
        """`listen`: start reading the stage history from now."""
        self._site = site
        self._read = read
        self._save = save
        self._listen = listen

    def funnels(self) -> list[FunnelReading]:
        return read_funnels(self._site.structure)

    def steps(self) -> list[tuple[Step, StepNote]]:
        notes = {note.key: note for note in self._read().steps}
        return [(step, notes.get(step.key, StepNote(step.key, StepState.TODO))) for step in STEPS]

    def plan(self) -> list[Change]:
        """What `apply` would do to the portal, line by line; nothing is changed."""
        settings = self._read()
        return [change for step in STEPS for change in step.changes(self._site, settings)]

    def choose(
        self, funnels: Sequence[FunnelChoice], *, sees_all: Sequence[int], feed_dest: Sequence[str]
    ) -> None:
        """Keep the administrator's choice; nothing is changed in the portal yet."""
        chosen = replace(
            self._read(), wanted=tuple(funnels), sees_all=tuple(sees_all), feed_dest=tuple(feed_dest), steps=()
        )
        self._save(chosen)

    def apply(self) -> bool:
        """Run the steps in order; stops at the first that fails, and says why in its note."""
        known = self._read()
        licence = self._site.registration.installation().licence
        zone = self._site.registration.time_zone() or known.zone
        self._save(replace(known, steps=(), licence=licence, zone=zone))
        for step in STEPS:
            self._note(StepNote(step.key, StepState.RUNNING))
            try:
                settings = step.apply(self._site, self._read(), self._save)
            except AppError as error:
                self._note(StepNote(step.key, StepState.FAILED, str(error)))
                return False
            self._save(settings)
            self._note(StepNote(step.key, StepState.DONE))
        self._listen()
        return True

    def is_complete(self) -> bool:
        """Whether a plan made now would change nothing."""
        return all(change.action is Action.KEEP for change in self.plan())

    def todo(self) -> list[Todo]:
        """Robots can only be placed by hand: no method of the portal does it."""
        names = {reading.category.id: reading for reading in self.funnels()}
        found = []
        for funnel in self._read().funnels:
            reading = names.get(funnel.category_id)
            stage = funnel.stages.get(Role.REPORT_SENT, "")
            if funnel.acts_by is not ActsBy.ROBOT or reading is None or not stage:
                continue
            title = next((row.name for row in reading.stages if row.stage_id == stage), stage)
            robot = self._site.manifest.robot("make_act").name["ru"]
            text = f"Поставьте робота «{robot}» на стадию «{title}» воронки «{reading.category.name}»."
            found.append(Todo(text, f"/crm/deal/automation/{funnel.category_id}/"))
        return found

    def _note(self, note: StepNote) -> None:
        settings = self._read()
        others = tuple(old for old in settings.steps if old.key != note.key)
        self._save(replace(settings, steps=(*others, note)))
