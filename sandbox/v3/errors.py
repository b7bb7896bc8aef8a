"""What REST 3.0 answers instead of a result: code, message and, for a wrong request, what is wrong in it.

Codes, words and statuses: api-reference/rest-v3.md, _includes/error-info-v3.md and the pages of the methods.
"""

from __future__ import annotations

from typing import Any

from sandbox import json_text
from sandbox.errors import HostError

PREFIX = "BITRIX_REST_V3_EXCEPTION_"


class Refusal(HostError):
    """An error of REST 3.0. `wrong` holds pairs of a field (may be empty) and what is wrong with it."""

    def __init__(self, kind: str, message: str, status: int = 400, wrong: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(kind if kind.startswith("BITRIX_") else PREFIX + kind, message, status)
        self.wrong = wrong

    def body(self) -> dict[str, Any]:
        told: dict[str, Any] = {"code": self.code, "message": self.description}
        if self.wrong:
            told["validation"] = [{"message": words, **({"field": name} if name else {})} for name, words in self.wrong]
        return {"error": told}


def invalid_request(*wrong: tuple[str, str]) -> Refusal:
    kind, words = "VALIDATION_REQUESTVALIDATIONEXCEPTION", "Ошибка при валидации объекта запроса"
    return Refusal(kind, words, wrong=wrong)


def invalid_object(*wrong: tuple[str, str]) -> Refusal:
    return Refusal("VALIDATION_DTOVALIDATIONEXCEPTION", "Ошибка при валидации объекта", wrong=wrong)


def not_given(name: str) -> tuple[str, str]:
    return name, f"Обязательное поле `{name}` не указано"


def not_filled(name: str) -> tuple[str, str]:
    return name, f'Не заполнено обязательное поле "{name}"'


def wrong_type(name: str, wanted: str) -> tuple[str, str]:
    return name, f"В поле `{name}` требуется тип данных `{wanted}` для такого запроса"


def attribute_needed(entity: str, name: str, attribute: str) -> tuple[str, str]:
    return name, f"В DTO `{entity}` в поле `{name}` требуется наличие атрибута `{attribute}` для такого запроса"


def unknown_property(name: str, entity: str) -> Refusal:
    return Refusal("UNKNOWNDTOPROPERTYEXCEPTION", f"Неизвестное поле `{name}` для сущности `{entity}`")


def unknown_operator(operator: str) -> Refusal:
    return Refusal("UNKNOWNFILTEROPERATOREXCEPTION", f"Неизвестный оператор фильтра `{operator}`")


def invalid_filter(expression: Any) -> Refusal:
    return Refusal("INVALIDFILTEREXCEPTION", f"Не удается распознать выражение фильтра `{_shown(expression)}`")


def filter_needed(name: str) -> Refusal:
    words = f"Требуется указать фильтр по обязательному полю `{name}`"
    kind = "VALIDATION_REQUESTFILTERVALIDATIONEXCEPTION"
    return Refusal(kind, "Ошибка при валидации объекта запроса", wrong=((f"filter.{name}", words),))


def invalid_select(expression: Any) -> Refusal:
    return Refusal("INVALIDSELECTEXCEPTION", f"Не удается распознать выражение select `{_shown(expression)}`")


def invalid_order(expression: Any) -> Refusal:
    return Refusal("INVALIDORDEREXCEPTION", f"Не удается распознать параметр сортировки `{_shown(expression)}`")


def invalid_pagination(expression: Any) -> Refusal:
    return Refusal("INVALIDPAGINATIONEXCEPTION", f"Не удается распознать параметр пагинации `{_shown(expression)}`")


def invalid_json() -> Refusal:
    return Refusal("INVALIDJSONEXCEPTION", "Тело запроса не является корректным JSON")


def entity_not_found(number: Any) -> Refusal:
    return Refusal("ENTITYNOTFOUNDEXCEPTION", f"Запись с ID = `{number}` не найдена")


def field_not_found(name: str) -> Refusal:
    return Refusal("BITRIX_REST_V3_REALISATION_EXCEPTION_FIELDNOTFOUNDEXCEPTION", f"Поле `{name}` не найдено")


def method_not_found(name: str) -> Refusal:
    """The docs have no page of it: the code is the one that b24jssdk knows, the status is a guess."""
    return Refusal("METHODNOTFOUNDEXCEPTION", f"Метод `{name}` не найден", 404)


def access_denied(status: int = 403) -> Refusal:
    return Refusal("ACCESSDENIEDEXCEPTION", "Доступ запрещен", status)


def insufficient_scope() -> Refusal:
    return Refusal("INSUFFICIENTSCOPEEXCEPTION", "Недостаточно прав доступа: отсутствует необходимый scope", 403)


def key_reused() -> Refusal:
    return Refusal("IDEMPOTENCYKEYREUSEDEXCEPTION", "Ключ идемпотентности уже использован с другим телом запроса", 422)


def invalid_key() -> Refusal:
    return Refusal("INVALIDIDEMPOTENCYKEYEXCEPTION", "Недопустимое значение ключа идемпотентности")


def _shown(expression: Any) -> str:
    return expression if isinstance(expression, str) else json_text.dumps(expression).decode()
