import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.qr import DocumentMark, mark_text, read_mark

KEY = b"k" * 32
MARK = DocumentMark("a1b2c3d4", 42, 1)


@given(
    st.builds(
        DocumentMark,
        st.text("0123456789abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=32),
        st.integers(1, 10**18 - 1),
        st.integers(1, 10**6 - 1),
    )
)
def test_a_mark_is_read_back(mark: DocumentMark) -> None:
    assert read_mark(mark_text(mark, KEY), KEY) == mark


def test_a_mark_of_another_key_is_foreign() -> None:
    assert read_mark(mark_text(MARK, KEY), b"other") is None


def test_a_mark_whose_revision_was_changed_is_foreign() -> None:
    forged = mark_text(MARK, KEY).replace(":42:1:", ":42:2:")
    assert read_mark(forged, KEY) is None


@given(st.text())
def test_any_other_qr_is_foreign(text: str) -> None:
    assert read_mark(text, KEY) is None


@pytest.mark.parametrize("spoil", [str.lower, lambda text: text + "\n", lambda text: text.replace(":42:", ":٤2:")])
def test_a_mark_has_one_spelling(spoil: object) -> None:
    assert callable(spoil)
    assert read_mark(spoil(mark_text(MARK, KEY)), KEY) is None


def test_the_text_is_of_the_dense_mode() -> None:
    text = mark_text(MARK, KEY)
    assert text.startswith("PERVICHKA:ACT:A1B2C3D4:42:1:")
    assert text == text.upper() and len(text) <= 60


@pytest.mark.parametrize(
    ("portal", "act_id", "revision"), [("A", 1, 1), ("", 1, 1), ("a:b", 1, 1), ("a", 0, 1), ("a", 1, 0)]
)
def test_a_mark_names_a_real_act(portal: str, act_id: int, revision: int) -> None:
    with pytest.raises(ValueError, match=r"portal|counted"):
        DocumentMark(portal, act_id, revision)


def test_a_mark_needs_a_key() -> None:
    with pytest.raises(ValueError, match="key"):
        mark_text(MARK, b"")
