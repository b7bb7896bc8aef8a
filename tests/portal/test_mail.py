"""Letters through the portal: exactly what makes it send, and what its refusals mean."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import responses
from responses import matchers

from app.errors import HostError, HostTimeout, ObjectGone
from app.portal.mail import PortalMail
from app.ports.host import MailFile, MailMessage
from tests.portal.conftest import PORTAL, Rig

ADD = f"{PORTAL}crm.activity.add.json"
SENDER = {"ID": "7", "NAME": "Иван", "LAST_NAME": "Иванов <x@evil>", "EMAIL": "ivanov@firma.ru", "ACTIVE": True}
REFUSED = {"error": "", "error_description": 'Email send error. "To" is not found'}


def sender(wire: responses.RequestsMock, **changes: Any) -> None:
    wire.post(f"{PORTAL}user.get.json", json={"result": [{**SENDER, **changes}], "total": 1})


@pytest.fixture
def message(tmp_path: Path) -> MailMessage:
    act = tmp_path / "act.pdf"
    act.write_bytes(b"%PDF")
    return MailMessage(
        key="act:5:1:9", deal_id=3, contact_id=9, address="o@client.ru", subject="Акт № 5\r\nBcc: x@evil",
        html="<p>Добрый день</p>", sender_id=7, files=(MailFile("Акт № 5.pdf", act),),
    )  # fmt: skip


def test_a_letter_has_all_that_makes_the_portal_send(
    rig: Rig, wire: responses.RequestsMock, message: MailMessage
) -> None:
    sender(wire)
    wire.post(ADD, json={"result": 999})
    assert PortalMail(rig.client()).send(message) == 999
    fields = json.loads(wire.calls[1].request.body or "{}")["fields"]
    assert (fields["TYPE_ID"], fields["DIRECTION"], fields["COMPLETED"]) == (4, 2, "Y")
    assert (fields["OWNER_TYPE_ID"], fields["OWNER_ID"], fields["RESPONSIBLE_ID"]) == (2, 3, 7)
    assert fields["COMMUNICATIONS"] == [{"VALUE": "o@client.ru", "ENTITY_ID": 9, "ENTITY_TYPE_ID": 3}]
    assert fields["SUBJECT"] == "Акт № 5 Bcc: x@evil"
    assert (fields["DESCRIPTION"], fields["DESCRIPTION_TYPE"]) == ("<p>Добрый день</p>", 3)
    assert fields["FILES"] == [{"fileData": ["Акт № 5.pdf", "JVBERg=="]}]
    assert (fields["ORIGINATOR_ID"], fields["ORIGIN_ID"]) == ("pervichka", "act:5:1:9")
    assert fields["SETTINGS"] == {
        "MESSAGE_FROM": "Иван Иванов xevil <ivanov@firma.ru>",
        "DISABLE_SENDING_MESSAGE_COPY": "Y",
    }


def test_a_refusal_comes_in_the_portals_words(rig: Rig, wire: responses.RequestsMock, message: MailMessage) -> None:
    sender(wire)
    wire.post(ADD, json=REFUSED, status=400)
    with pytest.raises(HostError, match="Email send error") as met:
        PortalMail(rig.client()).send(message)
    assert not met.value.retryable
    assert met.value.description == 'Email send error. "To" is not found'


def test_no_answer_is_not_a_second_letter(rig: Rig, wire: responses.RequestsMock, message: MailMessage) -> None:
    sender(wire)
    wire.post(ADD, body="", status=504)
    with pytest.raises(HostTimeout):
        PortalMail(rig.client()).send(message)
    assert len(wire.calls) == 2


def test_a_sender_without_an_address_is_told(rig: Rig, wire: responses.RequestsMock, message: MailMessage) -> None:
    sender(wire, EMAIL="", LAST_NAME="Иванов")
    with pytest.raises(HostError, match="«Иван Иванов» не указан e-mail"):
        PortalMail(rig.client()).send(message)


def test_a_sender_who_is_not_there_is_told(rig: Rig, wire: responses.RequestsMock, message: MailMessage) -> None:
    wire.post(f"{PORTAL}user.get.json", json={"result": [], "total": 0})
    with pytest.raises(ObjectGone):
        PortalMail(rig.client()).send(message)


def test_a_letter_is_found_by_its_key(rig: Rig, wire: responses.RequestsMock) -> None:
    asked = {
        "filter": {"=ORIGINATOR_ID": "pervichka", "=ORIGIN_ID": "act:5:1:9"}, "select": ["ID"],
        "order": {"ID": "ASC"}, "auth": "access-1",
    }  # fmt: skip
    wire.post(
        f"{PORTAL}crm.activity.list.json", json={"result": [{"ID": "20"}], "total": 1},
        match=[matchers.json_params_matcher(asked)],
    )  # fmt: skip
    assert PortalMail(rig.client()).find("act:5:1:9") == 20


def test_an_unknown_key_finds_nothing(rig: Rig, wire: responses.RequestsMock) -> None:
    wire.post(f"{PORTAL}crm.activity.list.json", json={"result": [], "total": 0})
    assert PortalMail(rig.client()).find("act:5:1:9") is None


@pytest.mark.parametrize("words", ["Activity is not found.", "Not found"])
def test_deleting_what_is_gone_is_fine(rig: Rig, wire: responses.RequestsMock, words: str) -> None:
    wire.post(f"{PORTAL}crm.activity.delete.json", json={"error": "", "error_description": words}, status=400)
    PortalMail(rig.client()).delete(20)


def test_a_card_that_may_not_be_deleted_is_told(rig: Rig, wire: responses.RequestsMock) -> None:
    body = {"error": "", "error_description": "Access denied."}
    wire.post(f"{PORTAL}crm.activity.delete.json", json=body, status=400)
    wire.post(f"{PORTAL}crm.activity.list.json", json={"result": [{"ID": "20"}]})
    with pytest.raises(HostError, match="Access denied"):
        PortalMail(rig.client()).delete(20)


def test_bound_already_is_fine(rig: Rig, wire: responses.RequestsMock) -> None:
    wire.post(
        f"{PORTAL}crm.activity.binding.add.json",
        json={"error": "ACTIVITY_IS_ALREADY_BOUND", "error_description": "Activity is already bound"},
        status=400,
        match=[matchers.json_params_matcher({"activityId": 20, "entityTypeId": 3, "entityId": 9, "auth": "access-1"})],
    )
    PortalMail(rig.client()).bind(20, contact_id=9)
