"""Letters, notices and robots' answers on the running sandbox: what people and processes really get."""

from __future__ import annotations

import uuid
from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import HostError, HostTimeout
from app.portal.client import PortalClient
from app.portal.inbound import parse_robot
from app.portal.items import CONTACT, DEAL, Items, item_id
from app.portal.mail import PortalMail
from app.portal.notices import PortalNotices
from app.portal.registration import Registration
from app.portal.robots import PortalRobots
from app.ports.host import MailFile, MailMessage
from tests.portal.conftest import Live
from tests.portal.receiver import Receiver
from tests.portal.test_registration import robot


@pytest.fixture
def message(portal: PortalClient, tmp_path: Path) -> MailMessage:
    act = tmp_path / "act.pdf"
    act.write_bytes(b"%PDF-1.7 act")
    address = f"{uuid.uuid4().hex[:8]}@client.example"
    email = {"typeId": "EMAIL", "valueType": "WORK", "value": address}
    contact_id = item_id(Items(portal).add(CONTACT, {"name": "Ольга", "fm": [email]}))
    deal_id = item_id(Items(portal).add(DEAL, {"title": "Сделка", "contactIds": [contact_id]}))
    return MailMessage(
        key=f"act:{uuid.uuid4().hex}", deal_id=deal_id, contact_id=contact_id, address=address,
        subject="Акт № 5", html="<p>Добрый день</p>", sender_id=1, files=(MailFile("Акт № 5.pdf", act),),
    )  # fmt: skip


def test_a_letter_goes_out_and_is_found(live: Live, portal: PortalClient, message: MailMessage) -> None:
    mail = PortalMail(portal)
    assert mail.find(message.key) is None
    activity_id = mail.send(message)
    assert mail.find(message.key) == activity_id
    (letter,) = live.control("mailbox", to=message.address, wait=1)["letters"]
    assert letter["subject"] == "Акт № 5"
    for _ in range(2):
        mail.bind(activity_id, contact_id=message.contact_id)
    for _ in range(2):
        mail.delete(activity_id)
    assert mail.find(message.key) is None


def test_a_refused_letter_leaves_a_card_to_delete(live: Live, portal: PortalClient, message: MailMessage) -> None:
    mail = PortalMail(portal)
    live.control("mailbox/fail", text='"From" is not found')
    with pytest.raises(HostError, match="Email send error") as met:
        mail.send(message)
    assert not isinstance(met.value, HostTimeout)
    left = mail.find(message.key)
    assert left is not None
    mail.delete(left)
    assert mail.find(message.key) is None


@pytest.mark.parametrize(("kind", "is_there"), [("timeout-after", True), ("timeout-before", False)])
def test_after_a_cut_the_portal_can_be_asked(
    live: Live,
    portal: PortalClient,
    message: MailMessage,
    kind: str,
    is_there: bool,
) -> None:
    mail = PortalMail(portal)
    live.control("faults", method="crm.activity.add", kind=kind, times=1, seconds=0)
    with pytest.raises(HostTimeout):
        mail.send(message)
    assert (mail.find(message.key) is not None) is is_there


def test_a_wrong_address_is_told_in_the_portals_words(portal: PortalClient, message: MailMessage) -> None:
    with pytest.raises(HostError, match="Email send error"):
        PortalMail(portal).send(replace(message, address="nobody"))


def test_the_same_words_are_said_once(live: Live, portal: PortalClient, message: MailMessage) -> None:
    notices = PortalNotices(portal)
    words = f"Акт № 5 «подписан» & принят\n[URL=https://x.example/]сделка[/URL] {uuid.uuid4().hex}"
    for _ in range(2):
        notices.comment(message.deal_id, words)
    where = {"filter": {"ENTITY_ID": message.deal_id, "ENTITY_TYPE": "deal"}}
    assert len(portal.call("crm.timeline.comment.list", where)) == 1
    for _ in range(2):
        notices.tell(1, words, tag=f"act:{message.key}")
    notices.post(["U1"], "Акт подписан", words)


def test_a_waiting_robot_goes_on_and_a_second_answer_is_fine(
    live: Live, portal: PortalClient, receiver: Receiver, message: MailMessage
) -> None:
    code = f"wait_{uuid.uuid4().hex[:6]}"
    Registration(portal).put_robot(replace(robot(code, "Ждущий"), handler=receiver.url))
    placed = live.control(
        "automation/place", kind=DEAL, stage_id="PREPARATION", code=code, properties={"amount": "12.50"}
    )
    Items(portal).update(DEAL, message.deal_id, {"stageId": "PREPARATION"})
    found = parse_robot(receiver.forms.get(timeout=20))
    assert (found.call.code, found.call.item_id, found.call.waits) == (code, message.deal_id, True)
    assert found.call.properties == {"amount": "12.50"}
    for _ in range(2):
        PortalRobots(portal).answer(found.call.event_token, {"act": "А-1"}, "Акт создан")
    live.control("automation/remove", id=placed["ID"])
