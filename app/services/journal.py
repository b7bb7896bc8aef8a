"""The journal's decisions and words («Журнал»): what each row is, why it is there, and what a person makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain import facts, twin_facts
from app.domain.facts import Fact, RowDecided
from app.domain.journal import Decision, RowName, RowState, may
from app.errors import DomainError
from app.ports import Context
from app.services import letters, notices

CAUSES: Mapping[type[Fact], str] = {
    facts.ActMade: "акт сформирован",
    facts.ActPrinted: "акт напечатан",
    facts.ActFiled: "акт лежит на общем диске",
    facts.ActInvoiced: "по акту выставлен счёт",
    facts.InvoicePrinted: "счёт напечатан",
    facts.PapersReady: "акт и счёт готовы к отправке",
    facts.ManagerTold: "менеджеру сказано, чего не хватает в акте, или всё на месте",
    facts.RecipientNeeded: "непонятно, кому писать",
    facts.LetterRequested: "письмо попросили отправить",
    facts.LetterFailed: "портал не отправил письмо",
    facts.LetterDoubtful: "неизвестно, ушло ли письмо",
    facts.ActSent: "акт отправлен",
    facts.ActReported: "робот получил ответ",
    facts.CopyAwaits: "пришла копия без нашего QR",
    facts.CopyRejected: "копию не приняли",
    facts.TwinCopyFound: "к акту в портале приложили файл",
    facts.ActSigned: "акт подписан",
    facts.CopyFiled: "подписанная копия лежит в папке акта",
    facts.ActVoided: "акт аннулирован",
    facts.TwinStrayed: "акт в портале перетащили на чужую стадию",
    facts.ActReassigned: "в портале сменили ответственного за акт",
    twin_facts.TwinTouched: "в портале изменили поля акта, которые ведёт приложение",
    twin_facts.TwinRestored: "поля акта в портале возвращены",
    twin_facts.TwinLeft: "поля акта в портале больше не возвращаются",
    facts.InvoicePaid: "записана оплата счёта",
    facts.PaymentReported: "об оплате сказано роботу",
    facts.PaymentWeighed: "оплата учтена в сделке",
    facts.DealMoved: "сделка переведена на следующую стадию",
    facts.DealMoveRefused: "портал отказал в переводе сделки",
    facts.DealChanged: "сделка изменилась",
    facts.DealWon: "сделка закрыта как успешная",
    facts.ManagerWarned: "менеджера надо предупредить",
    facts.RobotFinished: "работа робота закончена",
    facts.RowDecided: "решение по строке журнала",
}
"""What happened, as a person would say it: the cause of an effect."""
CALL_WORDS: Mapping[str, str] = {
    "stage_passed": "Сделка перешла на стадию",
    "install": "Установка в портале",
    "mend": "Проверка роботов, событий и страниц в портале",
    "remove": "Подготовка к удалению",
    "part": "Проверка, удалено ли приложение",
    "robot_missed": "Проверка, сработал ли робот",
    "read_mirror": "Чтение портала в зеркало",
    "compare_mirror": "Сверка зеркала с порталом",
}
"""Inner calls, as a person would say what they are about."""
CALL_CAUSES: Mapping[str, str] = {
    "stage_passed": "так записано в истории стадий портала",
    "robot_missed": "сделка дошла до стадии, на которой ждут нашего робота",
    "install": "администратор нажал «Установить»",
    "mend": "по расписанию, после обновления или смены администратора",
    "remove": "администратор попросил убрать приложение из портала",
    "part": "портал подготовлен к удалению, а событие об удалении уже не придёт",
}
"""Why an inner call was made."""
EVENT_WORDS: Mapping[str, str] = {
    "add": "создание", "update": "изменение", "delete": "удаление", "movetocategory": "переход в другую воронку",
}  # fmt: skip
KIND_WORDS: Mapping[str, str] = {
    "deal": "сделки", "company": "компании", "contact": "контакта", "invoice": "счёта",
    "item": "элемента смарт-процесса",
}  # fmt: skip
_BY_NAME: Mapping[str, str] = {kind.__name__: words for kind, words in CAUSES.items()}
_LETTERS = frozenset({"letters.send_first", "letters.send_requested"})
_POST = "notices.post_signed"


def cause(fact: str) -> str:
    """Words for the fact's name; the name itself for one of an older version of the app."""
    return _BY_NAME.get(fact, fact)


def event(kind: str, code: str, object_id: int) -> str:
    """What the portal told: «Событие портала: изменение сделки 40»."""
    happened = next((words for end, words in EVENT_WORDS.items() if code.endswith(end)), code)
    return f"Событие портала: {happened} {KIND_WORDS.get(kind, kind)} {object_id}"


def decide(
    ctx: Context, row: RowName, decision: Decision, *, state: RowState, what: str, body: Mapping[str, Any], by: int
) -> None:
    """Do what the person decided; it stands in the history. Raises DomainError when the row has gone on meanwhile."""
    may(state, decision)
    if what in _LETTERS and state is RowState.UNKNOWN:
        letters.decide(ctx, int(body["act_id"]), was_sent=decision is Decision.SENT, by=by)
        return
    if what == _POST and decision is Decision.AGAIN:
        notices.forget_post(ctx, int(body["act_id"]))
    with ctx.store.transaction() as tx:
        tx.decide_row(row, decision)
        told = RowDecided(str(row), decision, what, ctx.clock.now().isoformat())
        tx.record(told, lane=f"journal:{row}", by=by)


def chosen(text: str) -> Decision:
    """Raises DomainError for what is no decision."""
    try:
        return Decision(text)
    except ValueError:
        raise DomainError("Такого решения нет: обновите журнал.") from None
