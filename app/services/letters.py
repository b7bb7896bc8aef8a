"""Letters to counterparties («Письма»): an act and its invoice to the client, once."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import date, timedelta

from app.domain.act import Act, ActState
from app.domain.counterparty import Contact, Recipient, only_recipient
from app.domain.dates import long_date
from app.domain.facts import (
    ActSent,
    LetterDoubtful,
    LetterFailed,
    LetterRequested,
    ManagerTold,
)
from app.domain.letter import ActLetter, LetterState
from app.domain.money import format_roubles
from app.domain.text import quoted
from app.errors import DomainError, HostError, HostUnavailable, LetterRefused, OutcomeUnknown, RateLimited
from app.ports import Context, MailFile, MailMessage, Transaction

FIRST = "first"
_KEY_PARTS = 6
"""Portal tag, act, its id, revision, contact, purpose; a purpose may have colons of its own."""


def send_first(ctx: Context, fact: ManagerTold) -> None:
    """Send the act to the only sensible recipient, or ask the manager whom to write to."""
    with ctx.store.reading() as tx:
        act = tx.acts.get(fact.act_id)
        deal = tx.deals.get(act.deal_id)
    if act.revision != fact.revision or act.state is not ActState.DRAFT:
        return
    contacts = ctx.deals.contacts(act.deal_id)
    recipient = only_recipient(contacts, deal.deal.contact_id if deal else act.contact_id)
    if isinstance(recipient, Recipient):
        _deliver(ctx, act, recipient, FIRST)
        return
    with ctx.store.transaction() as tx:
        act, held = tx.acts.get(act.id).held_back(recipient)
        act = tx.acts.save(act)
        tx.record(held, lane=act.lane)


def send_requested(ctx: Context, fact: LetterRequested) -> None:
    """Send the act to the contact that a person chose."""
    with ctx.store.reading() as tx:
        act = tx.acts.get(fact.act_id)
    if act.revision != fact.revision or not act.counts:
        return
    _deliver(ctx, act, _recipient(ctx.deals.contacts(act.deal_id), fact.contact_id), fact.request)


def request(ctx: Context, act_id: int, *, contact_id: int, request: str, by: int) -> Act:
    """Ask for the letter («Отправить»). Raises DomainError when there is nothing to send yet, or nobody."""
    contacts: list[Contact] = []
    with ctx.store.reading() as tx:
        act = tx.acts.get(act_id)
    if act.invoice_blob_id is None:
        raise DomainError("Документы ещё готовятся: подождите, пока появятся ссылки на файл и папку.")
    contacts = ctx.deals.contacts(act.deal_id)
    _recipient(contacts, contact_id)
    with ctx.store.transaction() as tx:
        act = tx.acts.get(act_id)
        if any(letter.state is LetterState.UNKNOWN for letter in tx.letters.of_act(act.id)):
            raise DomainError("Неизвестно, ушло ли прежнее письмо: сначала решите это на строке акта.")
        if not act.counts:
            raise DomainError("Акт аннулирован: выпустите новую версию и отправьте её.")
        tx.record(LetterRequested(act.id, act.revision, contact_id, request), lane=act.lane, by=by)
    return act


def decide(ctx: Context, act_id: int, *, was_sent: bool, by: int) -> Act:
    """Settle a doubtful letter: a person looked and says whether it went out; if not, it is sent again."""
    with ctx.store.transaction() as tx:
        act = tx.acts.get(act_id)
        doubtful = [row for row in tx.letters.of_act(act_id) if row.state is LetterState.UNKNOWN]
        if not doubtful:
            return act
        letter = doubtful[-1]
        if was_sent and letter.activity_id is not None:
            tx.letters.save(letter.delivered(letter.activity_id))
            act, sent = act.sent(
                to=letter.address,
                contact_id=letter.contact_id,
                at=ctx.clock.now(),
                activity_id=letter.activity_id,
                due_on=_due(ctx),
            )
            act = tx.acts.save(act)
            tx.record(sent, lane=act.lane, by=by)
        else:
            tx.letters.save(letter.failed("Решено отправить ещё раз"))
            again = LetterRequested(act.id, act.revision, letter.contact_id, f"{letter.key}+{letter.attempts}")
            tx.record(again, lane=act.lane, by=by)
        _settle(tx, letter)
    return act


def bind_to_contact(ctx: Context, fact: ActSent) -> None:
    """Show the letter in the contact's timeline beside the deal's."""
    ctx.mail.bind(fact.activity_id, contact_id=fact.contact_id)


def _settle(tx: Transaction, letter: ActLetter) -> None:
    """The row that was to send the letter waits for nobody any more; its fact is told by the letter's key."""
    purpose = letter.key.split(":", _KEY_PARTS - 1)[-1]
    if purpose == FIRST:
        tx.settle(ManagerTold(letter.act_id, letter.revision), "letters.send_first")
    else:
        asked = LetterRequested(letter.act_id, letter.revision, letter.contact_id, purpose)
        tx.settle(asked, "letters.send_requested")


