"""A guard that reads every statement of a store that was built for one portal: does it name that portal?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Delete, Engine, FromClause, Insert, Join, Select, Table, Update, event
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.elements import BinaryExpression, BindParameter, BooleanClauseList, Tuple
from sqlalchemy.sql.expression import Alias

from app.store.schema import portal

HARMLESS = ("BEGIN", "SET LOCAL synchronous_commit")
SEARCH = "document_search"
"""SQLite's search table does not say whose a row is: it is found by a document's id, and the document by its portal."""
MIRROR = "INSERT INTO mirror (portal_id, "
"""The one row that is written in plain SQL: its first value is the portal's id."""


class Guard:
    """Reads along while `over` a portal; `seen` counts the statements that it has found to be in order."""

    def __init__(self) -> None:
        self._portal_id: int | None = None
        self._statements: dict[int, Statement] = {}
        self.seen = 0

    @contextmanager
    def on_duty(self) -> Iterator[None]:
        event.listen(Engine, "before_cursor_execute", self._look)
        try:
            yield
        finally:
            event.remove(Engine, "before_cursor_execute", self._look)

    @contextmanager
    def over(self, portal_id: int) -> Iterator[None]:
        self._portal_id = portal_id
        try:
            yield
        finally:
            self._portal_id = None

    def _look(self, _on: Any, _cursor: Any, text: str, values: Any, context: Any, is_many: bool) -> None:
        if self._portal_id is None:
            return
        if context.compiled is None:
            found = plain_slips(text, values if is_many else [values], self._portal_id)
        else:
            # By identity, and kept, for a statement is compiled once and executed many times.
            known = self._statements.get(id(context.compiled)) or Statement(context.compiled)
            self._statements[id(context.compiled)] = known
            found = known.slips(context.compiled_parameters, self._portal_id)
        assert not found, f"not held to portal {self._portal_id}: {', '.join(found)} in {text}"
        self.seen += 1


def plain_slips(text: str, rows: Sequence[Any], portal_id: int) -> list[str]:
    if text.startswith(HARMLESS) or (text.startswith(MIRROR) and all(row[0] == portal_id for row in rows)):
        return []
    return ["plain SQL"]


class Statement:
    """A statement as compiled once for all its executions: what it leaves open, and which values must be the portal."""

    def __init__(self, compiled: Any) -> None:
        self.compiled = compiled
        self.names: set[str] = set()
        self.loose: list[str] = []
        found = compiled.statement
        if not isinstance(found, Insert):
            self._read(found)
        elif found.table.name != SEARCH:
            self.names = {"portal_id"}

    def slips(self, rows: Sequence[Mapping[str, Any]], portal_id: int) -> list[str]:
        return self.loose + [name for row in rows for name in self.names if row.get(name) != portal_id]

    def _read(self, statement: Any) -> None:
        parts = [part for part in visitors.iterate(statement) if isinstance(part, Select | Update | Delete)]
        memberships = [select for part in parts for select in _memberships(part)]
        if not parts:
            self.loose = ["plain SQL"]
        for part in parts:
            if not any(part is other for other in memberships):
                self.loose += self._loose(part)

    def _loose(self, part: Any) -> list[str]:
        froms, where = _froms(part), list(_conditions(part.whereclause))
        leaves = [leaf for leaf in _leaves(froms) if _own(leaf) is not None]
        # An outer join's condition narrows its right side only.
        narrowing = [(leaf, where) for leaf in leaves]
        narrowing += [(join.right, list(_conditions(join.onclause))) for join in _joins(froms)]
        held: list[Any] = []
        while more := [leaf for leaf, by in narrowing if leaf not in held and self._is_held(leaf, by, held)]:
            held += more
        return [
            f"{type(part).__name__} {leaf.name}"
            for leaf in leaves
            if leaf not in held and not _is_chosen_by_key(leaf, where)
        ]

    def _is_held(self, leaf: Any, conditions: Sequence[Any], held: Sequence[Any]) -> bool:
        own = _own(leaf)
        equal = [(one.left, one.right) for one in conditions if getattr(one, "operator", None) is operators.eq]
        beside = [other for pair in equal for one, other in (pair, pair[::-1]) if own is not None and one is own]
        binds = [self.compiled.bind_names[one] for one in beside if isinstance(one, BindParameter)]
        self.names.update(binds)
        return bool(binds) or any(one is _own(leaf) for one in beside for leaf in held)


def _is_chosen_by_key(leaf: Any, where: Sequence[Any]) -> bool:
    """`key IN (SELECT key FROM the same table …)`: the inner part is looked at by itself."""
    for found in where:
        if isinstance(found, BinaryExpression) and found.operator is operators.in_op:
            keys = list(found.left.clauses) if isinstance(found.left, Tuple) else [found.left]
            inner = _select_in(found.right)
            if inner is not None and list(inner.selected_columns) == keys == list(leaf.primary_key):
                return True
    return False


def _memberships(part: Any) -> Iterator[Any]:
    """`portal_id IN (active portals)` only narrows, and tells nothing."""
    for found in _conditions(part.whereclause):
        if isinstance(found, BinaryExpression) and found.operator is operators.in_op:
            inner = _select_in(found.right)
            if inner is not None and getattr(found.left, "name", "") == "portal_id":
                yield inner


def _select_in(found: Any) -> Any:
    while not isinstance(found, Select):
        found = getattr(found, "element", None)
        if found is None:
            return None
    return found


def _conditions(clause: Any) -> Iterator[Any]:
    """What must all be true."""
    if isinstance(clause, BooleanClauseList) and clause.operator is operators.and_:
        for part in clause.clauses:
            yield from _conditions(part)
    elif clause is not None:
        yield clause


def _froms(part: Any) -> list[FromClause]:
    return list(part.get_final_froms()) if isinstance(part, Select) else [part.table]


def _leaves(froms: Sequence[Any]) -> Iterator[Any]:
    for found in froms:
        if isinstance(found, Join):
            yield from _leaves([found.left, found.right])
        else:
            yield found


def _joins(froms: Sequence[Any]) -> Iterator[Join]:
    for found in froms:
        if isinstance(found, Join):
            yield found
            yield from _joins([found.left, found.right])


def _own(leaf: Any) -> Any:
    """The column that says whose a row is; None for what is no table of the schema."""
    if leaf is portal:
        return portal.c.id
    return leaf.c.get("portal_id") if isinstance(leaf, Table | Alias) else None
