"""Letter («Письмо»): one message about one revision of one document to one person for one purpose."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.lifecycle import Lifecycle


class LetterState(StrEnum):
    PLANNED = "planned"
    ATTEMPTED = "attempted"
    SENT = "sent"
    UNKNOWN = "unknown"


class LetterAction(StrEnum):
    ATTEMPT = "attempt"
    DELIVER = "deliver"
    FAIL = "fail"
    DOUBT = "doubt"


LIFECYCLE = Lifecycle(
    LetterState.PLANNED,
    {
        (LetterState.PLANNED, LetterAction.ATTEMPT): LetterState.ATTEMPTED,
        (LetterState.ATTEMPTED, LetterAction.DELIVER): LetterState.SENT,
        (LetterState.ATTEMPTED, LetterAction.FAIL): LetterState.PLANNED,
        (LetterState.ATTEMPTED, LetterAction.DOUBT): LetterState.UNKNOWN,
        (LetterState.UNKNOWN, LetterAction.DELIVER): LetterState.SENT,
        (LetterState.UNKNOWN, LetterAction.FAIL): LetterState.PLANNED,
    },
)


@dataclass(frozen=True, slots=True)
class ActLetter:
    """`key` is unique in the portal and travels as the activity's ORIGIN_ID: the host can be asked."""

    id: int
    key: str
    act_id: int
    revision: int
    contact_id: int
    address: str
    state: LetterState = LIFECYCLE.initial
    attempts: int = 0
    activity_id: int | None = None
    cause: str = ""
    """Why the last attempt failed, in the host's words."""
    version: int = 0

    def attempted(self) -> ActLetter:
        """Noted before the call, so that a killed worker's successor asks before it sends."""
        state = LIFECYCLE.next(self.state, LetterAction.ATTEMPT)
        return replace(self, state=state, attempts=self.attempts + 1)

    def delivered(self, activity_id: int) -> ActLetter:
        return replace(
            self, state=LIFECYCLE.next(self.state, LetterAction.DELIVER), activity_id=activity_id, cause=""
        )

    def failed(self, cause: str) -> ActLetter:
        """It certainly did not go out: it may be tried again."""
        state = LIFECYCLE.next(self.state, LetterAction.FAIL)
        return replace(self, state=state, activity_id=None, cause=cause)

    def doubtful(self, activity_id: int) -> ActLetter:
        """An activity is there, but no answer came: it may have gone out."""
        return replace(self, state=LIFECYCLE.next(self.state, LetterAction.DOUBT), activity_id=activity_id)
