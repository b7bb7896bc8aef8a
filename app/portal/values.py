"""Values as the portal spells them: ids as strings, money as floats or «100|RUB», dates with an offset."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from app.errors import HostUnavailable

KOPECK = Decimal("0.01")
_YEAR_DIGITS = 4


def mapping(value: Any) -> dict[str, Any]:
    """An object of the answer; PHP spells an empty one as []."""
    if isinstance(value, Mapping):
        return dict(value)
    if value in ([], None):
        return {}
    raise unreadable("an object")


def rows(value: Any) -> list[dict[str, Any]]:
    """A list of objects; PHP makes it a map when its keys have gaps."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if value is None:
        return []
    if not isinstance(value, list):
        raise unreadable("a list")
    return [mapping(row) for row in value]


def whole(value: Any) -> int | None:
    """An id; None for nothing, which the portal spells as 0, "", null or false."""
    try:
        return int(value) or None
    except (TypeError, ValueError, OverflowError):
        return None


def must_id(value: Any) -> int:
    found = whole(value)
    if found is None:
        raise unreadable("an id")
    return found


def text(value: Any) -> str:
    return "" if value is None or value is False else str(value)


def number(value: Any) -> Decimal | None:
    """A decimal of «1000.5», 1000.5 or «1000.50|RUB»; None where there is none."""
    try:
        found = Decimal(str(value).partition("|")[0].strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def money(value: Any) -> Decimal:
    """Roubles to the kopeck; the portal's floats carry noise after it."""
    found = number(value)
    return Decimal(0).quantize(KOPECK) if found is None else found.quantize(KOPECK)


def instant(value: Any) -> datetime | None:
    """An aware instant of ISO 8601 with an offset."""
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def portal_instant(value: Any, zone: ZoneInfo) -> datetime | None:
    """The instant of a moment that lists show: in the portal's format and zone, to the second."""
    shown = text(value).strip()
    for of_time in ("%H:%M:%S", "%I:%M:%S %p"):
        try:
            return datetime.strptime(shown, f"{day_format(shown)} {of_time}").replace(tzinfo=zone).astimezone(UTC)
        except ValueError:
            continue
    return None


def day_format(shown: str) -> str:
    """How the portal writes a date («Формат даты»), known by a moment of its own: 31.12.2024 23:59:59.

    A day written with slashes begins with the month where hours are counted to twelve: 12/31/2024 11:59:59 pm.
    """
    mark = next((one for one in "./-" if one in shown), ".")
    if shown.partition(mark)[0].isdecimal() and len(shown.partition(mark)[0]) == _YEAR_DIGITS:
        return f"%Y{mark}%m{mark}%d"
    if mark == "/" and shown.lower().endswith("m"):
        return "%m/%d/%Y"
    return f"%d{mark}%m{mark}%Y"


def day(value: Any) -> date | None:
    """The portal's date: the offset belongs to its zone, so the day is the one written."""
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def flag(value: Any) -> bool:
    return value in (True, 1, "1", "Y", "y", "true")


def ids(value: Any) -> list[int]:
    if not isinstance(value, Iterable) or isinstance(value, str | bytes):
        return []
    return [found for found in map(whole, value) if found is not None]


def same(shown: Any, wanted: Decimal | str) -> bool:
    """Whether the portal's value already says what we would write."""
    return number(shown or 0) == wanted if isinstance(wanted, Decimal) else text(shown) == wanted


def unreadable(expected: str) -> HostUnavailable:
    return HostUnavailable("ERROR_UNEXPECTED_ANSWER", f"the portal's answer lacks {expected}", 502)
