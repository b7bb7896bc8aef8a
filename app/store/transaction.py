"""A transaction: all that commits together. The only door to a write."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update

from app.domain.facts import Fact
from app.domain.journal import Decision, RowName, RowState
from app.domain.policy import PortalSettings
from app.errors import LeaseLost
from app.ports.records import DirtyMark
from app.store.acts import StoredActs
from app.store.deals import StoredDeals
from app.store.fact_json import pack
from app.store.inserting import count_up, count_up_each, insert_once
from app.store.invoices import StoredInvoices
from app.store.letters import StoredLetters
from app.store.marks import Marks
from app.store.mirror import StoredMirror
from app.store.portals import settings_changed, settings_in
from app.store.queue import Row, complete
from app.store.row_decisions import decide_row
from app.store.schema import deal_version, history, inbox, number, outbox
from app.store.scope import Scope
from app.store.twin_notes import StoredTwinNotes

Reactions = Callable[[Fact], Sequence[str]]
"""The names of the reactions to a fact."""
_LONGEST_KEY = 200


class StoreTransaction:
    """Implements Transaction. On PostgreSQL rows are locked in the order number, document, outbox, deal."""

    def __init__(self, scope: Scope, reactions: Reactions) -> None:
        self._scope = scope
        self._reactions = reactions
        self._marks = Marks(scope)
        self.acts = StoredActs(scope)
        self.invoices = StoredInvoices(scope)
        self.letters = StoredLetters(scope)
        self.deals = StoredDeals(scope)
        self.mirror = StoredMirror(scope)
        self.twins = StoredTwinNotes(scope)

    def next_number(self, register: str, year: int) -> int:
        keys = {"portal_id": self._scope.portal_id, "register": register, "year": year}
        return count_up(self._scope.connection, number, keys, "last")

    def record(self, fact: Fact, *, lane: str, by: int | None = None) -> None:
        key, name, body = short_key(fact.key), type(fact).__name__, pack(fact)
        happened = {
            "portal_id": self._scope.portal_id,
            "at": self._scope.now,
            "register": fact.register,
            "document_id": fact.document_id,
            "key": key,
            "fact": name,
            "body": body,
            "by": by,
        }
        # The history outlives done rows: what it knows is not reacted to again.
        if not insert_once(self._scope.connection, history, happened):
            return
        for reaction in self._reactions(fact):
            what = {"fact": name, "body": body, "reaction": reaction}
            self._queue(outbox, short_key(f"{fact.key}|{reaction}"), lane, what)

    def call(
        self, code: str, key: str, payload: Mapping[str, Any], *, lane: str, due: datetime | None = None
    ) -> None:
        what = {"kind": "inner", "code": code, "payload": dict(payload)}
        self._queue(inbox, short_key(key), lane, {**what, "due": due or self._scope.now})

    def finish(self, row: Row, answer: Mapping[str, Any] | None = None) -> None:
        """Mark a leased row of this portal done, together with what came of it. Raises LeaseLost."""
        if row.portal_id != self._scope.portal_id:
            raise LeaseLost(f"row {row.id} is another portal's")
        complete(self._scope.connection, row, answer)

    def decide_row(self, row: RowName, decision: Decision) -> None:
        decide_row(self._scope, row, decision)

    def settle(self, fact: Fact, reaction: str) -> None:
        doubtful = update(outbox).where(
            outbox.c.portal_id == self._scope.portal_id,
            outbox.c.key == short_key(f"{fact.key}|{reaction}"),
            # Leased: its worker has told of the doubt and not yet put the row aside; then it finds its lease over.
            outbox.c.state.in_([RowState.UNKNOWN, RowState.LEASED]),
        )
        self._scope.connection.execute(doubtful.values(state=RowState.DONE, error=""))

    def mark_dirty(self, kind: str, object_id: int) -> None:
        self._marks.mark(kind, object_id)

    def dirty(self, limit: int, *, kind: str = "") -> list[DirtyMark]:
        return self._marks.waiting(limit, kind)

    def clean(self, marks: Sequence[DirtyMark]) -> None:
        self._marks.clean(marks)

    def put_off(self, marks: Iterable[tuple[str, int]], *, soonest: timedelta, latest: timedelta) -> None:
        self._marks.put_off(marks, soonest=soonest, latest=latest)

    def cursor(self, name: str) -> int:
        return self._marks.cursor(name)

    def set_cursor(self, name: str, value: int) -> None:
        self._marks.set_cursor(name, value)

    def settings(self) -> PortalSettings:
        return settings_in(self._scope.connection, self._scope.portal_id).at_work

    def change_settings(self, change: Callable[[PortalSettings], PortalSettings]) -> None:
        settings_changed(self._scope.connection, self._scope.portal_id, change)

    def close(self) -> None:
        """Set the marks, and count up the versions of the deals that were touched: pages wait for them."""
        self._marks.write()
        keys = [{"portal_id": self._scope.portal_id, "deal_id": deal_id} for deal_id in sorted(self._scope.touched)]
        count_up_each(self._scope.connection, deal_version, keys, "version")

    def _queue(self, table: Any, key: str, lane: str, what: Mapping[str, Any]) -> None:
        values = {
            "portal_id": self._scope.portal_id,
            "key": key,
            "lane": lane,
            "state": RowState.WAITING,
            "due": self._scope.now,
            "owner": "",
            "attempt": 0,
            "error": "",
            "created_at": self._scope.now,
        }
        if insert_once(self._scope.connection, table, {**values, **what}):
            self._scope.rings = True


def short_key(key: str) -> str:
    """Return the key, or a digest of one that is too long for an index (a fact may carry a sentence)."""
    if len(key) <= _LONGEST_KEY:
        return key
    return f"{key[:100]}#{hashlib.sha256(key.encode()).hexdigest()}"
