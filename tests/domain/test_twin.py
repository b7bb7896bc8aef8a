"""The three-way comparison of a twin: what we brought is nobody's edit, and what somebody did to ours is undone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain.twin import MOST, WITHIN, Owner, TwinEdit, TwinField, TwinNote, first_note

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
FIELDS = {
    "number": TwinField("Номер", Owner.APP), "title": TwinField("Название", Owner.APP),
    "contact": TwinField("Контакт", Owner.BOTH),
}  # fmt: skip
NAMES = sorted(FIELDS)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["ours", "theirs", "bring", "cut before", "cut after"]),
        st.sampled_from(NAMES), st.sampled_from(["а", "б", "в", ""]),
    ),
    max_size=25,
)  # fmt: skip


class Portal:
    """A twin in a portal that shows all in capitals; workers are killed before and after they write."""

    def __init__(self) -> None:
        self.wanted = dict.fromkeys(NAMES, "а")
        self.shown = dict.fromkeys(NAMES, "А")
        self.note = TwinNote(1, begun=self.wanted).end(self.shown, self.wanted)
        self.by_hand: set[str] = set()

    def do(self, step: str, name: str, value: str) -> set[str]:
        """The fields that somebody is blamed for."""
        if step == "ours":
            self.wanted[name] = value
        elif step == "theirs":
            if self.shown[name] != value:
                self.by_hand.add(name)
            self.shown[name] = value
        else:
            return self.bring(step)
        return set()

    def bring(self, step: str) -> set[str]:
        weighed = self.note.weigh(self.shown, self.wanted, FIELDS)
        writing = {**weighed.ours, **{name: self.wanted[name] for name in weighed.theirs}}
        edit = TwinEdit(weighed.theirs, 9, "") if weighed.theirs else None
        if writing:
            self.note = self.note.begin(writing, edit, NOON)
        if step == "cut before":
            return set(weighed.theirs)
        self.shown |= {name: value.upper() for name, value in writing.items()}
        if step == "bring":
            self.note = self.note.end(self.shown, self.wanted)
        return set(weighed.theirs)


@given(STEPS)
def test_nobody_is_blamed_for_what_we_wrote_and_ours_comes_out_on_top(steps: list[tuple[str, str, str]]) -> None:
    portal = Portal()
    for step in steps:
        assert portal.do(*step) <= portal.by_hand
    assert portal.bring("bring") <= portal.by_hand
    for name in ("number", "title"):
        assert portal.shown[name].upper() == portal.wanted[name].upper()
    assert not portal.note.weigh(portal.shown, portal.wanted, FIELDS).ours
    assert portal.note.strays(portal.shown, portal.wanted, FIELDS) == ()


@given(STEPS)
def test_what_people_typed_into_a_field_of_both_stays(steps: list[tuple[str, str, str]]) -> None:
    portal = Portal()
    portal.do("theirs", "contact", "по-своему")
    for step, name, value in steps:
        portal.do(step, name if step == "ours" else "number", value)
        assert portal.shown["contact"] == "по-своему"


def test_a_field_that_the_twin_has_not_is_left_out() -> None:
    assert not TwinNote(1).weigh({"number": "А-1"}, {"number": "А-1", "title": "Акт"}, FIELDS).ours


def test_a_field_is_fought_over_when_it_was_put_back_so_often_within_the_time() -> None:
    note = TwinNote(1)
    for turn in range(MOST):
        assert not note.is_fought("number", NOON)
        edit = TwinEdit({"number": str(turn)}, 9, "")
        note = note.begin({"number": "А-1"}, edit, NOON).end({"number": "А-1"}, {"number": "А-1"})
    assert note.is_fought("number", NOON)
    assert not note.is_fought("title", NOON)
    assert not note.is_fought("number", NOON + WITHIN)
    assert note.begin({}, None, NOON + WITHIN + timedelta(seconds=1)).restored == {}


def test_one_edit_put_back_in_two_attempts_counts_once() -> None:
    edit = TwinEdit({"number": "Р"}, 9, "")
    note = TwinNote(1).begin({"number": "А-1"}, edit, NOON).begin({"number": "А-1"}, edit, NOON)
    assert len(note.restored["number"]) == 1


def test_the_first_note_knows_only_what_was_right() -> None:
    note = first_note(1, {"number": "А-1", "title": "Чужое"}, {"number": "А-1", "title": "Акт"})
    assert note.strays({"number": "А-9", "title": "Чужое"}, {"number": "А-1", "title": "Акт"}, FIELDS) == ("number",)
