"""INSERT … ON CONFLICT, which both databases have in the same words and SQLAlchemy in two modules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_once(connection: Connection, table: Table, values: Mapping[str, Any]) -> bool:
    """Insert the row unless one with its key is there; return whether it was inserted."""
    statement = insert_into(connection, table).values(values).on_conflict_do_nothing()
    return connection.execute(statement.returning(table.c.portal_id)).first() is not None


def upsert(connection: Connection, table: Table, keys: Sequence[str], values: Mapping[str, Any]) -> None:
    """Insert the row, or set its other columns where one with these keys is there."""
    statement = insert_into(connection, table).values(values)
    rest = {name: statement.excluded[name] for name in values if name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=list(keys), set_=rest))


def upsert_each(connection: Connection, table: Table, keys: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    """The same for many rows with the same columns, no two of them with the same keys."""
    if not rows:
        return
    statement = insert_into(connection, table)
    rest = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=list(keys), set_=rest), list(rows))


def count_up_each(connection: Connection, table: Table, keys: Sequence[Mapping[str, Any]], column: str) -> None:
    """Add one to many counter rows, made at 1 when absent."""
    if not keys:
        return
    counted = insert_into(connection, table).on_conflict_do_update(
        index_elements=list(keys[0]), set_={column: table.c[column] + 1}
    )
    connection.execute(counted, [{**key, column: 1} for key in keys])


def count_up(connection: Connection, table: Table, keys: Mapping[str, Any], column: str) -> int:
    """Add one to a counter row, made at 1 when absent; return the count; locks the row till the end."""
    statement = insert_into(connection, table).values({**keys, column: 1})
    counted = statement.on_conflict_do_update(index_elements=list(keys), set_={column: table.c[column] + 1})
    return int(connection.execute(counted.returning(table.c[column])).scalar_one())


def insert_into(connection: Connection, table: Table) -> Any:
    """Return the dialect's own INSERT, which can say what to do on a conflict."""
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)


def insert_returning_id(connection: Connection, table: Table, values: Mapping[str, Any]) -> int | None:
    """Insert the row and return its id, or None when one with its key is there."""
    statement = insert_into(connection, table).values(values).on_conflict_do_nothing().returning(table.c.id)
    found = connection.execute(statement).scalar_one_or_none()
    return None if found is None else int(found)
