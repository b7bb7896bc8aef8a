"""Every effect has a name that a manager understands."""

from __future__ import annotations

from app.services.calls import EFFECTS
from app.services.reactions import REACTIONS


def test_each_reaction_has_words_and_no_words_are_left_over() -> None:
    reactions = {reaction for row in REACTIONS.values() for reaction in row}
    named = {f"{one.__module__.rpartition('.')[2]}.{one.__name__}" for one in reactions}
    assert named == set(EFFECTS)
