"""Words to people in the portal («Уведомления»): who is told what, and when."""

from __future__ import annotations

from dataclasses import replace

from app.domain.act import Act
from app.domain.facts import (
    CopyAwaits,
    CopyFiled,
    CopyRejected,
    DealMoveRefused,
    DealWon,
    InvoicePaid,
    LetterDoubtful,
    LetterFailed,
    ManagerTold,
    ManagerWarned,
    PapersReady,
    RecipientNeeded,
    TwinStrayed,
)
from app.domain.invoice import Settlement
from app.domain.money import format_roubles
from app.domain.text import quoted
from app.domain.twin_facts import TwinLeft, TwinRestored
from app.errors import HostError, HostTimeout, OutcomeUnknown
from app.ports import Context
from app.services import twin_words


def tell_missing(ctx: Context, fact: PapersReady) -> None:
    """Before the letter goes out the manager learns what the printed act lacks."""
    with ctx.store.reading() as tx:
        act = tx.acts.get(fact.act_id)
    if act.missing:
        lacks = ", ".join(act.missing)
        _tell(ctx, act, f"missing:{act.revision}", f"{_act(act)}: не хватает — {lacks}. {_deal(ctx, act.deal_id)}")
    with ctx.store.transaction() as tx:
        tx.record(ManagerTold(act.id, fact.revision), lane=act.lane)


def tell_recipient_needed(ctx: Context, fact: RecipientNeeded) -> None:
    with ctx.store.reading() as tx:
        act = tx.acts.get(fact.act_id)
    _tell(ctx, act, f"recipient:{fact.revision}", f"{_act(act)} не отправлен. {fact.reason} {_deal(ctx, act.deal_id)}")


def tell_letter_failed(ctx: Context, fact: LetterFailed) -> None:
    with ctx.store.reading() as tx:
        act = tx.acts.get(fact.act_id)
    text = (
        f"Письмо с актом № {act.number} не ушло. Портал ответил: «{fact.cause}». Исправьте причину: письмо уйдёт "
        f"само, или нажмите «Отправить». {_deal(ctx, act.deal_id)}"
    )
    _tell(ctx, act, f"letter:{fact.revision}", text)


def tell_letter_doubtful(ctx: Context, fact: LetterDoubtful) -> None:
    with ctx.store.reading() as tx:
        act = tx.acts.get(fact.act_id)
    text = (
        f"Неизвестно, ушло ли письмо с актом № {act.number}: портал не ответил. Проверьте почту и нажмите в строке "
        f"акта «Отправлено» или «Отправить ещё раз». {_deal(ctx, act.deal_id)}"
    )
    _tell(ctx, act, f"doubt:{fact.letter_id}", text)


def tell_copy_awaits(ctx: Context, fact: CopyAwaits) -> None:
    with ctx.store.reading() as tx:
        act = tx.acts.get(fact.act_id)
    text = (
        f"К акту № {act.number} пришла копия без QR. Посмотрите её и подтвердите во вкладке «Акты выполненных "
        f"работ». {_deal(ctx, act.deal_id)}"
    )
    _tell(ctx, act, f"copy:{fact.blob_id}", text)


def tell_copy_rejected(ctx: Context, fact: CopyRejected) -> None:
    with ctx.store.reading() as tx:
        act = tx.acts.get(fact.act_id)
    _tell(ctx, act, f"rejected:{fact.blob_id}", f"{_act(act)}: {fact.reason} {_deal(ctx, act.deal_id)}")


def tell_signed(ctx: Context, fact: CopyFiled) -> None:
    """The bell of the manager: signed, on what ground, how far the invoices are paid, where the deal is."""
    act, text = _signed(ctx, fact)
    _tell(ctx, act, "signed", text)


def comment_signed(ctx: Context, fact: CopyFiled) -> None:
    """The same in the deal's timeline («Таймлайн»)."""
    act, text = _signed(ctx, fact)
    ctx.notices.comment(act.deal_id, text)


def post_signed(ctx: Context, fact: CopyFiled) -> None:
    """The same in the live feed («Живая лента»), where the policy names who reads it.

    Raises OutcomeUnknown when an earlier attempt may have posted it: nothing in the portal tells, a person does.
    """
    if not ctx.settings.feed_dest:
        return
    act, text = _signed(ctx, fact)
    if act.post_begun:
        raise _doubtful_post(ctx, act)
    _note_post(ctx, act.id, begun=True)
    try:
        ctx.notices.post(ctx.settings.feed_dest, f"Подписан акт № {act.number}", text)
    except HostTimeout as timeout:
        raise _doubtful_post(ctx, act) from timeout
    except HostError:
        _note_post(ctx, act.id, begun=False)
        raise


def tell_paid(ctx: Context, fact: InvoicePaid) -> None:
    with ctx.store.reading() as tx:
        invoice = tx.invoices.get(fact.invoice_id)
        settlement = Settlement.of(tx.invoices.of_deal(invoice.deal_id))
        note = tx.deals.get(invoice.deal_id)
    manager = note.deal.responsible_id if note else invoice.responsible_id
    if manager is None:
        return
    text = (
        f"По счёту № {invoice.number} оплачено {format_roubles(fact.amount)}; по сделке {settlement.words}. "
        f"{_deal(ctx, invoice.deal_id)}"
    )
    ctx.notices.tell(manager, text, tag=f"PERVICHKA|PAID|{invoice.id}|{fact.payment}")


