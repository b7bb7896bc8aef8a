"""The host's words about currencies (crm/currency/): an empty code with words, or ERROR_CORE."""

from __future__ import annotations

from sandbox.errors import HostError


def access_denied() -> HostError:
    return HostError("", "Access denied.")


def not_found() -> HostError:
    return HostError("", "Not found")


def no_identifier() -> HostError:
    return HostError("", "The parameter id is invalid or not defined.")


def undefined(name: str) -> HostError:
    return HostError("ERROR_CORE", f'Undefined array key "{name}"')


def wrong_code() -> HostError:
    """The docs give these words as the meaning of an answer without words (crm-currency-delete.md)."""
    return HostError("", "")


def taken(code: str) -> HostError:
    """«Другие ошибки в данных»: the words are a guess."""
    return HostError("ERROR_CORE", f"Валюта {code} уже существует")


def is_base() -> HostError:
    return HostError("", "Нельзя удалить базовую валюту.")
