import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.drive import clean_name

ENDINGS = st.sampled_from(["", ".pdf", " (ID 42)", " подписан.jpeg"])


@given(st.text(), ENDINGS)
@example("..", "")
@example("а" * 300, ".pdf")
@example("\u202efdp.exe", "")
@example("\ud800", "")
@example("con.txt", "")
def test_any_text_becomes_a_name_that_any_disk_takes(text: str, ending: str) -> None:
    name = clean_name(text, ending)
    assert name and len(name.encode()) <= 255
    assert not set(name) & set('/\\:*?"<>|')
    assert not [char for char in name if unicodedata.category(char)[0] == "C"]
    assert name == name.strip(". ") and name.endswith(ending)
    assert name not in {".", ".."}


@given(st.text())
def test_a_clean_name_is_not_cleaned_again(text: str) -> None:
    assert clean_name(clean_name(text)) == clean_name(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('ООО "Ромашка"', "ООО 'Ромашка'"),
        ("ООО «Ромашка»", "ООО «Ромашка»"),
        ("Договор 12/34 от 01.05.2026", "Договор 12-34 от 01.05.2026"),
        ("../../etc/passwd", "-..-etc-passwd"),
        ("  Акт\r\n №\t7. ", "Акт № 7"),
        ("..", "Без названия"),
        ("\u202e\u200b", "Без названия"),
        ("nul.pdf", "_nul.pdf"),
        ("и\u0306од", "йод"),
    ],
)
def test_a_name_stays_readable(text: str, name: str) -> None:
    assert clean_name(text) == name


def test_the_ending_survives_a_long_name() -> None:
    name = clean_name("Ж" * 500, " (ID 42).pdf")
    assert name.endswith("Ж (ID 42).pdf") and 254 <= len(name.encode()) <= 255
