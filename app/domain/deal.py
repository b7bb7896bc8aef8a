"""Deal («Сделка»): what the app knows of it, and the table of moves it may make."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from app.domain.act import Act
from app.domain.invoice import Invoice, Settlement


class Role(StrEnum):
    """What a stage of a funnel means to the app; the installer maps each to a stage of the portal."""

    REPORT_SENT = "report_sent"
    DOCUMENTS_SENT = "documents_sent"
    INVOICE_PAID = "invoice_paid"
    WON = "won"


class ActsBy(StrEnum):
    """Who starts an act when a deal enters the report stage: a robot placed there, or the app itself."""

    ROBOT = "robot"
    APP = "app"


class Move(StrEnum):
    DOCUMENTS_OUT = "documents_out"
    PAID = "paid"
    CLOSE = "close"


MOVES: dict[tuple[Role, Move], Role] = {
    (Role.REPORT_SENT, Move.DOCUMENTS_OUT): Role.DOCUMENTS_SENT,
    (Role.DOCUMENTS_SENT, Move.PAID): Role.INVOICE_PAID,
    (Role.DOCUMENTS_SENT, Move.CLOSE): Role.WON,
    (Role.INVOICE_PAID, Move.CLOSE): Role.WON,
}
"""The only moves the app makes: never backwards, never out of a closed stage."""


@dataclass(frozen=True, slots=True)
class Funnel:
    """A pipeline of deals («воронка») and the stages of its roles (STATUS_ID; empty = not mapped)."""

    category_id: int
    acts_by: ActsBy
    stages: dict[Role, str]

    def role_of(self, stage_id: str) -> Role | None:
        return next((role for role, stage in self.stages.items() if stage and stage == stage_id), None)

    def target(self, stage_id: str, move: Move) -> str | None:
        """The stage that `move` leads to from `stage_id`, or None where the table has no such move."""
        role = self.role_of(stage_id)
        to = MOVES.get((role, move)) if role else None
        return self.stages.get(to) or None if to else None


@dataclass(frozen=True, slots=True)
class Deal:
    """A deal as last read; amount in roubles; `is_closed` = its stage is final (won or lost)."""

    id: int
    title: str
    stage_id: str
    category_id: int
    amount: Decimal
    responsible_id: int
    company_id: int | None = None
    contact_id: int | None = None
    own_company_id: int | None = None
    is_closed: bool = False
    updated_at: datetime | None = None

    @property
    def lane(self) -> str:
        return f"deal:{self.id}"


@dataclass(frozen=True, slots=True)
class DealNote:
    """What the app remembers of a deal beside what it reads: a move the portal refused, in its words."""

    deal: Deal
    refused_move: str = ""
    refused_words: str = ""
    pending: tuple[str, str] | None = None
    """A move (from, to) that we have begun and not yet recorded as made: the portal may or may not have done it."""
    own_moves: tuple[str, ...] = ()
    """Stages that we are moving it to and have not yet seen in its stage history: those entries are ours."""


@dataclass(frozen=True, slots=True)
class StageEntry:
    """One record of the stage history: the deal entered the stage (`id` grows with time)."""

    id: int
    deal_id: int
    stage_id: str
    category_id: int
    at: datetime


def left_to_act(deal: Deal, acts: Iterable[Act]) -> Decimal:
    """What is not yet covered by acts: the default amount of the next one, in roubles."""
    return max(deal.amount - sum((act.amount for act in acts if act.counts), Decimal(0)), Decimal(0))


def is_done(deal: Deal, acts: Sequence[Act], invoices: Sequence[Invoice]) -> bool:
    """Whether nothing more is owed by either side: the deal may be closed as won."""
    live = [act for act in acts if act.counts]
    signed = [act for act in live if act.is_signed]
    if not signed or len(signed) != len(live):
        return False
    covered = sum((act.amount for act in signed), Decimal(0)) == deal.amount
    return (covered or any(act.is_last for act in signed)) and Settlement.of(invoices).is_full


def unclaimed_entry(
    entries: Sequence[StageEntry], stage_id: str | None, claimed: Iterable[str]
) -> StageEntry | None:
    """The oldest entry into `stage_id` (any stage when None: the newest entry) that no act was made for."""
    taken = set(claimed)
    free = [entry for entry in entries if f"entry:{entry.id}" not in taken]
    if stage_id is None:
        return max(free, key=lambda entry: entry.id, default=None)
    return min((e for e in free if e.stage_id == stage_id), key=lambda entry: entry.id, default=None)


def deal_of(lane: str) -> int | None:
    """The deal that the rows of the lane are about."""
    place, _, number = lane.partition(":")
    return int(number) if place == "deal" and number.isdecimal() else None
