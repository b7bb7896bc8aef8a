"""Words to people: the bell, the timeline, the live feed; and the answers to robots."""

from __future__ import annotations

import json

import pytest
import responses
from responses import matchers

from app.errors import AccessDenied, HostTimeout
from app.portal.notices import PortalNotices
from app.portal.robots import PortalRobots
from tests.portal.conftest import PORTAL, Rig

COMMENTS = f"{PORTAL}crm.timeline.comment.list.json"
SEND = f"{PORTAL}bizproc.event.send.json"


def test_a_bell_notice_bears_its_tag(rig: Rig, wire: responses.RequestsMock) -> None:
    sent = {"USER_ID": 7, "MESSAGE": "Акт подписан", "TAG": "act:5:signed", "auth": "access-1"}
    wire.post(
        f"{PORTAL}im.notify.system.add.json", json={"result": 12345},
        match=[matchers.json_params_matcher(sent)],
    )  # fmt: skip
    PortalNotices(rig.client()).tell(7, "Акт подписан", tag="act:5:signed")


def test_a_comment_is_added_when_it_is_not_there(rig: Rig, wire: responses.RequestsMock) -> None:
    wire.post(COMMENTS, json={"result": [{"ID": "1", "COMMENT": "Другое"}], "total": 1})
    wire.post(f"{PORTAL}crm.timeline.comment.add.json", json={"result": 999})
    PortalNotices(rig.client()).comment(3, "Акт «1» подписан")
    assert json.loads(wire.calls[1].request.body or "{}")["fields"] == {
        "ENTITY_ID": 3,
        "ENTITY_TYPE": "deal",
        "COMMENT": "Акт «1» подписан",
    }


def test_the_same_comment_is_there_once(rig: Rig, wire: responses.RequestsMock) -> None:
    full = [{"ID": str(n), "COMMENT": "Другое"} for n in range(50)]
    wire.post(COMMENTS, json={"result": full, "total": 51})
    wire.post(COMMENTS, json={"result": [{"ID": "1", "COMMENT": "Акт &laquo;1&raquo;\r\nподписан"}], "total": 51})
    PortalNotices(rig.client()).comment(3, "Акт «1»\nподписан")
    assert len(wire.calls) == 2


def test_a_post_goes_to_its_recipients_only(rig: Rig, wire: responses.RequestsMock) -> None:
    sent = {"POST_TITLE": "Акт", "POST_MESSAGE": "подписан", "DEST": ["DR1"], "auth": "access-1"}
    wire.post(f"{PORTAL}log.blogpost.add.json", json={"result": 5}, match=[matchers.json_params_matcher(sent)])
    PortalNotices(rig.client()).post(["DR1"], "Акт", "подписан")


def test_without_recipients_nothing_is_posted_to_everybody(rig: Rig) -> None:
    PortalNotices(rig.client()).post([], "Акт", "подписан")
    assert not rig.log.notes


def test_a_post_without_an_answer_is_unknown(rig: Rig, wire: responses.RequestsMock) -> None:
    wire.post(f"{PORTAL}log.blogpost.add.json", body="", status=504)
    with pytest.raises(HostTimeout):
        PortalNotices(rig.client()).post(["UA"], "Акт", "подписан")


def test_a_robot_gets_its_answer(rig: Rig, wire: responses.RequestsMock) -> None:
    sent = {
        "EVENT_TOKEN": "a|b|c", "RETURN_VALUES": {"act_number": "А-1"}, "LOG_MESSAGE": "Акт создан",
        "auth": "access-1",
    }  # fmt: skip
    wire.post(SEND, json={"result": True}, match=[matchers.json_params_matcher(sent)])
    PortalRobots(rig.client()).answer("a|b|c", {"act_number": "А-1"}, "Акт создан")


def test_a_robot_that_has_gone_on_needs_no_answer(rig: Rig, wire: responses.RequestsMock) -> None:
    wire.post(SEND, json={"error": "ACCESS_DENIED", "error_description": "Access denied!"}, status=403)
    PortalRobots(rig.client()).answer("a|b|c", {}, "")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("insufficient_scope", "The request requires higher privileges"),
        ("ACCESS_DENIED", "REST API is available only on commercial plans"),
    ],
)
def test_any_other_denial_is_not_an_answer(rig: Rig, wire: responses.RequestsMock, code: str, words: str) -> None:
    wire.post(SEND, json={"error": code, "error_description": words}, status=403)
    with pytest.raises(AccessDenied):
        PortalRobots(rig.client()).answer("a|b|c", {}, "")
