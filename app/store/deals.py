"""Deals («Сделки») as last read, with what the app notes beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import delete, select

from app.domain.deal import DealNote
from app.store.inserting import upsert_each
from app.store.schema import deal
from app.store.scope import Scope

_ADAPTER: TypeAdapter[DealNote] = TypeAdapter(DealNote)


class StoredDeals:
    """Implements DealMirror."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def get(self, deal_id: int) -> DealNote | None:
        return self.several([deal_id]).get(deal_id)

    def several(self, deal_ids: Sequence[int]) -> dict[int, DealNote]:
        query = select(deal.c.deal_id, deal.c.body).where(
            deal.c.portal_id == self._scope.portal_id, deal.c.deal_id.in_(deal_ids)
        )
        if self._scope.is_writing:
            # What another transaction notes meanwhile must not be lost; in order, so that nobody waits in a ring.
            query = query.order_by(deal.c.deal_id).with_for_update()
        found = self._scope.connection.execute(query)
        return {row.deal_id: _ADAPTER.validate_python(row.body) for row in found}

    def put(self, note: DealNote) -> None:
        self.put_each([note])

    def put_each(self, notes: Sequence[DealNote]) -> None:
        rows = [self._row(note) for note in sorted(notes, key=lambda note: note.deal.id)]
        upsert_each(self._scope.connection, deal, ("portal_id", "deal_id"), rows)
        self._scope.touched.update(note.deal.id for note in notes)

    def _row(self, note: DealNote) -> dict[str, Any]:
        return {
            "portal_id": self._scope.portal_id,
            "deal_id": note.deal.id,
            "title": note.deal.title,
            "stage_id": note.deal.stage_id,
            "responsible_id": note.deal.responsible_id,
            "body": _ADAPTER.dump_python(note, mode="json"),
        }

    def forget(self, deal_id: int) -> None:
        gone = delete(deal).where(deal.c.portal_id == self._scope.portal_id, deal.c.deal_id == deal_id)
        self._scope.connection.execute(gone)
        self._scope.touched.add(deal_id)
