from datetime import date

from app.domain.dates import long_date


def test_a_date_reads_as_in_a_russian_document() -> None:
    assert long_date(date(2026, 11, 22)).split("\u00a0") == ["22", "ноября", "2026", "г."]
