"""Number rule («Правило нумерации»): per register and year, reserved in the transaction that writes."""

from __future__ import annotations


def format_number(pattern: str, *, n: int, year: int) -> str:
    """«А-{n}», «{year}/{n:04}»: the pattern comes from the administrator's policy."""
    return pattern.format(n=n, year=year)