def tell_refused_move(ctx: Context, fact: DealMoveRefused) -> None:
    deal = ctx.deals.get(fact.deal_id)
    text = (
        f"Портал не дал перевести сделку {quoted(deal.title)} на следующую стадию: «{fact.words}». "
        f"Исправьте это в карточке: после изменения сделки перевод повторится. {_deal(ctx, deal.id)}"
    )
    ctx.notices.tell(deal.responsible_id, text, tag=f"PERVICHKA|MOVE|{deal.id}|{fact.to_stage}")


def tell_won(ctx: Context, fact: DealWon) -> None:
    deal = ctx.deals.get(fact.deal_id)
    text = f"Сделка {quoted(deal.title)} закрыта как успешная: акты подписаны, счета оплачены. {_deal(ctx, deal.id)}"
    ctx.notices.tell(deal.responsible_id, text, tag=f"PERVICHKA|WON|{deal.id}")


def tell_warning(ctx: Context, fact: ManagerWarned) -> None:
    deal = ctx.deals.get(fact.deal_id)
    ctx.notices.tell(
        deal.responsible_id, f"{fact.words} {_deal(ctx, deal.id)}", tag=f"PERVICHKA|WARN|{deal.id}|{fact.cause}"
    )


def tell_strayed(ctx: Context, fact: TwinStrayed) -> None:
    """The one who dragged the act's item is told why it went back."""
    with ctx.store.reading() as tx:
        act = tx.acts.get(fact.act_id)
    text = (
        f"{_act(act)}: эту стадию нельзя выставить вручную, элемент возвращён. Приложите подписанную копию или "
        f"отметьте «Оригинал получен» во вкладке сделки. {_deal(ctx, act.deal_id)}"
    )
    ctx.notices.tell(fact.mover_id, text, tag=f"PERVICHKA|STRAY|{act.id}|{fact.happened}")


def tell_restored(ctx: Context, fact: TwinRestored) -> None:
    """The one who changed fields of ours in the act's item is told what they are again, and what to do instead."""
    with ctx.store.reading() as tx:
        act = tx.acts.get(fact.act_id)
    to = fact.changer_id or act.responsible_id
    if to is None:
        return
    names = [name for name, _ in fact.values]
    what = "это поле ведёт" if len(names) == 1 else "эти поля ведёт"
    text = (
        f"{_act(act)}: {what} «Первичка», значение возвращено: {twin_words.said(ctx, act, fact.values)}. "
        f"{twin_words.instead(names)} {_deal(ctx, act.deal_id)}"
    )
    ctx.notices.tell(to, text, tag=f"PERVICHKA|TWIN|{act.id}|{fact.round}")


def tell_left(ctx: Context, fact: TwinLeft) -> None:
    """The responsible is told, once, what is not put back any more."""
    with ctx.store.reading() as tx:
        act = tx.acts.get(fact.act_id)
    text = (
        f"{_act(act)}: в портале изменили поля, которые ведёт «Первичка», и она их больше не возвращает. "
        f"В реестре: {twin_words.said(ctx, act, fact.values)}. {fact.why} {_deal(ctx, act.deal_id)}"
    )
    _tell(ctx, act, f"left:{','.join(name for name, _ in fact.values)}", text)


def forget_post(ctx: Context, act_id: int) -> None:
    """A person looked and there is no post: it may be written."""
    _note_post(ctx, act_id, begun=False)


def _doubtful_post(ctx: Context, act: Act) -> OutcomeUnknown:
    """Tell the manager of the doubt, once; the row then waits for a person."""
    words = f"Неизвестно, есть ли в живой ленте пост о подписании акта № {act.number}."
    advice = "Посмотрите ленту: если его нет, напишите сами, «Первичка» второй раз не опубликует."
    with ctx.store.transaction() as tx:
        tx.record(ManagerWarned(act.deal_id, f"{words} {advice}", f"post:{act.id}"), lane=act.lane)
    return OutcomeUnknown(words)


def _note_post(ctx: Context, act_id: int, *, begun: bool) -> None:
    with ctx.store.transaction() as tx:
        tx.acts.save(replace(tx.acts.get(act_id), post_begun=begun))


def _signed(ctx: Context, fact: CopyFiled) -> tuple[Act, str]:
    with ctx.store.reading() as tx:
        act = tx.acts.get(fact.act_id)
        settlement = Settlement.of(tx.invoices.of_deal(act.deal_id))
    ground = act.signature.ground if act.signature else ""
    text = (
        f"{_act(act)} подписан: да ({ground}); по сделке {settlement.words}. {_deal(ctx, act.deal_id)}"
    )
    return act, text


def _tell(ctx: Context, act: Act, what: str, text: str) -> None:
    if act.responsible_id is not None:
        ctx.notices.tell(act.responsible_id, text, tag=f"PERVICHKA|ACT|{act.id}|{what}")


def _act(act: Act) -> str:
    return f"Акт № {act.number} ({act.client}) на {format_roubles(act.amount)}"


def _deal(ctx: Context, deal_id: int) -> str:
    return f"[URL={ctx.deals.link(deal_id)}]Открыть сделку[/URL]"
