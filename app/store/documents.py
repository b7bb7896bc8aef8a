"""The one table of documents: a typed row for what is filtered by, the whole domain object beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, Protocol, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Row, Select, and_, select, update

from app.errors import NotFound, StaleDocument
from app.store.inserting import insert_returning_id
from app.store.schema import document
from app.store.scope import Scope
from app.store.search import fold, index_document, number_key, search_text


class Document(Protocol):
    """What every register's documents have."""

    @property
    def id(self) -> int: ...

    @property
    def version(self) -> int: ...

    @property
    def deal_id(self) -> int: ...


D = TypeVar("D", bound=Document)
Columns = Callable[[Scope, D], dict[str, Any]]
"""The typed columns of a document; it may lock what they are drawn from."""


class Documents(Generic[D]):
    """One register of one portal, inside a transaction. `absent`: what NotFound says."""

    def __init__(
        self, scope: Scope, register: str, adapter: TypeAdapter[D], columns: Columns[D], *, absent: str
    ) -> None:
        self._scope = scope
        self._register = register
        self._adapter = adapter
        self._columns = columns
        self._absent = absent

    def get(self, document_id: int) -> D:
        found = self.first(document.c.id == document_id)
        if found is None:
            raise NotFound(self._absent)
        return found

    def first(self, condition: ColumnElement[bool]) -> D | None:
        row = self._scope.connection.execute(self._select(condition).limit(1)).first()
        return read_body(self._adapter, row) if row else None

    def every(self, condition: ColumnElement[bool]) -> list[D]:
        """Oldest first."""
        rows = self._scope.connection.execute(self._select(condition))
        return [read_body(self._adapter, row) for row in rows]

    def add(self, new: D) -> D:
        """Raises StaleDocument when one of this origin is there: somebody was faster."""
        values = self._values(new) | {"version": 1}
        document_id = insert_returning_id(self._scope.connection, document, values)
        if document_id is None:
            raise StaleDocument(f"{self._register}: {values['origin']} is there already")
        return self._written(document_id, 1, values, new)

    def save(self, changed: D) -> D:
        values = self._values(changed) | {"version": changed.version + 1}
        mine = and_(self._mine, document.c.id == changed.id, document.c.version == changed.version)
        if self._scope.connection.execute(update(document).where(mine).values(values)).rowcount != 1:
            raise StaleDocument(f"{self._register}: {changed.id} is no longer at version {changed.version}")
        return self._written(changed.id, changed.version + 1, values, changed)

    @property
    def _mine(self) -> ColumnElement[bool]:
        return and_(document.c.portal_id == self._scope.portal_id, document.c.register == self._register)

    def _select(self, condition: ColumnElement[bool]) -> Select[Any]:
        chosen = select(document.c.id, document.c.version, document.c.body)
        return chosen.where(self._mine, condition).order_by(document.c.id)

    def _values(self, of: D) -> dict[str, Any]:
        columns = {"portal_id": self._scope.portal_id, "register": self._register, **self._columns(self._scope, of)}
        text = search_text(columns["number"], columns["title"], columns["client"], amount=columns["amount"])
        return columns | {
            "number_key": number_key(columns["number"]),
            "client_key": fold(columns["client"]),
            "search": text,
            "body": self._adapter.dump_python(of, mode="json", exclude={"id", "version"}),
        }

    def _written(self, document_id: int, version: int, values: Mapping[str, Any], of: D) -> D:
        index_document(self._scope, document_id, values["search"])
        self._scope.touched.add(of.deal_id)
        body = values["body"] | {"id": document_id, "version": version}
        return self._adapter.validate_python(body)


def read_body(adapter: TypeAdapter[D], row: Row[Any]) -> D:
    """The domain object of a row that has id, version and body."""
    return adapter.validate_python(row.body | {"id": row.id, "version": row.version})
