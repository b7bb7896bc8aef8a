"""What apps tell people: timeline, bell, chat, live feed."""

from __future__ import annotations

import base64
from typing import Any

import pytest
import requests

from sandbox.areas.timeline import feed
from sandbox.server import SandboxServer
from tests.sandbox.apps import ListeningApp


@pytest.fixture
def deal(rest: Any) -> int:
    asked = {"entityTypeId": 2, "fields": {"title": "Монтаж вентиляции"}}
    return int(rest("crm.item.add", asked)["result"]["item"]["id"])


@pytest.fixture
def company(rest: Any) -> int:
    asked = {"entityTypeId": 4, "fields": {"title": "ООО «Ветер»"}}
    return int(rest("crm.item.add", asked)["result"]["item"]["id"])


def test_a_comment_with_files_stands_in_the_timeline(rest: Any, deal: int, company: int) -> None:
    fields = {
        "ENTITY_TYPE": "deal", "ENTITY_ID": deal, "COMMENT": "Акт подписан",
        "FILES": [["Акт.pdf", base64.b64encode(b"%PDF").decode()]],
    }  # fmt: skip
    comment = rest("crm.timeline.comment.add", {"fields": fields})["result"]
    assert isinstance(comment, int)
    read = rest("crm.timeline.comment.get", {"id": comment})["result"]
    assert (read["ID"], read["ENTITY_TYPE"], read["ENTITY_ID"]) == (str(comment), "deal", str(deal))
    file = next(iter(read["FILES"].values()))
    assert requests.get(file["urlDownload"], timeout=10).content == b"%PDF"
    bind = {"fields": {"OWNER_ID": comment, "ENTITY_TYPE": "company", "ENTITY_ID": company}}
    assert rest("crm.timeline.bindings.bind", bind)["result"] is True
    assert rest("crm.timeline.bindings.list", {"filter": {"OWNER_ID": comment}})["total"] == 2
    listed = rest("crm.timeline.comment.list", {"filter": {"ENTITY_TYPE": "company", "ENTITY_ID": company}})
    assert [row["COMMENT"] for row in listed["result"]] == ["Акт подписан"]
    assert rest("crm.timeline.comment.delete", {"id": comment})["error"] == "MULTIPLE_BINDINGS"
    owner = {"ownerTypeId": 4, "ownerId": company}
    assert rest("crm.timeline.comment.delete", {"id": comment, **owner})["result"] is None
    assert rest("crm.timeline.comment.delete", {"id": comment})["result"] is None
    assert rest("crm.timeline.comment.get", {"id": comment})["error_description"] == "Not found."


def test_wrong_comments_are_refused(rest: Any, deal: int) -> None:
    def refusal(**fields: Any) -> str:
        answer: dict[str, str] = rest("crm.timeline.comment.add", {"fields": fields})
        return answer["error"]

    assert refusal(ENTITY_TYPE="deal", ENTITY_ID=999, COMMENT="?") == "OWNER_NOT_FOUND"
    assert refusal(ENTITY_TYPE="deal", ENTITY_ID=deal, COMMENT=" ") == "INVALID_ARG_VALUE"
    assert refusal(COMMENT="?") == "100"


def test_an_app_sees_only_its_own_log_records(server: SandboxServer, rest: Any, app: ListeningApp, deal: int) -> None:
    fields = {"entityTypeId": 2, "entityId": deal, "title": "Акт № 1", "text": "создан", "iconCode": "info"}
    added = app.rest("crm.timeline.logmessage.add", {"fields": fields})["result"]["logMessage"]
    assert (type(added["id"]), added["title"]) == (int, "Акт № 1")
    owner = {"entityTypeId": 2, "entityId": deal}
    assert app.rest("crm.timeline.logmessage.list", owner)["total"] == 1
    assert rest("crm.timeline.logmessage.list", owner)["total"] == 0
    assert [entry.title for entry in feed.of_item(server.portal, 2, deal)] == ["Акт № 1"]


def test_a_comment_tells_the_app(app: ListeningApp, deal: int) -> None:
    bind = {"event": "ONCRMTIMELINECOMMENTADD", "handler": f"{app.url}/event"}
    assert app.rest("event.bind", bind)["result"] is True
    fields = {"ENTITY_TYPE": "deal", "ENTITY_ID": deal, "COMMENT": "Привет"}
    comment = app.rest("crm.timeline.comment.add", {"fields": fields})["result"]
    post = app.wait(1)[0]
    assert (post["event"], post["data[ID]"]) == ("ONCRMTIMELINECOMMENTADD", str(comment))


def test_a_notice_with_the_same_tag_replaces_the_former(server: SandboxServer, app: ListeningApp) -> None:
    first = app.rest("im.notify.system.add", {"USER_ID": 2, "MESSAGE": "Подписан", "TAG": "act-1"})["result"]
    second = app.rest("im.notify.personal.add", {"USER_ID": 2, "MESSAGE": "Оплачен", "TAG": "act-1"})["result"]
    assert second > first
    left = server.portal.collection("im_notification").all()
    assert [notice["MESSAGE"] for notice in left] == ["Оплачен"]
    assert app.rest("im.notify.system.add", {"USER_ID": 0, "MESSAGE": "?"})["error"] == "USER_ID_EMPTY"
    assert app.rest("im.notify.system.add", {"USER_ID": 2})["error"] == "MESSAGE_EMPTY"
    assert app.rest("im.notify.delete", {"TAG": "act-1"})["result"] is True
    assert app.rest("im.message.add", {"DIALOG_ID": 2, "MESSAGE": "Здравствуйте"})["result"] == 1
    assert app.rest("im.message.add", {"DIALOG_ID": 99, "MESSAGE": "?"})["error"] == "USER_NOT_FOUND"


def test_a_post_is_seen_by_those_it_is_for(server: SandboxServer, rest: Any) -> None:
    post = rest("log.blogpost.add", {"POST_MESSAGE": "Акт № 1 подписан", "DEST": ["U2"]})["result"]
    secrets = {user: server.portal.tokens.add_webhook(user, ["log"]) for user in (2, 3)}
    seen = {
        user: requests.get(f"{server.url}/rest/{user}/{secret}/log.blogpost.get", timeout=10).json()["total"]
        for user, secret in secrets.items()
    }
    assert seen == {2: 1, 3: 0}
    assert rest("log.blogpost.get", {"POST_ID": post})["result"][0]["DETAIL_TEXT"] == "Акт № 1 подписан"
    nobody = rest("log.blogpost.add", {"POST_MESSAGE": "?", "DEST": ["U99"]})
    assert nobody["error_description"] == "No destination specified"
