"""What a person decides about a row, inside a transaction of the portal."""

from __future__ import annotations

from sqlalchemy import Table, select, update

from app.domain.deal import deal_of
from app.domain.journal import NEXT, Decision, RowName, RowState, may
from app.errors import NotFound
from app.store.schema import inbox, outbox
from app.store.scope import Scope

_TABLES = {"inbox": inbox, "outbox": outbox}


def decide_row(scope: Scope, name: RowName, decision: Decision) -> None:
    """Bring the row to what the decision says; a retried one begins its attempts anew, at once.

    Raises NotFound, and DomainError when the row has gone on meanwhile.
    """
    table = _TABLES.get(name.queue)
    if table is None:
        raise NotFound("Строка журнала не найдена: обновите журнал.")
    mine = (table.c.portal_id == scope.portal_id) & (table.c.id == name.id)
    row = scope.connection.execute(select(table.c.state, table.c.lane).where(mine).with_for_update()).one_or_none()
    if row is None:
        raise NotFound("Строка журнала не найдена: обновите журнал.")
    may(RowState(row.state), decision)
    _write(scope, table, name, NEXT[decision])
    deal_id = deal_of(row.lane)
    if deal_id is not None:
        scope.touched.add(deal_id)


def _write(scope: Scope, table: Table, name: RowName, state: RowState) -> None:
    values: dict[str, object] = {"state": state, "owner": "", "lease_until": None}
    if state is RowState.WAITING:
        values |= {"attempt": 0, "due": scope.now, "error": ""}
        scope.rings = True
    mine = (table.c.portal_id == scope.portal_id) & (table.c.id == name.id)
    scope.connection.execute(update(table).where(mine).values(values))
