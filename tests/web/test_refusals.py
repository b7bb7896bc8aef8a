"""Errors as answers: each says who can do what, and whether to come again."""

from __future__ import annotations

import pytest
from werkzeug.exceptions import ServiceUnavailable

from app import errors
from app.web.desk import SessionOver
from app.web.refusals import BUG, refusal_of

CASES: list[tuple[Exception, int]] = [
    (errors.InboundRefused("Запрос записан неверно.", 400), 400),
    (SessionOver("Сеанс закончился: обновите страницу."), 401),
    (errors.Forbidden("Нет доступа."), 403),
    (errors.NotFound("Акт не найден."), 404),
    (errors.StaleDocument("acts 7"), 409),
    (errors.CopyRefused("Это не PDF."), 422),
    (errors.IllegalTransition("void", "sign"), 422),
    (errors.StoreFull("Нет места."), 507),
    (errors.StoreAway("Не отвечает."), 503),
    (errors.AccessDenied("ACCESS_DENIED", "Нет прав", 403), 403),
    (errors.AccessDenied("expired_token", "expired", 401), 401),
    (errors.ObjectGone("NOT_FOUND", "Элемент не найден", 400), 404),
    (errors.RateLimited("QUERY_LIMIT_EXCEEDED", "Too many requests", 503), 503),
    (errors.HostTimeout("NO_ANSWER", "", 0), 503),
    (errors.PortalMoved("https://new.example"), 503),
    (errors.AuthLost("invalid_grant", "", 400), 503),
    (errors.HostError("CRM_FIELD_ERROR_REQUIRED", "Не заполнено поле «ИНН»", 400), 502),
    (ServiceUnavailable(retry_after=5), 503),
    (ZeroDivisionError("x"), 500),
]


@pytest.mark.parametrize(("error", "status"), CASES)
def test_every_error_has_its_status_and_a_russian_sentence(error: Exception, status: int) -> None:
    refusal = refusal_of(error)
    assert refusal.status == status
    assert any("а" <= char <= "я" for char in refusal.message.lower())
    assert ("Retry-After" in refusal.headers) == (status in (503, 507))


def test_the_portals_own_words_are_kept() -> None:
    assert "Не заполнено поле «ИНН»" in refusal_of(errors.HostError("X", "Не заполнено поле «ИНН»")).message


def test_a_bug_tells_nothing_of_itself() -> None:
    refusal = refusal_of(KeyError("secret"))
    assert (refusal.message, refusal.is_ours) == (BUG, True)
