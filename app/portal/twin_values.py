"""Values of twins as the portal shows them, in the one spelling that they are compared in (app.domain.twin)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from app.domain.money import round_to_kopeck
from app.domain.twin import NO, SPELLINGS, YES, Spelling
from app.portal.values import day, flag, text, whole

LIST_YES, LIST_NO = "Да", "Нет"
"""Lists have no field for yes and no: it is text there."""
_NOT = ("", "0", "N", "n", "false", LIST_NO)


def read(shown: Mapping[str, Any], *, day_form: str = "") -> dict[str, str]:
    """By our names; what cannot be read as what it should be stands as it is: it differs from all that we bring.

    `day_form`: how the portal writes dates where it does not write them by ISO 8601.
    """
    return {name: _READERS[SPELLINGS[name]](value, day_form) for name, value in shown.items()}


def _flag(shown: Any, _: str) -> str:
    if flag(shown) or shown == LIST_YES:
        return YES
    return NO if text(shown) in _NOT else text(shown)


def _money(shown: Any, _: str) -> str:
    found = _decimal(shown or 0)
    try:
        return text(shown) if found is None else str(round_to_kopeck(found))
    except InvalidOperation:  # more digits than any sum has
        return text(shown)


def _number(shown: Any, _: str) -> str:
    found = _decimal(shown) if text(shown) else None
    return text(shown) if found is None or found != int(found) else str(int(found))


def _decimal(shown: Any) -> Decimal | None:
    try:
        found = Decimal(text(shown).partition("|")[0].replace(",", ".").replace(" ", ""))
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found.adjusted()) < _DIGITS else None


def _day(shown: Any, form: str) -> str:
    found = day(shown) if not form else _local_day(text(shown), form)
    return text(shown) if found is None else found.isoformat()


def _local_day(shown: str, form: str) -> date | None:
    try:
        return datetime.strptime(shown.split(" ", maxsplit=1)[0], form).date()  # noqa: DTZ007
    except ValueError:
        return None


def _link(shown: Any, _: str) -> str:
    """12, "12", "CO_12", ["C_12"]: the field says what it is a link to."""
    found = shown if isinstance(shown, list) else [shown]
    numbers = (whole(text(one).rpartition("_")[2]) for one in found)
    return ",".join(map(str, sorted(number for number in numbers if number)))


_DIGITS = 20
_READERS = {
    Spelling.TEXT: lambda shown, _: text(shown),
    Spelling.FLAG: _flag,
    Spelling.MONEY: _money,
    Spelling.DAY: _day,
    Spelling.NUMBER: _number,
    Spelling.LINK: _link,
}
