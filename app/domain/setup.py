"""Setup («Установка»): what the administrator chooses, and how far the installation has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from app.domain.deal import ActsBy, Role


class StepState(StrEnum):
    """`SKIPPED`: the portal lacks what the step needs; its note says what, and what follows."""

    TODO = "todo"
    RUNNING = "running"
    DONE = "done"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class StepNote:
    """How a step ended; `detail` says in Russian what went wrong and what to do, or what was done."""

    key: str
    state: StepState
    detail: str = ""


@dataclass(frozen=True, slots=True)
class FunnelChoice:
    """What the administrator wants of a funnel; `create` are roles that a stage is made for."""

    category_id: int
    acts_by: ActsBy
    roles: dict[Role, str]
    create: tuple[Role, ...] = ()
    rename_won: bool = False


@dataclass(frozen=True, slots=True)
class Wishes:
    """All that the administrator chooses on the page; fields of PortalSettings say what each means."""

    funnels: tuple[FunnelChoice, ...]
    sees_all: tuple[int, ...] = ()
    feed_dest: tuple[str, ...] = ()
    adopt_type_id: int | None = None
    acts_folder: str = ""


class Action(StrEnum):
    """`SKIP`: would be done if the portal could; `why` says what is lacking."""

    ADD = "add"
    CHANGE = "change"
    KEEP = "keep"
    SKIP = "skip"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the plan: what would be done to what, before anything is.

    `path`: where in the portal it stands; `code`: the portal's own name for it, where people know another.
    """

    action: Action
    kind: str
    what: str
    why: str = ""
    path: str = ""
    code: str = ""


class MadeKind(StrEnum):
    """`STAGE_NAME`: a stage of the customer's that the installer has renamed; `Made.label` is its former name."""

    PROCESS = "process"
    FIELD = "field"
    STAGE = "stage"
    STAGE_NAME = "stage_name"
    FOLDER = "folder"
    LIST = "list"
    LIST_FIELD = "list_field"


@dataclass(frozen=True, slots=True)
class Made:
    """What the installer made in the portal; nothing else may it ever delete.

    Noted twice: before the call, with no id, so that an interrupted call's work is known for ours again, and
    after it, with the portal's id. `name` is the portal's own for it (a field's name, STATUS_ID, a title);
    `where` it stands: an entity of fields or a dictionary of stages; `after`: no older id can be it.
    """

    kind: MadeKind
    name: str
    where: str = ""
    label: str = ""
    id: int = 0
    after: int = 0

    @property
    def key(self) -> tuple[MadeKind, str, str]:
        return self.kind, self.where, self.name


PARTING = "«Первичка» подготовлена к удалению и ничего не делает. Вернуть её: «Установить» на странице установки."


class Parting(StrEnum):
    """How far the preparation for the removal has come («Подготовить к удалению»)."""

    NO = ""
    ASKED = "asked"
    FAILED = "failed"
    DONE = "done"


ASKED_EVERY = ((timedelta(hours=3), timedelta(minutes=1)), (timedelta(days=3), timedelta(minutes=10)))
"""So long after the preparation it is asked so often whether the app is still there; afterwards every hour."""
_HOUR = timedelta(hours=1)
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Farewell:
    """What the removal left behind, and whether our own data goes when the app does (`clean`)."""

    state: Parting = Parting.NO
    clean: bool = False
    why: str = ""
    kept: tuple[Change, ...] = ()
    done_at: datetime | None = None

    def turn(self, now: datetime) -> datetime:
        """The beginning of the period in which a prepared portal is asked once."""
        age = now - (self.done_at or _EPOCH)
        period = next((every for until, every in ASKED_EVERY if age < until), _HOUR)
        return now - (now - _EPOCH) % period


@dataclass(frozen=True, slots=True)
class Watch:
    """When it was last looked whether the registrations stand («Сверка»), and what was put back, when."""

    looked_at: datetime | None = None
    mended_at: datetime | None = None
    mended: tuple[str, ...] = ()
