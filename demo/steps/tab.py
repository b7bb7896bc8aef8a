"""Chapter 2: the tab «Акты выполненных работ» in the deal's card."""

from __future__ import annotations

import secrets
from http import HTTPStatus

from demo.acts import ActItem, spelled
from demo.pages import Page, PageRefused
from demo.portal import CONTACT, DEAL
from demo.scene import Scene, Seen
from demo.seeing import expect, until


def tab_shows_acts(scene: Scene) -> Seen:
    """Менеджер открывает вкладку «Акты выполненных работ»: акт, суммы, ссылки."""
    deal, act = scene.cast.main, scene.acts["main"]
    row = scene.row(scene.tab(deal), act.number)
    expect(row["amount"] == f"{act.amount:.2f}", f"сумма {act.amount}", row["amount"])
    expect(row["state"] == "sent" and row["signed"] is None, "отправлен, не подписан", (row["state"], row["signed"]))
    expect(row["payment"]["state"] == "none", "не оплачен", row["payment"])
    expect(row["file_url"] and row["folder_url"], "ссылки на файл и папку", (row["file_url"], row["folder_url"]))
    return Seen(f"акт № {act.number}, не подписан, не оплачен", scene.card(deal))


def tab_is_closed_to_strangers(scene: Scene) -> Seen:
    """Сотруднику без доступа к сделке вкладка ничего не показывает."""
    deal = scene.cast.main
    try:
        scene.tab(deal, scene.cast.outsider)
    except PageRefused as refusal:
        expect(refusal.status == HTTPStatus.FORBIDDEN, "отказ 403", refusal.status)
        return Seen(f"«{refusal.words}»", scene.card(deal))
    expect(False, "отказ", "вкладка открылась")
    raise AssertionError


def act_made_by_hand(scene: Scene) -> Seen:
    """«Создать акт» во вкладке; двойной щелчок делает один акт."""
    deal = scene.cast.by_hand
    page, click = scene.tab(deal), secrets.token_hex(8)
    for _ in range(2):
        page.post("acts", request=click, amount=f"{deal.amount:.2f}", is_last=False)
    act = scene.acts["by_hand"] = until(lambda: _sent(scene, page))
    scene.papers["by_hand"] = scene.paper(act)
    return Seen(f"акт № {act.number} на {spelled(act.amount)}", scene.card(deal))


def letter_to_a_chosen_contact(scene: Scene) -> Seen:
    """У сделки второй контакт: «Отправить» с выбором, кому."""
    deal, act = scene.cast.by_hand, scene.acts["by_hand"]
    person, address = _second_contact(scene)
    page = scene.tab(deal)
    offered = [contact["id"] for contact in page.get("contacts")["contacts"]]
    expect({deal.contact, person} <= set(offered), "во вкладке оба контакта", offered)
    page.post(f"acts/{scene.row(page, act.number)['id']}/send", request=secrets.token_hex(8), contact_id=person)
    until(lambda: expect(scene.portal.letters(to=address), f"письмо на {address}", "писем нет"))
    return Seen(f"на {address}", f"{scene.portal.url}/mail/")


def letter_after_email_is_added(scene: Scene) -> Seen:
    """Менеджер вписал e-mail и нажал «Отправить»: акт ушёл, сделка пошла дальше."""
    deal, act, address = scene.cast.silent, scene.acts["silent"], "accounts@client.example"
    contact = _contact_of(scene)
    mail = [{"VALUE": address, "VALUE_TYPE": "WORK"}]
    scene.rest.call("crm.contact.update", id=contact, fields={"EMAIL": mail})
    page = scene.tab(deal)
    page.post(f"acts/{scene.row(page, act.number)['id']}/send", request=secrets.token_hex(8), contact_id=contact)
    until(lambda: expect(scene.portal.letters(to=address), f"письмо на {address}", "писем нет"))
    until(lambda: scene.expect_stage(deal, "documents_sent"))
    return Seen(f"на {address}", scene.card(deal))


def act_voided(scene: Scene) -> Seen:
    """«Аннулировать»: акт больше не действует."""
    deal, act = scene.cast.by_hand, scene.acts["by_hand"]
    page = scene.tab(deal)
    page.post(f"acts/{scene.row(page, act.number)['id']}/void", reason="Ошибка в названии работ")
    until(lambda: _on_stage(scene, "by_hand", "Аннулирован"))
    return Seen(f"акт № {act.number} аннулирован", scene.act_card(act))


def act_issued_anew(scene: Scene) -> Seen:
    """Новая версия того же акта с новым QR напечатана и отправлена."""
    deal, old = scene.cast.by_hand, scene.acts["by_hand"]
    page = scene.tab(deal)
    row = scene.row(page, old.number)
    fields = {"title": "Работы по договору, исправлено", "amount": row["amount"]}
    page.post(f"acts/{row['id']}/reissue", request=secrets.token_hex(8), **fields)
    until(lambda: _sent(scene, page, revision=2))
    act = scene.acts["by_hand"] = until(lambda: _on_stage(scene, "by_hand", "Отправлен"))
    newest = next(name for name in scene.folder(act) if "версия 2" in name)
    scene.papers["by_hand anew"] = scene.paper(act, newest)
    return Seen(f"версия 2 акта № {act.number}", scene.act_card(act))


def _sent(scene: Scene, page: Page, *, revision: int = 1) -> ActItem:
    act = scene.process.only(scene.cast.by_hand.id)
    row = scene.row(page, act.number)
    expect(row["revision"] == revision, f"версия {revision}", row["revision"])
    letter = row["letter"] or {}
    expect(row["state"] == "sent" and letter.get("state") == "sent", "акт отправлен", (row["state"], letter))
    return act


def _on_stage(scene: Scene, part: str, stage: str) -> ActItem:
    act = scene.process.get(scene.acts[part].id)
    expect(act.stage == stage, f"акт на стадии «{stage}»", f"«{act.stage}»")
    return act


def _second_contact(scene: Scene) -> tuple[int, str]:
    """The client's bookkeeper, added to the deal beside the contact that it has."""
    deal, address = scene.cast.by_hand, "bookkeeper@client.example"
    mail = [{"VALUE": address, "VALUE_TYPE": "WORK"}]
    fields = {"NAME": "Зоя", "LAST_NAME": "Счётчикова", "COMPANY_ID": deal.company, "EMAIL": mail}
    person = int(scene.rest.call("crm.contact.add", fields=fields))
    scene.manager(deal).update(DEAL, deal.id, contactIds=[deal.contact, person])
    return person, address


def _contact_of(scene: Scene) -> int:
    found: int = scene.rest.item(DEAL, scene.cast.silent.id)["contactIds"][0]
    scene.rest.item(CONTACT, found)
    return found


STEPS = (
    tab_shows_acts, tab_is_closed_to_strangers, act_made_by_hand, letter_to_a_chosen_contact,
    letter_after_email_is_added, act_voided, act_issued_anew,
)  # fmt: skip
