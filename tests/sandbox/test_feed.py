"""The live feed: posts are changed, shared, commented and deleted by those who may."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import requests

from sandbox.server import SandboxServer

As = Callable[..., Any]


@pytest.fixture
def second(server: SandboxServer) -> As:
    """Calls in the name of the second person, who is no administrator."""
    hook = f"{server.url}/rest/2/{server.portal.tokens.add_webhook(2, ['log'])}/"
    return lambda method, asked=None: requests.post(hook + method, json=asked or {}, timeout=10).json()


def test_a_post_is_changed_and_shared(rest: Any, second: As) -> None:
    post = rest("log.blogpost.add", {"POST_MESSAGE": "Приказ", "DEST": ["U1"]})["result"]
    assert second("log.blogpost.get")["result"] == []
    assert second("log.blogpost.share", {"POST_ID": post, "DEST": ["U2"]})["error_description"] == "No read perms"
    assert rest("log.blogpost.share", {"POST_ID": post, "DEST": ["U99"]})["error_description"] == "Wrong destinations"
    assert rest("log.blogpost.share", {"POST_ID": post, "DEST": ["U2"]})["result"] is True
    assert rest("log.blogpost.update", {"POST_ID": post})["error"] == "EMPTY_TITLE"
    assert rest("log.blogpost.update", {"POST_ID": post, "POST_MESSAGE": "Приказ № 2"})["result"] == post
    [shown] = second("log.blogpost.get", {"LOG_RIGHTS": ["U2"]})["result"]
    assert (shown["DETAIL_TEXT"], shown["TITLE"], shown["MICRO"]) == ("Приказ № 2", "Приказ № 2", "Y")
    refused = second("log.blogpost.update", {"POST_ID": post, "POST_TITLE": "Моё"})
    assert refused["error"] == "SONET_CONTROLLER_LIVEFEED_BLOGPOST_UPDATE_ERROR"


def test_posts_come_by_their_numbers_and_days(rest: Any) -> None:
    numbers = [rest("log.blogpost.add", {"POST_MESSAGE": f"№ {n}"})["result"] for n in range(4)]

    def shown(**asked: Any) -> list[int]:
        return [int(post["ID"]) for post in rest("log.blogpost.get", asked)["result"]]

    assert shown(FIRST_ID=numbers[0], LIMIT=2) == [numbers[2], numbers[1]]
    assert shown(LAST_ID=numbers[2]) == [numbers[1], numbers[0]]
    assert shown(LOG_DATE_TO="2001-01-01T00:00:00+03:00") == []


def test_a_post_is_deleted_with_its_comments_by_those_who_may(rest: Any, second: As) -> None:
    post = rest("log.blogpost.add", {"POST_MESSAGE": "Всем"})["result"]
    own = second("log.blogcomment.add", {"POST_ID": post, "TEXT": "Согласен"})["result"]
    again = second("log.blogcomment.add", {"POST_ID": post, "TEXT": "Согласен"})
    assert again["error_description"] == "Duplicate comment"
    other = rest("log.blogcomment.add", {"POST_ID": post, "TEXT": "Спасибо"})["result"]
    assert rest("log.blogpost.get")["result"][0]["NUM_COMMENTS"] == "2"
    assert [one["id"] for one in second("log.blogcomment.user.get")["result"]["comments"]] == [own]
    assert second("log.blogcomment.delete", {"COMMENT_ID": other})["error_description"] == "No delete perms"
    assert second("log.blogcomment.delete", {"COMMENT_ID": own})["result"] is True
    assert second("log.blogpost.delete", {"POST_ID": post})["error"] == "403"
    assert rest("log.blogpost.delete", {"POST_ID": post})["result"] is True
    assert rest("log.blogpost.delete", {"POST_ID": post})["error"] == "100"
    assert rest("log.blogcomment.user.get")["result"]["comments"] == []
    assert rest("log.blogcomment.add", {"POST_ID": post, "TEXT": "?"})["error_description"] == "No post found"
