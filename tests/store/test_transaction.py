"""What commits together, and what two portals see of each other."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from app.domain.act import Act, Signature
from app.domain.deal import DealNote
from app.domain.facts import ActMade, LetterFailed, SignedHow
from app.domain.invoice import Payment
from app.domain.letter import ActLetter
from app.errors import NotFound, StaleDocument
from app.store.database import Database
from app.store.schema import document, history, outbox
from app.store.store import PortalStore
from tests.store.samples import TODAY, HandClock, Rings, a_deal, an_act, an_invoice


def add(store: PortalStore, act: Act) -> Act:
    with store.transaction() as tx:
        return tx.acts.add(act)


def test_an_act_comes_back_as_it_was_stored(store: PortalStore) -> None:
    signature = Signature(SignedHow.PAPER, TODAY, by=3)
    stored = add(store, an_act(missing=("ИНН",), signature=signature))
    with store.transaction() as tx:
        assert tx.acts.get(stored.id) == stored
        assert tx.acts.by_origin("entry:1") == stored
        assert tx.acts.of_deal(40) == [stored]
    assert stored == replace(an_act(missing=("ИНН",), signature=signature), id=stored.id, version=1)


def test_two_portals_with_the_same_ids_never_see_each_other(store: PortalStore, other_store: PortalStore) -> None:
    ours, theirs = add(store, an_act(twin_id=9)), add(other_store, an_act(twin_id=9, title="Чужой"))
    with store.transaction() as tx:
        tx.deals.put(DealNote(a_deal()))
        assert tx.acts.of_deal(40) == [ours]
        assert tx.acts.by_twin(9) == ours
        with pytest.raises(NotFound):
            tx.acts.get(theirs.id)
        with pytest.raises(StaleDocument):
            tx.acts.save(replace(theirs, title="Взломан"))
        tx.set_cursor("stages", 77)
        tx.mark_dirty("deal", 40)
    with other_store.transaction() as tx:
        assert tx.deals.get(40) is None
        assert tx.cursor("stages") == 0
        assert tx.dirty(10) == []
        assert tx.next_number("acts", 2026) == 1
    with store.transaction() as tx:
        assert tx.next_number("acts", 2026) == 1


def test_the_second_of_two_who_save_is_told(store: PortalStore) -> None:
    act = add(store, an_act())
    with store.transaction() as tx:
        tx.acts.save(replace(act, title="Первый"))
    with pytest.raises(StaleDocument), store.transaction() as tx:
        tx.acts.save(replace(act, title="Второй"))
    with store.transaction() as tx:
        assert tx.acts.get(act.id).title == "Первый"


def test_one_origin_is_one_act(store: PortalStore) -> None:
    add(store, an_act())
    with pytest.raises(StaleDocument):
        add(store, an_act())


def test_an_error_leaves_nothing_behind(store: PortalStore, database: Database, rings: Rings) -> None:
    with pytest.raises(ZeroDivisionError), store.transaction() as tx:
        tx.next_number("acts", 2026)
        tx.record(tx.acts.add(an_act()).made(), lane="deal:40")
        raise ZeroDivisionError
    with database.read() as connection:
        for table in (document, history, outbox):
            assert connection.scalar(select(func.count()).select_from(table)) == 0
    with store.transaction() as tx:
        assert tx.next_number("acts", 2026) == 1
    assert rings.count == 0


def test_a_fact_recorded_twice_is_one_row_a_reaction(store: PortalStore, database: Database, rings: Rings) -> None:
    for _ in range(2):
        with store.transaction() as tx:
            tx.record(ActMade(1, 1), lane="deal:40", by=3)
    with database.read() as connection:
        rows = connection.execute(select(outbox.c.reaction, outbox.c.key).order_by(outbox.c.id)).all()
        assert rows == [
            ("print_ActMade", "ActMade:1:1|print_ActMade"),
            ("tell_ActMade", "ActMade:1:1|tell_ActMade"),
        ]
        assert connection.scalar(select(func.count()).select_from(history)) == 1
    assert rings.count == 1


def test_a_fact_may_carry_a_long_sentence(store: PortalStore, database: Database) -> None:
    with store.transaction() as tx:
        tx.record(LetterFailed(1, 1, "ж" * 5000, 1), lane="deal:40")
        tx.record(LetterFailed(1, 1, "ж" * 4999, 1), lane="deal:40")
    with database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(history)) == 2


def test_numbers_have_no_gaps_whoever_asks(store: PortalStore) -> None:
    taken: list[int] = []

    def take_five() -> None:
        for turn in range(5):
            with suppress(ZeroDivisionError), store.transaction() as tx:
                number = tx.next_number("acts", 2026)
                taken.append(number // (turn != 2))

    threads = [threading.Thread(target=take_five) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(1, 25))


def test_marks_of_one_object_are_one_and_a_later_mark_survives_the_read(store: PortalStore, clock: HandClock) -> None:
    with store.transaction() as tx:
        for _ in range(100):
            tx.mark_dirty("deal", 40)
        tx.mark_dirty("deal", 41)
        seen = tx.dirty(10)
    assert [(mark.kind, mark.object_id) for mark in seen] == [("deal", 40), ("deal", 41)]
    clock.pass_(seconds=1)
    with store.transaction() as tx:
        tx.mark_dirty("deal", 41)
        tx.clean(seen)
        assert [mark.object_id for mark in tx.dirty(10)] == [41]


def test_a_mark_that_is_put_off_waits_as_long_again_as_it_has_waited(store: PortalStore, clock: HandClock) -> None:
    def told() -> list[int]:
        with store.reading() as tx:
            return [mark.object_id for mark in tx.dirty(10)]

    with store.transaction() as tx:
        tx.mark_dirty("deal", 40)
        tx.mark_dirty("deal", 41)
    for waits in (1, 1, 2, 4, 8, 15, 15):
        with store.transaction() as tx:
            tx.put_off([("deal", 40)], soonest=timedelta(seconds=1), latest=timedelta(seconds=15))
        assert told() == [41]
        clock.pass_(seconds=waits - 0.1)
        assert told() == [41]
        clock.pass_(seconds=0.1)
        assert sorted(told()) == [40, 41]


def test_an_act_shows_what_its_invoice_has_received(store: PortalStore, database: Database) -> None:
    with store.transaction() as tx:
        invoice = tx.invoices.add(an_invoice(amount=Decimal("300.00")))
        one = tx.acts.add(an_act("entry:1", amount=Decimal("100.00"), invoice_id=invoice.id))
        tx.acts.add(an_act("entry:2", amount=Decimal("200.00"), invoice_id=invoice.id))
    paid_of_acts = select(document.c.payment, document.c.paid).where(document.c.register == "acts")

    def shown() -> list[tuple[str, Decimal]]:
        with database.read() as connection:
            return [(row.payment, row.paid) for row in connection.execute(paid_of_acts.order_by(document.c.id))]

    assert shown() == [("none", Decimal("0.00")), ("none", Decimal("0.00"))]
    with store.transaction() as tx:
        invoice, _ = invoice.pay(Payment("bank:1", Decimal("150.00"), TODAY))
        invoice = tx.invoices.save(invoice)
    assert shown() == [("partial", Decimal("50.00")), ("partial", Decimal("100.00"))]
    with store.transaction() as tx:
        invoice, _ = invoice.pay(Payment("bank:2", Decimal("150.00"), TODAY))
        tx.invoices.save(invoice)
        tx.acts.save(replace(one, title="Переименован"))
    assert shown() == [("paid", Decimal("100.00")), ("paid", Decimal("200.00"))]


def test_letters_and_deals_are_kept(store: PortalStore) -> None:
    with store.transaction() as tx:
        act = tx.acts.add(an_act())
        letter = tx.letters.add(ActLetter(0, "act:1:1:5:send", act.id, 1, 5, "a@example.org"))
        tried = tx.letters.save(letter.attempted())
        with pytest.raises(StaleDocument):
            tx.letters.save(letter)
        tx.deals.put(DealNote(a_deal()))
        tx.deals.put(DealNote(a_deal(), "C1:SENT", "Заполните поле «Договор»"))
    with store.transaction() as tx:
        assert tx.letters.by_key(letter.key) == tried
        assert tx.letters.of_act(act.id) == [tried]
        assert tx.letters.get(letter.id).attempts == 1
        note = tx.deals.get(40)
        assert note == DealNote(a_deal(), "C1:SENT", "Заполните поле «Договор»")
        tx.deals.forget(40)
        assert tx.deals.get(40) is None


def test_a_page_hears_that_its_deal_has_changed(store: PortalStore, other_store: PortalStore) -> None:
    act = add(store, an_act())
    before = store.deal_version(40)
    add(other_store, an_act())
    assert store.deal_version(40) == before > 0
    with store.transaction() as tx:
        tx.letters.add(ActLetter(0, "k", act.id, 1, 5, "a@example.org"))
    assert store.deal_version(40) == before + 1


def test_looking_writes_nothing(store: PortalStore) -> None:
    act = add(store, an_act())
    with store.reading() as tx:
        assert tx.acts.get(act.id) == act
        tx.set_cursor("stages", 5)
    with store.reading() as tx:
        assert tx.cursor("stages") == 0
