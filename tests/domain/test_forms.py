from decimal import Decimal

from app.domain.forms import FormLine, rows_of, vat_of

LINES = (
    FormLine("Настройка", "ч", Decimal(3), Decimal("0.10"), Decimal("0.30")),
    FormLine("Обучение", "ч", Decimal(1), Decimal("0.03"), Decimal("0.03")),
)


def test_lines_that_add_up_are_printed() -> None:
    assert rows_of("Работы", Decimal("0.33"), LINES) == LINES


def test_a_sum_computed_from_a_long_price_is_rounded_to_the_kopeck() -> None:
    third = FormLine("Обучение", "ч", Decimal(3), Decimal("33.333333"), Decimal("99.999999"))
    (row,) = rows_of("Работы", Decimal(100), (third,))
    assert (row.name, row.price, row.amount) == ("Обучение", third.price, Decimal("100.00"))


def test_lines_of_another_sum_give_way_to_the_title() -> None:
    (row,) = rows_of("Этап 1", Decimal("0.10"), LINES)
    assert (row.name, row.quantity, row.amount) == ("Этап 1", Decimal(1), Decimal("0.10"))


def test_the_vat_is_rounded_in_each_line() -> None:
    assert vat_of(LINES, 20) == Decimal("0.06")
    assert vat_of(LINES, None) is None
