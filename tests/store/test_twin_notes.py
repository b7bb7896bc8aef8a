"""Notes of twins: kept whole, begun once, of one portal."""

from __future__ import annotations

from app.domain.twin import TwinEdit, TwinNote
from app.store.store import PortalStore
from tests.store.samples import NOON

NOTE = TwinNote(
    7, asked={"number": "А-1"}, shown={"number": "А-1"}, begun={"title": "Акт"},
    edit=TwinEdit({"title": "Мой"}, 9, "t"), restored={"title": (NOON,)}, left={"paid": "Оплачен"}, round=2,
)  # fmt: skip


def test_a_note_is_kept_as_it_is_and_replaced(store: PortalStore, other_store: PortalStore) -> None:
    with store.transaction() as tx:
        tx.twins.put(TwinNote(7))
        tx.twins.put(NOTE)
    with store.reading() as tx:
        assert tx.twins.get(7) == NOTE
        assert tx.twins.get(8) is None
    with other_store.reading() as tx:
        assert tx.twins.get(7) is None


def test_a_note_is_begun_once(store: PortalStore) -> None:
    with store.transaction() as tx:
        tx.twins.begin(NOTE)
        tx.twins.begin(TwinNote(7))
    with store.reading() as tx:
        assert tx.twins.get(7) == NOTE
