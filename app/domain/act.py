"""Act of acceptance («Акт выполненных работ»; AcceptanceCertificate in the exchange of documents)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from app.domain.facts import (
    ActFiled,
    ActInvoiced,
    ActMade,
    ActPrinted,
    ActReassigned,
    ActReported,
    ActSent,
    ActSigned,
    ActVoided,
    CopyAwaits,
    CopyFiled,
    CopyRejected,
    RecipientNeeded,
    SignedHow,
)
from app.domain.lifecycle import Lifecycle


class ActState(StrEnum):
    DRAFT = "draft"
    SENT = "sent"
    CONFIRMING = "confirming"
    SIGNED = "signed"
    VOID = "void"


class ActAction(StrEnum):
    SEND = "send"
    OFFER_COPY = "offer_copy"
    REJECT_COPY = "reject_copy"
    SIGN = "sign"
    VOID = "void"
    REISSUE = "reissue"


LIFECYCLE = Lifecycle(
    ActState.DRAFT,
    {
        (ActState.DRAFT, ActAction.SEND): ActState.SENT,
        (ActState.DRAFT, ActAction.OFFER_COPY): ActState.CONFIRMING,
        (ActState.DRAFT, ActAction.SIGN): ActState.SIGNED,
        (ActState.DRAFT, ActAction.VOID): ActState.VOID,
        (ActState.SENT, ActAction.SEND): ActState.SENT,
        (ActState.SENT, ActAction.OFFER_COPY): ActState.CONFIRMING,
        (ActState.SENT, ActAction.SIGN): ActState.SIGNED,
        (ActState.SENT, ActAction.VOID): ActState.VOID,
        (ActState.CONFIRMING, ActAction.OFFER_COPY): ActState.CONFIRMING,
        (ActState.CONFIRMING, ActAction.SIGN): ActState.SIGNED,
        (ActState.CONFIRMING, ActAction.VOID): ActState.VOID,
        (ActState.CONFIRMING, ActAction.SEND): ActState.CONFIRMING,
        (ActState.CONFIRMING, ActAction.REJECT_COPY): ActState.SENT,
        (ActState.SIGNED, ActAction.SEND): ActState.SIGNED,
        (ActState.VOID, ActAction.REISSUE): ActState.DRAFT,
    },
)
"""A draft may be signed at once: the paper original is sometimes exchanged before any letter goes out."""


GROUNDS = {
    SignedHow.QR: "копия проверена по QR",
    SignedHow.PERSON: "копию подтвердил сотрудник",
    SignedHow.PAPER: "получен бумажный оригинал",
}


@dataclass(frozen=True, slots=True)
class Signature:
    """Who accepted the signed copy, when and on what ground; `blob_id` is the copy, paper may have none."""

    how: SignedHow
    on: date
    by: int | None
    blob_id: int | None = None
    file_name: str = ""
    suffix: str = ""
    """The ending that the content of the copy calls for, whatever its name says."""

    @property
    def ground(self) -> str:
        """What it rests on, in words."""
        return GROUNDS[self.how]


@dataclass(frozen=True, slots=True)
class DiskFile:
    """A file on the shared drive: `url` is the portal's own page of it, never a download link."""

    id: int
    url: str


