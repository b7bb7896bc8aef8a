"""Use cases of the register of acts: making, voiding, issuing anew («Акты выполненных работ»)."""

from __future__ import annotations

from decimal import Decimal

from app.domain.act import Act
from app.domain.calls import RobotCall
from app.domain.deal import ActsBy, Deal, DealNote, Role, StageEntry, left_to_act, unclaimed_entry
from app.domain.facts import RobotFinished
from app.domain.number import format_number
from app.domain.text import quoted
from app.errors import DomainError
from app.ports import Context, Transaction

BEFORE_US = "stages_before_us"
"""The newest entry of the time before the installation: its stages are nobody's claim to an act."""


def make_by_robot(ctx: Context, call: RobotCall, *, amount: Decimal | None, title: str, is_last: bool) -> None:
    """Make the act of the deal's oldest entry into the report stage that has none yet.

    The robot is answered when the act has been sent (design: a chain of facts). A call delivered again, or
    one of a funnel whose acts the app starts itself, makes nothing and is answered with the latest act.
    """
    deal = ctx.deals.get(call.item_id)
    entries = ctx.deals.entries(deal.id)
    client = client_name(ctx, deal)
    with ctx.store.transaction() as tx:
        acts = tx.acts.of_deal(deal.id)
        if any(act.event_token == call.event_token for act in acts):
            return
        ours = [entry for entry in entries if entry.id > tx.cursor(BEFORE_US)]
        entry = _entry_for(ctx, deal, ours, acts)
        if entry is None:
            _answer_without_act(tx, call, deal, acts)
            return
        _make(
            ctx, tx, deal,
            origin=f"entry:{entry.id}", client=client, event_token=call.event_token,
            amount=left_to_act(deal, acts) if amount is None else amount, title=title, is_last=is_last,
        )  # fmt: skip


def make_for_entry(ctx: Context, deal: Deal, entry: StageEntry) -> None:
    """Make the act of an entry into the report stage of a funnel that works without a robot."""
    client = client_name(ctx, deal)
    origin = f"entry:{entry.id}"
    with ctx.store.transaction() as tx:
        acts = tx.acts.of_deal(deal.id)
        if all(act.origin != origin for act in acts):
            amount = left_to_act(deal, acts)
            _make(ctx, tx, deal, origin=origin, client=client, amount=amount)


def make_by_hand(
    ctx: Context, deal: Deal, *, request: str, title: str, amount: Decimal, is_last: bool, by: int
) -> Act:
    """Make an act from the tab; `request` is the click, which delivered twice makes one act."""
    client = client_name(ctx, deal)
    origin = f"hand:{request}"
    with ctx.store.transaction() as tx:
        made = tx.acts.by_origin(origin)
        if made is not None:
            return made
        return _make(
            ctx, tx, deal,
            origin=origin, client=client, amount=amount, title=title, is_last=is_last, by=by,
        )  # fmt: skip


def void(ctx: Context, act_id: int, *, reason: str, by: int) -> Act:
    """Withdraw the act («Аннулировать»): its QR is refused from now on. Voided already: nothing to do."""
    with ctx.store.transaction() as tx:
        act = tx.acts.get(act_id)
        if not act.counts:
            return act
        act, voided = act.void(reason.strip() or "Без указания причины")
        act = tx.acts.save(act)
        tx.record(voided, lane=act.lane, by=by)
    return act


def reissue(ctx: Context, act_id: int, *, title: str, amount: Decimal, by: int) -> Act:
    """Issue the next revision of a voided act, with a new QR; it is printed, filed and sent like the first."""
    _require_positive(amount)
    with ctx.store.transaction() as tx:
        act = tx.acts.get(act_id)
        act, made = act.reissue(title=title.strip() or act.title, amount=amount, issued_on=ctx.today())
        act = tx.acts.save(act)
        tx.record(made, lane=act.lane, by=by)
    return act


def client_name(ctx: Context, deal: Deal) -> str:
    """The counterparty as people call it: the company, else the contact, else the deal itself."""
    if deal.company_id is not None:
        return ctx.counterparties.name(deal.company_id)
    people = ctx.deals.contacts(deal.id)
    return people[0].name if people else deal.title


def _entry_for(
    ctx: Context, deal: Deal, entries: list[StageEntry], acts: list[Act]
) -> StageEntry | None:
    funnel = ctx.settings.funnel(deal.category_id)
    if funnel is not None and funnel.acts_by is ActsBy.APP:
        return None
    report = funnel.stages.get(Role.REPORT_SENT) if funnel else None
    claimed = [act.origin for act in acts]
    # In a funnel whose roles are not mapped the robot may stand anywhere: the newest entry is what it fired on.
    return unclaimed_entry(entries, report, claimed) if report else unclaimed_entry(entries[-1:], None, claimed)


def _answer_without_act(tx: Transaction, call: RobotCall, deal: Deal, acts: list[Act]) -> None:
    values = robot_values(acts[-1]) if acts else ()
    log = "Акт для этого перехода сделки уже создан: нового не нужно."
    tx.record(RobotFinished(call.event_token, values, log), lane=deal.lane)


def robot_values(act: Act) -> tuple[tuple[str, str], ...]:
    """What the robot «Сформировать акт» gives back to the process that waits for it."""
    return (("number", act.number), ("amount", f"{act.amount:.2f}"), ("act_id", str(act.id)))


def _make(
    ctx: Context, tx: Transaction, deal: Deal, *, origin: str, client: str, amount: Decimal,
    title: str = "", is_last: bool = False, event_token: str = "", by: int | None = None,
) -> Act:  # fmt: skip
    _require_positive(amount)
    today = ctx.today()
    number = tx.next_number("acts", today.year)
    act = tx.acts.add(
        Act(
            id=0,
            number=format_number(ctx.policy.act_number, n=number, year=today.year),
            issued_on=today,
            deal_id=deal.id,
            title=title.strip() or ctx.policy.act_title.format(deal=deal.title, quoted_deal=quoted(deal.title)),
            amount=amount,
            origin=origin,
            client=client,
            company_id=deal.company_id,
            contact_id=deal.contact_id,
            responsible_id=deal.responsible_id,
            is_last=is_last,
            event_token=event_token,
        )
    )
    if tx.deals.get(deal.id) is None:
        tx.deals.put(DealNote(deal))
    tx.record(act.made(), lane=act.lane, by=by)
    return act


def _require_positive(amount: Decimal) -> None:
    if amount <= 0:
        raise DomainError(
            "Сумма акта должна быть больше нуля. Если акты уже закрыли всю сумму сделки, "
            "увеличьте сумму сделки или укажите сумму акта вручную."
        )
