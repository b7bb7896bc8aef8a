"""Chapter 1: the act is made, printed, filed, invoiced, sent; the robot is answered, the deal moves on."""

from __future__ import annotations

from typing import Any

from demo.acts import ActItem, spelled
from demo.portal import CONTACT, DEAL, INVOICE
from demo.scan import text_of
from demo.scene import Scene, Seen
from demo.seeing import expect, until


def deal_enters_report(scene: Scene) -> Seen:
    """Менеджер переводит сделку на «Отчёт отправлен»."""
    deal = scene.cast.main
    scene.move(deal, "report_sent")
    return Seen(f"«{deal.title}», {spelled(deal.amount)}", scene.card(deal))


def robot_makes_act(scene: Scene) -> Seen:
    """Робот «Сформировать акт» делает акт: он виден в смарт-процессе и связан со сделкой."""
    deal = scene.cast.main

    def look() -> ActItem:
        act = scene.process.only(deal.id)
        expect(act.number, "у акта есть номер", "номера нет")
        expect(act.amount == deal.amount, f"сумма акта {spelled(deal.amount)}", spelled(act.amount))
        return act

    act = scene.acts["main"] = until(look)
    return Seen(f"акт № {act.number} на {spelled(act.amount)}", scene.act_card(act))


def pdf_is_filed(scene: Scene) -> Seen:
    """PDF акта лежит на Общем диске: Акты выполненных работ / год / клиент / акт."""
    act = scene.acts["main"]
    printed = scene.papers["main"] = until(lambda: scene.paper(act))
    text = text_of(printed)
    for part in (act.number, "рубл", "Исполнитель", "Заказчик"):
        expect(part in text, f"в PDF есть «{part}»", text[:200])
    act = scene.acts["main"] = until(lambda: _with_folder(scene, act))
    return Seen(f"{len(printed) // 1024} КБ, папка «Акт № {act.number}»", act.folder_url)


def invoice_is_ready(scene: Scene) -> Seen:
    """По сделке есть счёт на ту же сумму, его PDF лежит рядом с актом."""
    deal, act = scene.cast.main, scene.acts["main"]

    def look() -> dict[str, Any]:
        found = scene.invoices(deal)
        expect(len(found) == 1, "у сделки один счёт", f"счетов {len(found)}")
        expect(float(found[0]["opportunity"]) == float(act.amount), f"счёт на {act.amount}", found[0]["opportunity"])
        names = list(scene.folder(act))
        expect(any(name.startswith("Счёт № ") for name in names), "PDF счёта в папке акта", names)
        return found[0]

    invoice = until(look)
    return Seen(f"счёт № {invoice['accountNumber']}", scene.item_card(INVOICE, invoice["id"]))


def letter_goes_out(scene: Scene) -> Seen:
    """Клиенту ушло одно письмо с актом и счётом."""
    deal, act = scene.cast.main, scene.acts["main"]

    def look() -> None:
        letters = [one for one in scene.portal.letters(to=deal.email) if act.number in one.subject]
        expect(len(letters) == 1, f"одно письмо на {deal.email}", f"писем {len(letters)}")
        files = letters[0].files
        expect(len(files) == 2, "два вложения", list(files))  # noqa: PLR2004 - the act and the invoice
        expect(scene.papers["main"] in files.values(), "акт во вложении тот же, что на диске", list(files))
        expect(all(data.startswith(b"%PDF-") for data in files.values()), "вложения — PDF", list(files))

    until(look)
    return Seen(f"на {deal.email}", f"{scene.portal.url}/mail/")


def letter_in_timelines(scene: Scene) -> Seen:
    """Письмо видно в таймлайне сделки и контакта."""
    deal = scene.cast.main

    def look() -> None:
        where = {"OWNER_TYPE_ID": DEAL, "OWNER_ID": deal.id, "TYPE_ID": 4}
        found = scene.rest.call("crm.activity.list", filter=where)
        expect(len(found) == 1, "в сделке одно письмо", f"писем {len(found)}")
        bound = scene.rest.call("crm.activity.binding.list", activityId=found[0]["ID"])
        owners = {(int(row["entityTypeId"]), int(row["entityId"])) for row in bound}
        expect({(DEAL, deal.id), (CONTACT, deal.contact)} <= owners, "письмо в сделке и в контакте", owners)

    until(look)
    return Seen("одно дело, две карточки", scene.card(deal))


def robot_is_answered_then_deal_moves(scene: Scene) -> Seen:
    """Робот получил ответ, и только потом сделка перешла на «Счёт и акты отправлены»."""
    deal, act = scene.cast.main, scene.acts["main"]
    until(lambda: scene.expect_stage(deal, "documents_sent"))
    runs = scene.portal.control("automation/runs", kind=DEAL, id=deal.id)["runs"]
    expect(len(runs) == 1 and runs[0]["state"] == "done", "робот дождался ответа", [run["state"] for run in runs])
    number = runs[0]["returned"].get("make_act", {}).get("number")
    expect(number == act.number, f"робот вернул номер {act.number}", runs[0]["returned"])
    calls = scene.portal.log()
    answered = max(row["id"] for row in calls if row["method"] == "bizproc.event.send")
    moved = max(
        row["id"] for row in calls
        if row["method"] == "crm.item.update" and scene.stage(deal, "documents_sent") in str(row["params"])
    )  # fmt: skip
    expect(answered < moved, "сначала ответ роботу, потом перевод", f"ответ {answered}, перевод {moved}")
    return Seen("ответ раньше перевода", scene.card(deal))


def call_delivered_twice(scene: Scene) -> Seen:
    """Портал доставил вызов робота ещё раз: второго акта нет."""
    deal = scene.cast.main
    sent = [row for row in scene.portal.control("events")["events"] if row["kind"] == "robot"]
    scene.portal.control("events/duplicate", id=sent[0]["id"])
    scene.portal.control("events/wait", seconds=10)
    scene.process.only(deal.id)
    return Seen("акт по-прежнему один", scene.card(deal))


def funnel_without_robot(scene: Scene) -> Seen:
    """В другой воронке акт делается сам, по событию, без робота."""
    deal = scene.cast.by_app
    scene.move(deal, "report_sent")
    act = scene.acts["by_app"] = until(lambda: scene.process.only(deal.id))
    until(lambda: scene.expect_stage(deal, "documents_sent"))
    runs = scene.portal.control("automation/runs", kind=DEAL, id=deal.id)["runs"]
    expect(not runs, "роботов на стадии нет", runs)
    scene.process.only(deal.id)
    return Seen(f"акт № {act.number}", scene.card(deal))


def client_without_email(scene: Scene) -> Seen:
    """У контакта нет e-mail: акт готов, письма нет, менеджеру сказано, что сделать."""
    deal = scene.cast.silent
    scene.move(deal, "report_sent")
    act = scene.acts["silent"] = until(lambda: scene.process.only(deal.id))
    until(lambda: scene.told(deal, act.number, "e-mail"))
    scene.expect_stage(deal, "report_sent")
    return Seen(f"акт № {act.number} ждёт", scene.card(deal))


def _with_folder(scene: Scene, act: ActItem) -> ActItem:
    found = scene.process.get(act.id)
    expect(found.folder_url, "в карточке акта есть ссылка на папку", "её нет")
    return found


STEPS = (
    deal_enters_report, robot_makes_act, pdf_is_filed, invoice_is_ready, letter_goes_out, letter_in_timelines,
    robot_is_answered_then_deal_moves, call_delivered_twice, funnel_without_robot, client_without_email,
)  # fmt: skip
