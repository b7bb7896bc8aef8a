from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.money import (
    amount_in_words,
    default_vat_rate,
    format_amount,
    format_roubles,
    from_kopecks,
    to_kopecks,
    vat_included,
)
from app.errors import DomainError

KOPECKS = st.integers(-(2**63) + 1, 2**63 - 1)


@given(KOPECKS)
def test_kopecks_come_back_as_they_went(kopecks: int) -> None:
    assert to_kopecks(from_kopecks(kopecks)) == kopecks


@pytest.mark.parametrize("amount", ["0.001", "126500.005", "NaN", "Infinity", "1E+30", "92233720368547758.08"])
def test_what_is_no_amount_of_kopecks_is_refused(amount: str) -> None:
    with pytest.raises(DomainError):
        to_kopecks(Decimal(amount))


@pytest.mark.parametrize("amount", [1.0, 1, "1", None])
def test_only_a_decimal_is_money(amount: object) -> None:
    with pytest.raises(TypeError):
        to_kopecks(amount)  # type: ignore[arg-type]


@pytest.mark.parametrize("kopecks", [1.0, True, "1"])
def test_only_an_int_is_kopecks(kopecks: object) -> None:
    with pytest.raises(TypeError):
        from_kopecks(kopecks)  # type: ignore[arg-type]


def test_a_sum_is_written_with_no_break_spaces() -> None:
    assert format_roubles(Decimal("126500")) == "126\u00a0500,00\u00a0₽"
    assert format_amount(Decimal("-1234567.8")) == "-1\u00a0234\u00a0567,80"
    assert format_amount(Decimal("0.05")) == "0,05"


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("126500", "Сто двадцать шесть тысяч пятьсот рублей 00 копеек"),
        ("0", "Ноль рублей 00 копеек"),
        ("1.01", "Один рубль 01 копейка"),
        ("2.02", "Два рубля 02 копейки"),
        ("11.11", "Одиннадцать рублей 11 копеек"),
        ("21.21", "Двадцать один рубль 21 копейка"),
        ("112.12", "Сто двенадцать рублей 12 копеек"),
        ("1000000.05", "Один миллион рублей 05 копеек"),
        ("2001.5", "Две тысячи один рубль 50 копеек"),
        ("1002000000", "Один миллиард два миллиона рублей 00 копеек"),
    ],
)
def test_a_sum_in_words_is_spelled_as_accountants_do(amount: str, words: str) -> None:
    assert amount_in_words(Decimal(amount)) == words


def test_a_negative_sum_has_no_words() -> None:
    with pytest.raises(DomainError, match="отрицательная"):
        amount_in_words(Decimal("-0.5"))


@pytest.mark.parametrize(
    ("amount", "rate", "vat"),
    [("122", 22, "22"), ("120", 20, "20"), ("110", 10, "10"), ("100", 0, "0"), ("126500", 22, "22811.48"),
     ("0.06", 20, "0.01"), ("0.03", 20, "0.01"), ("0.02", 20, "0.00")],
)  # fmt: skip
def test_the_vat_inside_a_sum_is_rounded_half_up(amount: str, rate: int, vat: str) -> None:
    assert vat_included(Decimal(amount), rate) == Decimal(vat)


@given(st.integers(0, 10**13), st.integers(0, 100))
def test_the_vat_is_never_more_than_half_a_kopeck_off(kopecks: int, rate: int) -> None:
    vat = to_kopecks(vat_included(from_kopecks(kopecks), rate))
    assert abs(vat * (100 + rate) - kopecks * rate) * 2 <= 100 + rate


def test_the_rate_is_that_of_the_documents_day() -> None:
    assert default_vat_rate(date(2025, 12, 31)) == 20
    assert default_vat_rate(date(2026, 1, 1)) == 22
