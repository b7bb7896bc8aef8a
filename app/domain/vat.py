"""VAT («НДС») of a document: by the rows it is made of, else by the policy of the company."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from app.domain.forms import FormLine
from app.domain.money import default_vat_rate

NONE, GENERAL = "none", "general"


def vat_rate(lines: Iterable[FormLine], *, policy: str, on: date) -> int | None:
    """The one rate of all rows that name one; the policy's where none does, or several. None = «без НДС».

    `policy`: none, general (the rate of the day), or a percentage («5», «7» for the simplified system).
    """
    named = {line.vat_rate for line in lines if line.vat_rate is not None}
    if len(named) == 1:
        return named.pop() or None
    if policy == GENERAL:
        return default_vat_rate(on)
    return None if policy == NONE else int(policy)


def has_mixed_rates(lines: Iterable[FormLine]) -> bool:
    """Whether one form, which has one rate, cannot tell the truth about these rows."""
    return len({line.vat_rate for line in lines if line.vat_rate is not None}) > 1
