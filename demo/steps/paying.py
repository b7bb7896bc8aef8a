"""Chapter 4: the payment: in part, in full, natively, by a robot; and the deal's second act."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from demo.acts import ActItem, roubles, spelled
from demo.cast import Deal
from demo.installing import paid_invoice_stage, sent_invoice_stage
from demo.portal import DEAL, INVOICE
from demo.scan import photo
from demo.scene import Scene, Seen
from demo.seeing import expect, until

EXTRA = Decimal(27500)
"""Roubles of more work that the client orders in the middle of the story."""
PREPAID = Decimal(40)
"""Per cent of the first invoice."""


def more_work_is_ordered(scene: Scene) -> Seen:
    """Клиент заказал доработки: менеджер увеличил сумму сделки."""
    deal = scene.cast.main
    total = deal.amount + EXTRA
    scene.manager(deal).update(DEAL, deal.id, opportunity=str(total), isManualOpportunity="Y")
    return Seen(f"{spelled(deal.amount)} → {spelled(total)}", scene.card(deal))


def paid_in_part(scene: Scene) -> Seen:
    """Счёт оплачен частично: во вкладке видно сколько, сделка стоит на месте."""
    deal = scene.cast.main
    part = (deal.amount * PREPAID / 100).quantize(Decimal("0.01"))
    invoice = _pay(scene, deal, part)
    expect(invoice["state"] == "partial" and roubles(invoice["paid"]) == part, f"оплачено {part}", invoice)
    until(lambda: scene.told(deal, "оплачено", "оплачены частично"))
    until(lambda: _paid_words(scene, "main", "Оплачен частично"))
    scene.expect_stage(deal, "documents_sent")
    return Seen(f"{spelled(part)} из {spelled(deal.amount)}", scene.card(deal))


def paid_in_full(scene: Scene) -> Seen:
    """Счёт оплачен полностью: сделка перешла на «Счёт оплачен» и ждёт актов на остаток суммы."""
    deal = scene.cast.main
    _pay(scene, deal, None)
    until(lambda: scene.expect_stage(deal, "invoice_paid"))
    until(lambda: _paid_words(scene, "main", "Оплачен"))
    wanted = paid_invoice_stage(scene.rest)

    def look() -> None:
        stage = scene.rest.item(INVOICE, scene.invoices(deal)[0]["id"])["stageId"]
        expect(stage == wanted, "счёт портала на стадии «Оплачен»", stage)

    until(look)
    return Seen("счёт закрыт", scene.card(deal))


def second_act_for_second_entry(scene: Scene) -> Seen:
    """Сделка снова на «Отчёт отправлен»: следующий акт, на остаток суммы, со своим счётом и письмом."""
    deal, first = scene.cast.main, scene.acts["main"]
    scene.move(deal, "report_sent")

    def look() -> ActItem:
        acts = scene.process.of_deal(deal.id)
        expect(len(acts) == 2, "у сделки два акта", f"их {len(acts)}")  # noqa: PLR2004 - two entries
        expect(acts[1].amount == EXTRA, f"второй на {spelled(EXTRA)}", spelled(acts[1].amount))
        return acts[1]

    act = scene.acts["second"] = until(look)
    until(lambda: scene.expect_stage(deal, "documents_sent"))
    expect(len(scene.invoices(deal)) == 2, "второй счёт", len(scene.invoices(deal)))  # noqa: PLR2004
    letters = [one.subject for one in scene.portal.letters(to=deal.email)]
    expect(sum(act.number in subject for subject in letters) == 1, "одно письмо о втором акте", letters)
    expect(act.number != first.number, "номер следующий", act.number)
    return Seen(f"акт № {act.number} на {spelled(act.amount)}", scene.card(deal))


def paper_original_signs(scene: Scene) -> Seen:
    """«Оригинал получен»: бумажный экземпляр со сканом подписывает второй акт."""
    deal, act = scene.cast.main, scene.acts["second"]
    page = scene.tab(deal)
    path = f"acts/{scene.row(page, act.number)['id']}/paper"
    copy = photo(scene.paper(act), without_qr=True)
    today = datetime.now(UTC).date().isoformat()
    page.upload(path, files={"file": ("оригинал.jpg", copy)}, on=today)

    def look() -> None:
        found = scene.process.get(act.id)
        expect(found.is_signed, "«Подписан: да»", found.stage)
        expect(any("подписан" in name for name in scene.folder(act)), "скан в папке", list(scene.folder(act)))

    until(look)
    signed = scene.row(page, act.number)["signed"]
    expect(signed["how"] == "paper", "основание — бумага", signed)
    return Seen(f"акт № {act.number}, принял {signed['by']}", scene.act_card(act))


def invoice_paid_by_its_stage(scene: Scene) -> Seen:
    """Бухгалтер перевёл второй счёт на «Оплачен» прямо в портале: оплата учтена."""
    deal = scene.cast.main
    invoice = scene.invoices(deal)[-1]
    scene.rest.update(INVOICE, invoice["id"], stageId=paid_invoice_stage(scene.rest))
    until(lambda: _paid_words(scene, "second", "Оплачен"))
    return Seen(f"счёт № {invoice['accountNumber']}", scene.item_card(INVOICE, invoice["id"]))


def invoice_paid_by_robot(scene: Scene) -> Seen:
    """Робот «Отметить оплату счёта» на стадии счёта: счёт третьей сделки оплачен, робот получил ответ."""
    deal = scene.cast.native
    invoice = scene.invoices(deal)[0]
    scene.rest.update(INVOICE, invoice["id"], stageId=sent_invoice_stage(scene.rest))
    until(lambda: _paid_words(scene, "native", "Оплачен"))

    def look() -> str:
        runs = scene.portal.control("automation/runs", kind=INVOICE, id=invoice["id"])["runs"]
        returned = [run["returned"].get("mark_invoice_paid", {}) for run in runs]
        expect(any("полностью" in one.get("settlement", "") for one in returned), "робот ответил", runs)
        return str(returned[0]["settlement"])

    return Seen(f"«{until(look)}»", scene.item_card(INVOICE, invoice["id"]))


def _pay(scene: Scene, deal: Deal, amount: Decimal | None) -> dict[str, Any]:
    """In the tab, by hand; None = all that is left of the open invoice."""
    page = scene.tab(deal)
    invoice = next(row for row in page.get("deal")["invoices"] if row["state"] != "paid")
    due = roubles(invoice["amount"]) - roubles(invoice["paid"]) if amount is None else amount
    paid = page.post(f"invoices/{invoice['id']}/pay", request=secrets.token_hex(8), amount=f"{due:.2f}")
    found: dict[str, Any] = paid["invoice"]
    return found


def _paid_words(scene: Scene, part: str, words: str) -> None:
    act = scene.process.get(scene.acts[part].id)
    expect(act.paid == words, f"в карточке акта «Оплата: {words}»", act.paid)


STEPS = (
    more_work_is_ordered, paid_in_part, paid_in_full, second_act_for_second_entry, paper_original_signs,
    invoice_paid_by_its_stage, invoice_paid_by_robot,
)  # fmt: skip
