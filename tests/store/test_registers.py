"""The register: found however it is typed, summed, paged while others write."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.domain.act import ActState, Signature
from app.domain.deal import DealNote
from app.domain.facts import SignedHow
from app.domain.invoice import Payment
from app.domain.letter import ActLetter
from app.errors import InboundRefused, NotFound
from app.store.database import Database
from app.store.portals import PortalRow
from app.store.register_filter import RegisterFilter
from app.store.registers import RegisterPage, RegisterView
from app.store.store import PortalStore
from tests.store.samples import TODAY, a_deal, an_act, an_invoice


@pytest.fixture
def view(database: Database, portal: PortalRow) -> RegisterView:
    return RegisterView(database, portal.id, seen_by=None)


def page(
    view: RegisterView,
    chosen: RegisterFilter | None = None,
    *,
    sort: str = "-date",
    after: str | None = None,
    limit: int = 50,
) -> RegisterPage:
    return view.page(chosen or RegisterFilter(), sort=sort, after=after, limit=limit, user_id=3, today=TODAY)


def titles(shown: RegisterPage) -> list[str]:
    return [line.act.title for line in shown.lines]


@pytest.mark.parametrize(
    "query",
    [
        "берез", "БЕРЁЗ", "роща берез", "монтаж", "126500", "126 500,00", "126500.00", "а-17", "ве", "«берёзовая",
        'роща"', "монтаж вент",
    ],
)  # fmt: skip
def test_an_act_is_found_however_it_is_typed(store: PortalStore, view: RegisterView, query: str) -> None:
    with store.transaction() as tx:
        tx.acts.add(an_act(number="А-17", client='ООО «Берёзовая роща"'))
        tx.acts.add(an_act("entry:2", number="А-2", client="Дуб", title="Другое", amount=Decimal("7.00")))
    shown = page(view, RegisterFilter(query=query))
    assert [line.act.number for line in shown.lines] == ["А-17"]
    assert shown.totals.count == 1


@pytest.mark.parametrize("query", ["осина", "100%", "берез осина", '"', "_"])
def test_what_is_not_there_is_not_found(store: PortalStore, view: RegisterView, query: str) -> None:
    with store.transaction() as tx:
        tx.acts.add(an_act())
    assert page(view, RegisterFilter(query=query)).lines == []


def test_a_renamed_act_is_found_by_its_new_name_only(store: PortalStore, view: RegisterView) -> None:
    with store.transaction() as tx:
        act = tx.acts.add(an_act())
        tx.acts.save(replace(act, title="Пусконаладка"))
    assert page(view, RegisterFilter(query="вентиляции")).lines == []
    assert titles(page(view, RegisterFilter(query="пусконал"))) == ["Пусконаладка"]


def test_rows_of_another_portal_are_neither_shown_nor_counted(
    store: PortalStore, other_store: PortalStore, view: RegisterView
) -> None:
    for one in (store, other_store):
        with one.transaction() as tx:
            tx.acts.add(an_act())
    shown = page(view, RegisterFilter(query="монтаж"))
    assert (len(shown.lines), shown.totals.count, shown.presets.unsigned) == (1, 1, 1)


def test_every_field_filters(store: PortalStore, view: RegisterView) -> None:
    signature = Signature(SignedHow.QR, TODAY, by=3)
    with store.transaction() as tx:
        tx.acts.add(an_act("1", title="подписан", state=ActState.SIGNED, signature=signature))
        tx.acts.add(an_act("2", title="черновик", responsible_id=4, amount=Decimal("10.00")))
        tx.acts.add(an_act("3", title="старый", issued_on=date(2025, 1, 1), company_id=8, deal_id=41))
        tx.acts.add(an_act("4", title="пустой", state=ActState.VOID, number="Б-4"))
    cases: list[tuple[RegisterFilter, set[str]]] = [
        (RegisterFilter(states=("signed", "void")), {"подписан", "пустой"}),
        (RegisterFilter(is_signed=True), {"подписан"}),
        (RegisterFilter(is_signed=False), {"черновик", "старый"}),
        (RegisterFilter(payments=("paid",)), set()),
        (RegisterFilter(number="Б-"), {"пустой"}),
        (RegisterFilter(date_from=TODAY, date_to=TODAY, responsible_id=3), {"подписан", "пустой"}),
        (RegisterFilter(amount_to=Decimal("10.00")), {"черновик"}),
        (RegisterFilter(amount_from=Decimal("10.01"), company_id=8), {"старый"}),
        (RegisterFilter(deal_id=41), {"старый"}),
        (RegisterFilter(overdue_on=TODAY), set()),
    ]
    for chosen, expected in cases:
        assert set(titles(page(view, chosen))) == expected, chosen
    assert view.responsibles() == [3, 4]


def test_totals_are_of_all_rows_and_leave_void_acts_out(store: PortalStore, view: RegisterView) -> None:
    with store.transaction() as tx:
        invoice = tx.invoices.add(an_invoice(amount=Decimal("300.00")))
        for n, amount in enumerate(("100.00", "200.10", "50.00")):
            tied = invoice.id if n == 0 else None
            tx.acts.add(an_act(f"{n}", amount=Decimal(amount), invoice_id=tied, responsible_id=3 + n))
        tx.acts.add(an_act("void", amount=Decimal("999.00"), state=ActState.VOID))
        paid, _ = invoice.pay(Payment("bank:1", Decimal("150.00"), TODAY))
        tx.invoices.save(paid)
    shown = page(view, limit=1)
    totals = shown.totals
    assert (totals.count, totals.amount) == (4, Decimal("350.10"))
    assert (totals.paid, totals.debt) == (Decimal("50.00"), Decimal("300.10"))
    presets = shown.presets
    assert (presets.unsigned, presets.overdue, presets.mine, presets.unpaid) == (3, 0, 2, 3)
    assert page(view, RegisterFilter(query="нет такого")).totals.amount == Decimal("0.00")


def test_a_manager_sees_and_sums_only_what_is_his(store: PortalStore, database: Database, portal: PortalRow) -> None:
    with store.transaction() as tx:
        tx.acts.add(an_act("1"))
        foreign = tx.acts.add(an_act("2", responsible_id=4))
    view = RegisterView(database, portal.id, seen_by=3)
    shown = page(view)
    assert (len(shown.lines), shown.totals.count, shown.presets.unsigned) == (1, 1, 1)
    assert page(view, RegisterFilter(responsible_id=4)).lines == []
    assert view.responsibles() == [3]
    with pytest.raises(NotFound):
        view.one(foreign.id)


def test_a_line_has_its_deal_its_invoice_and_its_last_letter(store: PortalStore, view: RegisterView) -> None:
    with store.transaction() as tx:
        tx.deals.put(DealNote(a_deal()))
        invoice = tx.invoices.add(an_invoice())
        act = tx.acts.add(an_act(invoice_id=invoice.id))
        tx.letters.add(ActLetter(0, "one", act.id, 1, 5, "a@example.org"))
        last = tx.letters.add(ActLetter(0, "two", act.id, 1, 6, "b@example.org"))
        tx.acts.add(an_act("other deal", deal_id=41))
    [line] = view.of_deal(40)
    assert (line.act, line.letter, line.deal_title) == (act, last, "Вентиляция цеха")
    assert (line.invoice_amount, line.invoice_paid, line.payment) == (invoice.amount, Decimal(0), "none")
    assert view.one(act.id) == line


@pytest.mark.parametrize("sort", ["-date", "date", "number", "-number", "amount", "-client", "state"])
def test_pages_neither_repeat_nor_lose_a_row_while_others_insert(
    store: PortalStore, view: RegisterView, sort: str
) -> None:
    def insert(n: int) -> None:
        with store.transaction() as tx:
            day = TODAY - timedelta(days=n % 3)
            client = "ёЕе"[n % 3] + "лка"
            amount = Decimal(n % 4)
            tx.acts.add(
                an_act(f"entry:{n}", title=str(n), number=f"А-{n}", issued_on=day, client=client, amount=amount)
            )

    for n in range(10):
        insert(n)
    whole = titles(page(view, sort=sort))
    seen, after, came = [], None, 100
    while True:
        shown = page(view, sort=sort, after=after, limit=3)
        seen += [title for title in titles(shown) if int(title) < 100]
        after = shown.next
        if after is None:
            break
        insert(came)
        came += 1
    assert [title for title in seen if title in whole] == whole


def test_numbers_sort_as_people_count(store: PortalStore, view: RegisterView) -> None:
    with store.transaction() as tx:
        for n in (10, 9, 1, 100):
            tx.acts.add(an_act(f"entry:{n}", title=str(n), number=f"А-{n}"))
    assert titles(page(view, sort="number")) == ["1", "9", "10", "100"]


def test_one_can_go_back_and_knows_where_one_is(store: PortalStore, view: RegisterView) -> None:
    with store.transaction() as tx:
        for n in range(7):
            tx.acts.add(an_act(f"entry:{n}", title=str(n), number=f"А-{n}"))
    first = page(view, sort="number", limit=3)
    assert (first.first, first.last, first.prev) == (1, 3, None)
    second = page(view, sort="number", limit=3, after=first.next)
    assert (second.first, second.last, titles(second)) == (4, 6, ["3", "4", "5"])
    third = page(view, sort="number", limit=3, after=second.next)
    assert (third.first, third.last, third.next, titles(third)) == (7, 7, None, ["6"])
    back = page(view, sort="number", limit=3, after=third.prev)
    assert (back.first, titles(back)) == (4, ["3", "4", "5"])
    assert titles(page(view, sort="number", limit=3, after=back.next)) == ["6"]
    start = page(view, sort="number", limit=3, after=back.prev)
    assert (titles(start), start.prev) == (["0", "1", "2"], None)
    assert [line.act.title for line in view.every(RegisterFilter(), sort="-number")] == list("6543210")


@pytest.mark.parametrize("cursor", ["x", "W10", "bnVsbA", "✓"])
def test_a_cursor_that_is_none_is_refused(view: RegisterView, store: PortalStore, cursor: str) -> None:
    with pytest.raises(InboundRefused):
        page(view, after=cursor)
    with pytest.raises(InboundRefused):
        page(view, sort="password")


def test_a_cursor_of_another_order_is_refused(view: RegisterView, store: PortalStore) -> None:
    with store.transaction() as tx:
        for n in range(2):
            tx.acts.add(an_act(f"entry:{n}"))
    after = page(view, sort="number", limit=1).next
    with pytest.raises(InboundRefused):
        page(view, sort="-number", after=after)
