"""Dates as Russian documents write them."""

from __future__ import annotations

from datetime import date

NBSP = "\N{NO-BREAK SPACE}"
_MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip


def long_date(day: date) -> str:
    """Return «22 ноября 2026 г.» with no-break spaces."""
    return NBSP.join((str(day.day), _MONTHS[day.month - 1], f"{day.year:04}", "г."))
