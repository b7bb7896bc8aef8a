"""The guard itself: it finds a statement that forgets the portal, however well it is hidden."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, and_, delete, func, insert, or_, select, text, update

from app.store.database import Database
from app.store.schema import bucket, cursor, deal, document, inbox, letter, portal
from tests.store.apart.guard import Guard
from tests.store.samples import NOON

MINE = 7
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
_INVOICE = document.alias("invoice")
_OLD = select(inbox.c.id).where(inbox.c.state == "done")
FORGETFUL = {
    "no condition": select(letter.c.id),
    "another's id": select(letter.c.id).where(letter.c.portal_id == MINE + 1),
    "a row by its id": update(document).where(document.c.id == 1).values(title=""),
    "either": select(letter.c.id).where(or_(letter.c.portal_id == MINE, letter.c.act_id == 1)),
    "not": select(letter.c.id).where(letter.c.portal_id != MINE),
    "a join by the id alone": select(document.c.id)
    .select_from(document.outerjoin(_INVOICE, _INVOICE.c.id == document.c.invoice_id))
    .where(document.c.portal_id == MINE),
    "the outer side of a join": select(document.c.id).select_from(
        document.outerjoin(deal, and_(deal.c.portal_id == document.c.portal_id, document.c.portal_id == MINE))
    ),
    "beneath": select(func.count()).select_from(select(letter).where(letter.c.act_id == 1).subquery()),
    "by keys of all": delete(inbox).where(inbox.c.id.in_(_OLD)),
    "by another's keys": select(letter.c.id).where(
        letter.c.portal_id == MINE, letter.c.act_id.in_(select(document.c.id).where(document.c.deal_id == 1))
    ),
    "the portals themselves": select(portal.c.tokens).where(portal.c.status == "active"),
    "a row for another": insert(bucket).values(portal_id=MINE + 1, level=0.0, at=NOON),
    "plain": text("DELETE FROM letter"),
}
IN_ORDER = {
    "the portal": select(letter.c.id).where(letter.c.portal_id == MINE),
    "the portal's row": update(portal).where(portal.c.id == MINE).values(status="lost"),
    "a join": select(document.c.id)
    .select_from(document.outerjoin(deal, deal.c.portal_id == document.c.portal_id))
    .where(document.c.portal_id == MINE),
    "by its own keys": delete(inbox).where(inbox.c.id.in_(_OLD.where(inbox.c.portal_id == MINE))),
    "its own row": insert(bucket).values(portal_id=MINE, level=0.0, at=NOON),
}


@pytest.fixture
def watched(database: Database) -> Iterator[Connection]:
    guard = Guard()
    with guard.on_duty(), database.write() as connection, guard.over(MINE):
        yield connection


@pytest.mark.parametrize("how", FORGETFUL)
def test_a_forgetful_statement_is_found(watched: Connection, how: str) -> None:
    found: Any = FORGETFUL[how]
    with pytest.raises(AssertionError, match="not held to portal 7"):
        watched.execute(found)


@pytest.mark.parametrize("how", IN_ORDER)
def test_an_orderly_one_passes(watched: Connection, how: str) -> None:
    found: Any = IN_ORDER[how]
    watched.execute(found)


def test_the_value_counts_each_time(watched: Connection) -> None:
    """A statement is compiled once; whose it is, is a matter of each execution."""
    for portal_id in (MINE, MINE):
        watched.execute(select(cursor.c.value).where(cursor.c.portal_id == portal_id))
    with pytest.raises(AssertionError):
        watched.execute(select(cursor.c.value).where(cursor.c.portal_id == MINE + 1))
    rows = [{"portal_id": portal_id, "name": "n", "value": 1} for portal_id in (MINE, MINE + 1)]
    with pytest.raises(AssertionError):
        watched.execute(insert(cursor), rows)
