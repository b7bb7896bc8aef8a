"""Setup («Установка»): what the administrator chooses, and how far the installation has come."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.deal import ActsBy, Role


class StepState(StrEnum):
    TODO = "todo"
    RUNNING = "running"
    DONE = "done"
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


class Action(StrEnum):
    ADD = "add"
    CHANGE = "change"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the plan: what would be done to what, before anything is."""

    action: Action
    kind: str
    what: str