def _recipient(contacts: list[Contact], contact_id: int) -> Recipient:
    for contact in contacts:
        if contact.id == contact_id and contact.emails:
            return Recipient(contact, contact.emails[0])
    raise DomainError("У этого контакта нет e-mail, или он больше не связан со сделкой: выберите другого.")


def _due(ctx: Context) -> date:
    return ctx.today() + timedelta(days=ctx.policy.sign_days)


def _deliver(ctx: Context, act: Act, recipient: Recipient, purpose: str) -> None:
    """Send under a key of document, revision, recipient and purpose; see docs/effects.md, «letter»."""
    letter = _claim(ctx, act, recipient, purpose)
    if letter is None:
        return
    try:
        with ExitStack() as stack:
            activity_id = ctx.mail.send(_message(ctx, act, recipient, letter.key, stack))
    except (HostUnavailable, RateLimited):
        raise  # the row waits, and its next attempt asks the portal before it sends
    except HostError as refusal:
        _refused(ctx, act, letter, refusal)
        raise LetterRefused(refusal.description or refusal.code) from refusal
    with ctx.store.transaction() as tx:
        tx.letters.save(tx.letters.get(letter.id).delivered(activity_id))
        act, sent = tx.acts.get(act.id).sent(
            to=recipient.address,
            contact_id=recipient.contact.id,
            at=ctx.clock.now(),
            activity_id=activity_id,
            due_on=_due(ctx),
        )
        act = tx.acts.save(act)
        tx.record(sent, lane=act.lane)


def _claim(ctx: Context, act: Act, recipient: Recipient, purpose: str) -> ActLetter | None:
    """Note the attempt before the call. None: sent already, or a person is deciding.

    The portal is asked first: an activity under our key means that the letter may have gone out, in an attempt that
    was never finished or one that a database restored from a copy knows nothing of; then a person decides.
    """
    key = f"{ctx.portal_tag}:act:{act.id}:{act.revision}:{recipient.contact.id}:{purpose}"
    with ctx.store.transaction() as tx:
        letter = tx.letters.by_key(key) or tx.letters.add(
            ActLetter(0, key, act.id, act.revision, recipient.contact.id, recipient.address)
        )
        if letter.state in (LetterState.SENT, LetterState.UNKNOWN):
            return None
        if letter.state is LetterState.PLANNED:
            letter = tx.letters.save(letter.attempted())
    activity_id = ctx.mail.find(key)
    if activity_id is None:
        return letter
    with ctx.store.transaction() as tx:
        tx.letters.save(tx.letters.get(letter.id).doubtful(activity_id))
        tx.record(LetterDoubtful(act.id, act.revision, letter.id), lane=act.lane)
    raise OutcomeUnknown(f"Неизвестно, ушло ли письмо с актом № {act.number} на {recipient.address}")


def _refused(ctx: Context, act: Act, letter: ActLetter, refusal: HostError) -> None:
    """The portal keeps the card of a letter that it failed to send: remove it, then say why."""
    activity_id = ctx.mail.find(letter.key)
    if activity_id is not None:
        ctx.mail.delete(activity_id)
    cause = refusal.description or refusal.code
    with ctx.store.transaction() as tx:
        letter = tx.letters.get(letter.id)
        first_time = letter.cause != cause
        tx.letters.save(letter.failed(cause))
        if first_time:
            tx.record(LetterFailed(act.id, act.revision, cause, letter.attempts), lane=act.lane)


def _message(ctx: Context, act: Act, to: Recipient, key: str, stack: ExitStack) -> MailMessage:
    if act.pdf_blob_id is None or act.invoice_blob_id is None or act.responsible_id is None:
        raise DomainError("Документы акта ещё не готовы к отправке.")
    deal = ctx.deals.get(act.deal_id)
    own = ctx.counterparties.own(deal.own_company_id)
    text = ctx.letter_forms.render(
        "act_issued",
        {
            "number": act.number, "issued_on": long_date(act.issued_on), "amount": format_roubles(act.amount),
            "title": quoted(act.title), "organization": own.name, "contact": to.contact.salutation or to.contact.name,
            "manager": ctx.people.name(act.responsible_id),
        },
    )  # fmt: skip
    files = tuple(
        MailFile(ctx.blobs.name(blob_id), stack.enter_context(ctx.blobs.as_file(blob_id)))
        for blob_id in (act.pdf_blob_id, act.invoice_blob_id)
    )
    return MailMessage(
        key=key, deal_id=act.deal_id, contact_id=to.contact.id, address=to.address, subject=text.subject,
        html=text.html, sender_id=act.responsible_id, files=files,
    )  # fmt: skip