@dataclass(frozen=True, slots=True)
class Act:
    """One act; amounts in roubles; `revision` is printed and in the QR, `version` is compared on save."""

    id: int
    number: str
    issued_on: date
    deal_id: int
    title: str
    amount: Decimal
    origin: str
    """Business key: `entry:<stage history id>`, or `hand:<request id>` when made in the tab."""
    client: str = ""
    company_id: int | None = None
    contact_id: int | None = None
    responsible_id: int | None = None
    is_last: bool = False
    revision: int = 1
    state: ActState = LIFECYCLE.initial
    event_token: str = ""
    """The robot's call that this act was made for; empty when no robot asked."""
    answered: bool = False
    missing: tuple[str, ...] = ()
    """What the printed form lacks, in words for the manager."""
    invoice_id: int | None = None
    pdf_blob_id: int | None = None
    invoice_blob_id: int | None = None
    folder: DiskFile | None = None
    file: DiskFile | None = None
    copy_file: DiskFile | None = None
    signature: Signature | None = None
    offered: Signature | None = None
    """A copy without our QR that waits for a person's confirmation."""
    needs_recipient: str = ""
    """Why no letter could go out, in words; empty when nothing stands in the way."""
    sent_at: datetime | None = None
    sent_to: str = ""
    due_on: date | None = None
    """By which day the signed act is expected back."""
    post_begun: bool = False
    """A post to the live feed has been tried: the portal gives no way to ask whether it is there."""
    twin_id: int | None = None
    twin_stage: str = ""
    """The stage that the twin was last brought to: any other one was set by a person."""
    twin_copy_id: int | None = None
    """The file last taken from the twin's copy field, so that each is checked once."""
    version: int = 0

    @property
    def lane(self) -> str:
        """Effects about one deal run one after another: its acts share an invoice."""
        return f"deal:{self.deal_id}"

    @property
    def is_signed(self) -> bool:
        return self.state is ActState.SIGNED

    @property
    def counts(self) -> bool:
        """Whether its amount is part of what has been issued for the deal."""
        return self.state is not ActState.VOID

    @property
    def waits(self) -> bool:
        """Whether somebody must still do something before it is signed."""
        return self.state in (ActState.DRAFT, ActState.SENT, ActState.CONFIRMING)

    def made(self) -> ActMade:
        return ActMade(self.id, self.revision)

    def printed(self, blob_id: int) -> tuple[Act, ActPrinted]:
        return replace(self, pdf_blob_id=blob_id), ActPrinted(self.id, self.revision)

    def filed(self, folder: DiskFile, file: DiskFile) -> tuple[Act, ActFiled]:
        """Remember where on the shared drive the act lies."""
        return replace(self, folder=folder, file=file), ActFiled(self.id, self.revision)

    def invoiced(self, invoice_id: int) -> tuple[Act, ActInvoiced]:
        return replace(self, invoice_id=invoice_id), ActInvoiced(self.id, self.revision, invoice_id)

    def held_back(self, reason: str) -> tuple[Act, RecipientNeeded]:
        """No letter can go out until a person names the recipient."""
        return replace(self, needs_recipient=reason), RecipientNeeded(self.id, self.revision, reason)

    def sent(self, *, to: str, contact_id: int, at: datetime, activity_id: int, due_on: date) -> tuple[Act, ActSent]:
        state = LIFECYCLE.next(self.state, ActAction.SEND)
        act = replace(
            self, state=state, sent_to=to, contact_id=contact_id, sent_at=at, due_on=due_on, needs_recipient=""
        )
        return act, ActSent(self.id, self.revision, activity_id, contact_id)

    def reported(self) -> tuple[Act, ActReported]:
        """The robot has its answer, or there was none to answer."""
        return replace(self, answered=True), ActReported(self.id, self.revision)

    def offer(self, copy: Signature, blob_id: int) -> tuple[Act, CopyAwaits]:
        """Take a copy that bears no QR of ours: a person has to confirm it."""
        state = LIFECYCLE.next(self.state, ActAction.OFFER_COPY)
        return replace(self, state=state, offered=copy), CopyAwaits(self.id, blob_id)

    def reject_copy(self) -> tuple[Act, CopyRejected]:
        """The person looked: the offered copy is not this act, signed."""
        state = LIFECYCLE.next(self.state, ActAction.REJECT_COPY)
        blob_id = self.offered.blob_id if self.offered else None
        fact = CopyRejected(self.id, blob_id, "Копия отклонена: это не подписанный акт.")
        return replace(self, state=state, offered=None), fact

    def sign(self, signature: Signature) -> tuple[Act, ActSigned]:
        """Accept the counterparty's signature."""
        state = LIFECYCLE.next(self.state, ActAction.SIGN)
        act = replace(self, state=state, signature=signature, offered=None)
        return act, ActSigned(self.id, signature.how, signature.blob_id)

    def copy_filed(self, file: DiskFile) -> tuple[Act, CopyFiled]:
        return replace(self, copy_file=file), CopyFiled(self.id)

    def reassigned(self, to: int, happened: str) -> tuple[Act, ActReassigned]:
        """Whom the portal names as responsible is told of the act from now on."""
        return replace(self, responsible_id=to), ActReassigned(self.id, to, happened)

    def void(self, reason: str) -> tuple[Act, ActVoided]:
        state = LIFECYCLE.next(self.state, ActAction.VOID)
        return replace(self, state=state, offered=None), ActVoided(self.id, self.revision, reason)

    def reissue(self, *, title: str, amount: Decimal, issued_on: date) -> tuple[Act, ActMade]:
        """Issue the next revision: a new QR, and the old one is refused from now on."""
        state = LIFECYCLE.next(self.state, ActAction.REISSUE)
        act = replace(
            self,
            state=state,
            revision=self.revision + 1,
            title=title,
            amount=amount,
            issued_on=issued_on,
            pdf_blob_id=None,
            invoice_blob_id=None,
            file=None,
            sent_at=None,
            sent_to="",
            due_on=None,
            needs_recipient="",
        )
        return act, act.made()
