"""Deals («Сделки») as last read, with what the app notes beside them."""

from __future__ import annotations

from pydantic import TypeAdapter
from sqlalchemy import delete, select

from app.domain.deal import DealNote
from app.store.inserting import upsert
from app.store.schema import deal
from app.store.scope import Scope

_ADAPTER: TypeAdapter[DealNote] = TypeAdapter(DealNote)


class StoredDeals:
    """Implements DealMirror."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def get(self, deal_id: int) -> DealNote | None:
        query = select(deal.c.body).where(deal.c.portal_id == self._scope.portal_id, deal.c.deal_id == deal_id)
        body = self._scope.connection.execute(query).scalar_one_or_none()
        return None if body is None else _ADAPTER.validate_python(body)

    def put(self, note: DealNote) -> None:
        values = {
            "portal_id": self._scope.portal_id,
            "deal_id": note.deal.id,
            "title": note.deal.title,
            "stage_id": note.deal.stage_id,
            "responsible_id": note.deal.responsible_id,
            "body": _ADAPTER.dump_python(note, mode="json"),
        }
        upsert(self._scope.connection, deal, ("portal_id", "deal_id"), values)
        self._scope.touched.add(note.deal.id)

    def forget(self, deal_id: int) -> None:
        gone = delete(deal).where(deal.c.portal_id == self._scope.portal_id, deal.c.deal_id == deal_id)
        self._scope.connection.execute(gone)
        self._scope.touched.add(deal_id)
