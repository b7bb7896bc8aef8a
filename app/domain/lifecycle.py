"""A lifecycle is a table: (state, action) -> next state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from app.errors import IllegalTransition

S = TypeVar("S", bound=StrEnum)
A = TypeVar("A", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Lifecycle(Generic[S, A]):
    """The states of one kind of document and the actions that move it between them."""

    initial: S
    transitions: Mapping[tuple[S, A], S]

    def next(self, state: S, action: A) -> S:
        """Return the state that `action` leads to, or raise IllegalTransition."""
        try:
            return self.transitions[state, action]
        except KeyError:
            raise IllegalTransition(state, action) from None

    def actions(self, state: S) -> list[A]:
        """Return what may be done in `state`; the card shows these as buttons."""
        return [action for (at, action) in self.transitions if at == state]

    def action_between(self, before: S, after: S) -> A | None:
        """Return the action that leads from `before` to `after`, if the table has one."""
        found = [a for (at, a), to in self.transitions.items() if at == before and to == after]
        return found[0] if found else None
