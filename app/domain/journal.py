"""Journal («Журнал»): what a person may decide about a row of the queues that does not go on by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.errors import DomainError


class RowState(StrEnum):
    """`CANCELLED`: a person decided that it is not to be done; `UNKNOWN`: nobody can say whether it was."""

    WAITING = "waiting"
    LEASED = "leased"
    DONE = "done"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"


class Decision(StrEnum):
    RETRY = "retry"
    CANCEL = "cancel"
    SENT = "sent"
    AGAIN = "again"


ALLOWED: Mapping[RowState, tuple[Decision, ...]] = {
    RowState.WAITING: (Decision.RETRY, Decision.CANCEL),
    RowState.LEASED: (),
    RowState.DONE: (),
    RowState.FAILED: (Decision.RETRY, Decision.CANCEL),
    RowState.UNKNOWN: (Decision.SENT, Decision.AGAIN),
    RowState.CANCELLED: (Decision.RETRY,),
}
"""The buttons of a row, the likeliest first."""
NEXT: Mapping[Decision, RowState] = {
    Decision.RETRY: RowState.WAITING,
    Decision.AGAIN: RowState.WAITING,
    Decision.CANCEL: RowState.CANCELLED,
    Decision.SENT: RowState.DONE,
}


@dataclass(frozen=True, slots=True)
class RowName:
    """Which row: `queue` is inbox or outbox."""

    queue: str
    id: int

    def __str__(self) -> str:
        return f"{self.queue}:{self.id}"


def may(state: RowState, decision: Decision) -> None:
    """Raises DomainError when a row in this state does not take the decision."""
    if decision not in ALLOWED[state]:
        raise DomainError("Эта строка тем временем изменилась: обновите журнал и посмотрите, что с ней стало.")
