"""What has happened, in the past tense; each is saved with the change it tells of."""

from __future__ import annotations

from dataclasses import dataclass, fields
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar


class SignedHow(StrEnum):
    """What a signature rests on; the register shows it."""

    QR = "qr"
    PERSON = "person"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class Fact:
    """Base of all facts; `register` names the register in whose history it is written."""

    register: ClassVar[str] = ""

    @property
    def document_id(self) -> int | None:
        """The document in whose history the fact is written, if it is about one."""
        return None

    @property
    def key(self) -> str:
        """Business key: the same happening recorded twice is one outbox row a reaction."""
        return ":".join([type(self).__name__, *(str(getattr(self, field.name)) for field in fields(self))])


@dataclass(frozen=True, slots=True)
class ActFact(Fact):
    register: ClassVar[str] = "acts"
    act_id: int

    @property
    def document_id(self) -> int | None:
        return self.act_id


@dataclass(frozen=True, slots=True)
class ActMade(ActFact):
    """An act has its number and its place in the register; nothing has been printed or told yet."""

    revision: int


@dataclass(frozen=True, slots=True)
class ActPrinted(ActFact):
    revision: int


@dataclass(frozen=True, slots=True)
class ActFiled(ActFact):
    revision: int


@dataclass(frozen=True, slots=True)
class ActInvoiced(ActFact):
    revision: int
    invoice_id: int


@dataclass(frozen=True, slots=True)
class InvoicePrinted(ActFact):
    """The invoice of the act is printed as it stands now."""

    revision: int
    invoice_id: int
    blob_id: int


@dataclass(frozen=True, slots=True)
class PapersReady(ActFact):
    """Act and invoice lie in the act's folder: the letter may go."""

    revision: int


@dataclass(frozen=True, slots=True)
class ManagerTold(ActFact):
    """The manager knows what the act lacks, or it lacks nothing."""

    revision: int


@dataclass(frozen=True, slots=True)
class RecipientNeeded(ActFact):
    revision: int
    reason: str


@dataclass(frozen=True, slots=True)
class LetterRequested(ActFact):
    """A person asked for the letter, to this contact; `request` tells one click from another."""

    revision: int
    contact_id: int
    request: str


@dataclass(frozen=True, slots=True)
class LetterFailed(ActFact):
    """The host refused to send; `cause` is in its own words."""

    revision: int
    cause: str
    attempt: int


@dataclass(frozen=True, slots=True)
class LetterDoubtful(ActFact):
    """Nobody can say whether the letter went out: a person decides."""

    revision: int
    letter_id: int


@dataclass(frozen=True, slots=True)
class ActSent(ActFact):
    revision: int
    activity_id: int
    contact_id: int


@dataclass(frozen=True, slots=True)
class ActReported(ActFact):
    """The robot that waited for the act has its answer."""

    revision: int


@dataclass(frozen=True, slots=True)
class CopyAwaits(ActFact):
    """A copy without a QR of ours came: the manager is asked to confirm it."""

    blob_id: int


@dataclass(frozen=True, slots=True)
class CopyRejected(ActFact):
    """A copy was looked at and not taken; `reason` is a sentence for the manager."""

    blob_id: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class TwinCopyFound(ActFact):
    """A person attached a file to the act's item in the portal."""

    file_id: int


@dataclass(frozen=True, slots=True)
class ActSigned(ActFact):
    how: SignedHow
    blob_id: int | None


@dataclass(frozen=True, slots=True)
class CopyFiled(ActFact):
    """The signed copy lies in the act's folder, or there is none to file (paper without a scan)."""


@dataclass(frozen=True, slots=True)
class ActVoided(ActFact):
    revision: int
    reason: str


@dataclass(frozen=True, slots=True)
class ActReassigned(ActFact):
    """Somebody named another responsible in the act's twin; `happened` tells one such change from the next."""

    responsible_id: int
    happened: str


@dataclass(frozen=True, slots=True)
class TwinStrayed(ActFact):
    """Somebody dragged the act's twin to a stage that its life does not allow."""

    stage_id: str
    mover_id: int
    happened: str


@dataclass(frozen=True, slots=True)
class InvoiceFact(Fact):
    register: ClassVar[str] = "invoices"
    invoice_id: int

    @property
    def document_id(self) -> int | None:
        return self.invoice_id


@dataclass(frozen=True, slots=True)
class InvoicePaid(InvoiceFact):
    """A payment is recorded; `amount` in roubles, `paid` the sum of all so far.

    `event_token`: the robot that brought it and waits for an answer; empty when none does.
    """

    payment: str
    amount: Decimal
    paid: Decimal
    event_token: str = ""


@dataclass(frozen=True, slots=True)
class PaymentReported(InvoiceFact):
    """The robot that brought the payment has its answer, or none waited: now stages may be left."""

    payment: str


@dataclass(frozen=True, slots=True)
class PaymentWeighed(InvoiceFact):
    """The deal has been moved for the payment, or need not be."""

    payment: str


@dataclass(frozen=True, slots=True)
class DealFact(Fact):
    deal_id: int


@dataclass(frozen=True, slots=True)
class DealMoved(DealFact):
    """We moved the deal; `cause` is the key of the fact that it followed from."""

    from_stage: str
    to_stage: str
    cause: str


@dataclass(frozen=True, slots=True)
class DealMoveRefused(DealFact):
    """The portal refused the move; `words` are its own."""

    to_stage: str
    words: str
    cause: str


@dataclass(frozen=True, slots=True)
class DealChanged(DealFact):
    """A deal with a refused move has been changed: the move is tried again."""

    updated: str


@dataclass(frozen=True, slots=True)
class DealWon(DealFact):
    """All acts signed, all invoices paid: the deal is closed."""

    stage: str


@dataclass(frozen=True, slots=True)
class ManagerWarned(DealFact):
    """Something asked of us could not be done; `words` tell the manager why and what to do."""

    words: str
    cause: str


@dataclass(frozen=True, slots=True)
class RobotFinished(Fact):
    """A robot's work is done; `values` go back to the process that waits."""

    event_token: str
    values: tuple[tuple[str, str], ...]
    log: str = ""

    @property
    def key(self) -> str:
        return f"RobotFinished:{self.event_token}"


@dataclass(frozen=True, slots=True)
class RowDecided(Fact):
    """A person decided about a row of a queue; `happened` tells one decision from the next."""

    row: str
    decision: str
    what: str
    happened: str
