"""Letters that the portal refuses, that nobody knows the end of, that never went out; a client without e-mail."""

from __future__ import annotations

import secrets

import pytest

from demo.acts import ActItem
from demo.cast import Deal
from demo.portal import DEAL
from demo.scene import Scene, new_deal
from demo.seeing import expect, until

CAUSE = "Invalid email is specified"
pytestmark = pytest.mark.timeout(600)


@pytest.fixture
def deal(scene: Scene) -> Deal:
    return new_deal(scene, like=scene.cast.native)


def test_a_refused_letter_is_told_its_card_removed_and_it_is_sent_again(scene: Scene, deal: Deal) -> None:
    scene.portal.control("mailbox/fail", text=CAUSE, times=1)
    scene.move(deal, "report_sent")
    text = until(lambda: scene.told(deal, "не ушло", CAUSE))
    assert scene.card(deal) in text
    until(lambda: scene.expect_stage(deal, "documents_sent"))
    assert len(_letters(scene, deal)) == 1
    assert len(_activities(scene, deal)) == 1


def test_a_letter_of_unknown_end_waits_for_a_person(scene: Scene, deal: Deal) -> None:
    scene.portal.control("faults", method="crm.activity.add", kind="timeout-after")
    scene.move(deal, "report_sent")
    until(lambda: scene.told(deal, "Неизвестно, ушло ли письмо"))
    page, act = scene.tab(deal), scene.process.only(deal.id)
    row = scene.row(page, act.number)
    assert row["letter"]["state"] == "unknown"
    assert "letter_decide" in row["actions"]
    scene.expect_stage(deal, "report_sent")

    page.post(f"acts/{row['id']}/letter", decision="sent")
    until(lambda: scene.expect_stage(deal, "documents_sent"))
    assert len(_letters(scene, deal)) == 1
    assert len(_activities(scene, deal)) == 1


def test_a_letter_that_never_reached_the_portal_is_sent_once(scene: Scene, deal: Deal) -> None:
    scene.portal.control("faults", method="crm.activity.add", kind="timeout-before")
    scene.move(deal, "report_sent")
    until(lambda: scene.expect_stage(deal, "documents_sent"))
    assert len(_letters(scene, deal)) == 1
    assert len(_activities(scene, deal)) == 1


def test_a_company_without_email_waits_for_a_person_and_loses_nothing(scene: Scene) -> None:
    deal = scene.cast.silent
    scene.move(deal, "report_sent")
    until(lambda: scene.told(deal, "e-mail", "Отправить"))
    act = scene.process.only(deal.id)
    assert sorted(name.partition(" ")[0] for name in scene.folder(act)) == ["Акт", "Счёт"]
    scene.expect_stage(deal, "report_sent")

    contact, address = scene.rest.item(DEAL, deal.id)["contactIds"][0], "zakazchik@client.example"
    scene.rest.call("crm.contact.update", id=contact, fields={"EMAIL": [{"VALUE": address, "VALUE_TYPE": "WORK"}]})
    page, click = scene.tab(deal), secrets.token_hex(8)
    row = scene.row(page, act.number)
    for _ in range(2):
        page.post(f"acts/{row['id']}/send", request=click, contact_id=contact)
    until(lambda: scene.expect_stage(deal, "documents_sent"))
    assert len(scene.portal.letters(to=address)) == 1


def _letters(scene: Scene, deal: Deal) -> list[str]:
    act: ActItem = scene.process.only(deal.id)
    return [letter.subject for letter in scene.portal.letters() if f"№ {act.number} " in letter.subject]


def _activities(scene: Scene, deal: Deal) -> list[str]:
    where = {"OWNER_TYPE_ID": DEAL, "OWNER_ID": deal.id, "TYPE_ID": 4}
    rows = scene.rest.call("crm.activity.list", filter=where)
    expect(isinstance(rows, list), "список дел", rows)
    return [str(row["SUBJECT"]) for row in rows]
