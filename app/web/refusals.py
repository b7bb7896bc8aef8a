"""Errors as answers: a status, a code, and a Russian sentence for whoever can act on it."""

from __future__ import annotations

from dataclasses import dataclass, field

from werkzeug.exceptions import HTTPException

from app import errors
from app.web.desk import SessionOver

_FULL = 507
_UNAUTHORISED = 401
_WORDS = {
    400: "Запрос записан неверно.",
    404: "Такой страницы нет.",
    405: "Так обращаться к этому адресу нельзя.",
    503: "Слишком много страниц ждут изменений сразу: повторите через несколько секунд.",
    413: "Файл или запрос слишком велик: приложите файл не больше 25 МБ.",
}
_SAID: dict[type[errors.AppError], tuple[int, str]] = {
    SessionOver: (401, "session_over"),
    errors.NotFound: (404, "not_found"),
    errors.Forbidden: (403, "forbidden"),
    errors.CopyRefused: (422, "copy_refused"),
    errors.DomainError: (422, "rule"),
}
"""Errors whose message is a sentence for the person; the narrower first."""
STALE = "Документ тем временем изменил кто-то другой: обновите страницу и повторите."
BUG = "Внутренняя ошибка приложения: повторите позже. Если повторится, сообщите администратору."


@dataclass(frozen=True, slots=True)
class Refusal:
    """What to answer; `is_ours` = a bug or an outage of our own, to be logged as an error."""

    status: int
    code: str
    message: str
    headers: dict[str, str] = field(default_factory=dict)
    is_ours: bool = False


def refusal_of(error: Exception) -> Refusal:
    """Return the answer to any error that a request may raise."""
    if isinstance(error, errors.HostError):
        return _of_host(error)
    if isinstance(error, errors.AppError):
        return _of_app(error)
    if isinstance(error, HTTPException):
        status = error.code or 500
        wait = getattr(error, "retry_after", None)
        headers = {"Retry-After": str(wait)} if wait else {}
        return Refusal(status, f"http_{status}", _WORDS.get(status, error.description or BUG), headers)
    return Refusal(500, "bug", BUG, is_ours=True)


def _of_app(error: errors.AppError) -> Refusal:
    if isinstance(error, errors.InboundRefused):
        return Refusal(error.status, "refused", error.reason)
    if isinstance(error, errors.StaleDocument):
        return Refusal(409, "stale", STALE)
    if isinstance(error, errors.StoreAway):
        is_full = isinstance(error, errors.StoreFull)
        status, code, wait = (_FULL, "store_full", "60") if is_full else (503, "store_away", "5")
        return Refusal(status, code, str(error), {"Retry-After": wait}, is_ours=True)
    for kind, (status, code) in _SAID.items():
        if isinstance(error, kind):
            return Refusal(status, code, str(error))
    return Refusal(500, "bug", BUG, is_ours=True)


def _of_host(error: errors.HostError) -> Refusal:
    words = error.description or error.code
    if isinstance(error, errors.AccessDenied) and error.status == _UNAUTHORISED:
        return Refusal(_UNAUTHORISED, "session_over", "Портал больше не признаёт ваш сеанс: обновите страницу.")
    match error:
        case errors.AccessDenied():
            return Refusal(403, "host_denied", f"Портал не разрешает это вам: {words}")
        case errors.ObjectGone():
            return Refusal(404, "host_gone", f"На портале этого больше нет: {words}")
        case errors.AuthLost():
            lost = "Доступ приложения к порталу утрачен: администратор вернёт его кнопкой «Работать от моего имени»."
            return Refusal(503, "auth_lost", lost, {"Retry-After": "60"})
        case errors.RateLimited() | errors.HostUnavailable() | errors.PortalMoved():
            busy = f"Портал не отвечает, повторите через минуту. Его слова: {words}"
            return Refusal(503, "host_away", busy, {"Retry-After": "10"})
        case _:
            return Refusal(502, "host_refused", f"Портал отказал: {words}")
