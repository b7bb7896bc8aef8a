import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from app.domain.text import one_line


@given(st.text())
def test_any_text_becomes_one_visible_line(text: str) -> None:
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert not [char for char in line if unicodedata.category(char)[0] == "C"]
    assert one_line(line) == line


def test_words_stay_apart_and_as_they_were() -> None:
    assert one_line(" Акт\u00a0№\r\n7\u200b «Ёлка» 😀\u202e ") == "Акт № 7 «Ёлка» 😀"
