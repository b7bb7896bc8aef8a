"""Calls from the inbox that no file in robots/ or handlers/ stands for: the app's own, by code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.domain.calls import RobotCall
from app.domain.deal import deal_of
from app.domain.facts import ManagerWarned, RobotFinished
from app.errors import DomainError
from app.ports import Context
from app.services import mirroring, stages, sweeping

EFFECTS: Mapping[str, str] = {
    "papers.print_act": "печать акта",
    "papers.file_act": "сохранение акта на общий диск",
    "papers.invoice_act": "выставление счёта",
    "papers.print_invoice": "печать счёта",
    "papers.file_invoice": "сохранение счёта на общий диск",
    "letters.send_first": "отправка письма клиенту",
    "letters.send_requested": "отправка письма клиенту",
    "letters.bind_to_contact": "запись письма в карточку контакта",
    "copies.file_copy": "сохранение подписанной копии на общий диск",
    "copies.take_from_twin": "проверка приложенной копии",
    "twins.push_act": "обновление акта в списке портала",
    "payments.show_in_portal": "запись оплаты в счёт",
    "deals.move_documents_out": "перевод сделки на следующую стадию",
    "deals.move_paid": "перевод сделки на следующую стадию",
    "deals.close_if_done": "закрытие сделки",
    "deals.retry_move": "повторный перевод сделки на следующую стадию",
    "twins.push_acts_of_invoice": "обновление актов в списке портала",
    "twins.put_back": "возврат акта на его стадию в списке портала",
    "answers.answer_act_robot": "ответ роботу о готовом акте",
    "answers.answer_paying_robot": "ответ роботу об оплате",
    "answers.answer_robot": "ответ роботу",
    "notices.tell_missing": "уведомление о том, чего не хватает в акте",
    "notices.tell_recipient_needed": "уведомление о том, что акту нужен получатель",
    "notices.tell_letter_failed": "уведомление о неотправленном письме",
    "notices.tell_letter_doubtful": "уведомление о письме с неизвестным исходом",
    "notices.tell_copy_awaits": "уведомление о копии, которая ждёт подтверждения",
    "notices.tell_copy_rejected": "уведомление об отклонённой копии",
    "notices.tell_restored": "уведомление о полях акта, которые возвращены в портале",
    "notices.tell_left": "уведомление о полях акта, которые больше не возвращаются",
    "notices.tell_strayed": "уведомление о возврате акта на его стадию",
    "notices.tell_signed": "уведомление о подписанном акте",
    "notices.comment_signed": "запись о подписании в таймлайне сделки",
    "notices.post_signed": "сообщение о подписании в живой ленте",
    "notices.tell_paid": "уведомление об оплате",
    "notices.tell_refused_move": "уведомление об отказе в переводе сделки",
    "notices.tell_won": "уведомление о закрытой сделке",
    "notices.tell_warning": "предупреждение менеджеру",
}
"""Effects by name, as a manager would call them."""

CALLS: Mapping[str, Callable[[Context, Mapping[str, Any]], None]] = {
    "stage_passed": stages.passed,
    stages.MISSED: stages.make_up,
    mirroring.READ: mirroring.read_on,
    sweeping.COMPARE: sweeping.compare,
}


def warn_of_failure(ctx: Context, *, lane: str, key: str, what: str, cause: str) -> None:
    """An effect failed for good: the manager of its deal is told why and what to do. A failed notice tells nobody."""
    deal_id = deal_of(lane)
    if deal_id is None or what.startswith("notices."):
        return
    effect = EFFECTS.get(what, what)
    words = f"«Первичка» не смогла: {effect}. Причина: {cause}. Сообщите администратору."
    with ctx.store.transaction() as tx:
        tx.record(ManagerWarned(deal_id, words, f"failed:{key}"), lane=lane)


def explain_refusal(ctx: Context, call: RobotCall, refusal: DomainError) -> None:
    """A robot asked for what a rule forbids: it is answered with the reason, and the manager is told."""
    lane = f"{call.kind}:{call.item_id}"
    with ctx.store.transaction() as tx:
        if call.waits:
            tx.record(RobotFinished(call.event_token, (), str(refusal)), lane=lane)
        if call.kind == "deal":
            tx.record(ManagerWarned(call.item_id, str(refusal), f"robot:{call.event_token}"), lane=lane)
