"""What the twins of acts were last brought to (app.domain.twin)."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import select

from app.domain.twin import TwinNote
from app.store.inserting import insert_once, upsert
from app.store.schema import twin_note
from app.store.scope import Scope

_ADAPTER: TypeAdapter[TwinNote] = TypeAdapter(TwinNote)


class StoredTwinNotes:
    """Implements TwinNotes."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def get(self, act_id: int) -> TwinNote | None:
        mine = (twin_note.c.portal_id == self._scope.portal_id, twin_note.c.act_id == act_id)
        body = self._scope.connection.execute(select(twin_note.c.body).where(*mine)).scalar_one_or_none()
        return None if body is None else _ADAPTER.validate_python(body)

    def begin(self, note: TwinNote) -> None:
        insert_once(self._scope.connection, twin_note, self._row(note))

    def put(self, note: TwinNote) -> None:
        upsert(self._scope.connection, twin_note, ("portal_id", "act_id"), self._row(note))

    def _row(self, note: TwinNote) -> dict[str, Any]:
        body = _ADAPTER.dump_python(note, mode="json")
        return {"portal_id": self._scope.portal_id, "act_id": note.act_id, "body": body}
