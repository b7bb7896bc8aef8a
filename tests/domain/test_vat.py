"""Which VAT rate a document is printed with."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from app.domain.forms import FormLine
from app.domain.vat import has_mixed_rates, vat_rate

DAY = date(2026, 11, 20)


def row(rate: int | None) -> FormLine:
    return FormLine("Работы", "усл.", Decimal(1), Decimal(100), Decimal(100), rate)


@pytest.mark.parametrize(
    ("rates", "policy", "expected"),
    [
        ([22, 22], "none", 22),
        ([0], "general", None),
        ([None], "none", None),
        ([], "general", 22),
        ([], "5", 5),
        ([10, 22], "none", None),
    ],
)
def test_rows_name_the_rate_and_the_policy_where_they_do_not(
    rates: list[int | None], policy: str, expected: int | None
) -> None:
    assert vat_rate([row(rate) for rate in rates], policy=policy, on=DAY) == expected


def test_two_rates_in_one_deal_are_told_of() -> None:
    assert has_mixed_rates([row(10), row(22)])
    assert not has_mixed_rates([row(10), row(None)])
