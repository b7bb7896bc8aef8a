"""Letters about acts: what was planned, tried, sent or is in doubt."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Select, and_, select, update

from app.domain.letter import ActLetter
from app.errors import NotFound, StaleDocument
from app.store.inserting import insert_returning_id
from app.store.schema import document, letter
from app.store.scope import Scope

ADAPTER: TypeAdapter[ActLetter] = TypeAdapter(ActLetter)


class StoredLetters:
    """Implements Letters."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def get(self, letter_id: int) -> ActLetter:
        found = self._read(letter.c.id == letter_id)
        if not found:
            raise NotFound("Письмо не найдено: обновите страницу.")
        return found[0]

    def by_key(self, key: str) -> ActLetter | None:
        return next(iter(self._read(letter.c.key == key)), None)

    def of_act(self, act_id: int) -> list[ActLetter]:
        """Oldest first."""
        return self._read(letter.c.act_id == act_id)

    def add(self, new: ActLetter) -> ActLetter:
        """Raises StaleDocument when a letter of this key is there."""
        letter_id = insert_returning_id(self._scope.connection, letter, self._values(new, version=1))
        if letter_id is None:
            raise StaleDocument(f"letter {new.key} is there already")
        return self._written(new, letter_id=letter_id, version=1)

    def save(self, changed: ActLetter) -> ActLetter:
        version = changed.version + 1
        mine = and_(
            letter.c.portal_id == self._scope.portal_id,
            letter.c.id == changed.id,
            letter.c.version == changed.version,
        )
        saved = update(letter).where(mine).values(self._values(changed, version=version))
        if self._scope.connection.execute(saved).rowcount != 1:
            raise StaleDocument(f"letter {changed.id} is no longer at version {changed.version}")
        return self._written(changed, letter_id=changed.id, version=version)

    def _read(self, condition: ColumnElement[bool]) -> list[ActLetter]:
        return read_letters(self._scope, condition)

    def _values(self, of: ActLetter, *, version: int) -> dict[str, Any]:
        return {
            "portal_id": self._scope.portal_id,
            "key": of.key,
            "act_id": of.act_id,
            "state": of.state.value,
            "body": ADAPTER.dump_python(of, mode="json", exclude={"id", "version"}),
            "version": version,
        }

    def _written(self, of: ActLetter, *, letter_id: int, version: int) -> ActLetter:
        deal_of_act = select(document.c.deal_id).where(
            document.c.portal_id == self._scope.portal_id, document.c.id == of.act_id
        )
        self._scope.touched.update(self._scope.connection.scalars(deal_of_act))
        body = ADAPTER.dump_python(of) | {"id": letter_id, "version": version}
        return ADAPTER.validate_python(body)


def read_letters(scope: Scope, condition: ColumnElement[bool]) -> list[ActLetter]:
    """The portal's letters under the condition, oldest first."""
    mine: Select[Any] = select(letter.c.id, letter.c.version, letter.c.body)
    rows = scope.connection.execute(mine.where(letter.c.portal_id == scope.portal_id, condition).order_by(letter.c.id))
    return [ADAPTER.validate_python(row.body | {"id": row.id, "version": row.version}) for row in rows]
