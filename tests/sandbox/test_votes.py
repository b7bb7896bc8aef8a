"""Polls in chats keep the host's rules (api-reference/vote/)."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from sandbox.server import SandboxServer
from tests.sandbox.conftest import Rest

QUESTION = {"QUESTION": "Кто за?", "ANSWERS": [{"MESSAGE": "Я"}, {"MESSAGE": "Не я"}]}


@pytest.fixture
def other(server: SandboxServer) -> Rest:
    hook = server.portal.tokens.add_webhook(2, ["vote", "im"])

    def call(method: str, params: dict[str, Any] | None = None) -> Any:
        with requests.post(f"{server.url}/rest/2/{hook}/{method}", json=params or {}, timeout=30) as answer:
            return answer.json()

    return call


def sent(rest: Rest, **more: Any) -> Any:
    chat = rest("im.chat.add", {"USERS": [2]})["result"]
    data = {"QUESTIONS": [QUESTION], **more}
    return rest("vote.Integration.Im.send", {"chatId": chat, "IM_MESSAGE_VOTE_DATA": data})["result"]


def attach(rest: Rest, number: int) -> Any:
    return rest("vote.AttachedVote.get", {"attachId": number})["result"]["attach"]


def answers(rest: Rest, number: int) -> list[str]:
    return list(attach(rest, number)["QUESTIONS"][str(number)]["ANSWERS"])


def choose(rest: Rest, number: int, *chosen: str) -> Any:
    return rest("vote.AttachedVote.vote", {"attachId": number, "ballot": {str(number): list(chosen)}})


@pytest.mark.parametrize(
    ("questions", "words"),
    [
        ([], "Введите вопрос и варианты ответов"),
        ([QUESTION, QUESTION], "Максимальное количество вопросов: 1"),
        ([{**QUESTION, "ANSWERS": [{"MESSAGE": "Я"}]}], "Минимальное количество ответов: 2"),
        ([{**QUESTION, "ANSWERS": [{"MESSAGE": str(n)} for n in range(11)]}], "Максимальное количество ответов: 10"),
    ],
)
def test_a_poll_has_one_question_and_two_to_ten_answers(rest: Rest, questions: Any, words: str) -> None:
    chat = rest("im.chat.add")["result"]
    asked = {"chatId": chat, "IM_MESSAGE_VOTE_DATA": {"QUESTIONS": questions}}
    refused = rest("vote.Integration.Im.send", asked)
    assert (refused["error"], refused["error_description"]) == ("400", words)


def test_a_voice_counts_once_unless_the_poll_lets_change_it(rest: Rest, other: Rest) -> None:
    number = sent(rest)["voteId"]
    first, second = answers(rest, number)
    assert choose(other, number, first, second)["error_description"] == "Cannot save poll."
    assert choose(other, number, first)["result"]["attach"]["isVoted"] is True
    assert choose(other, number, second)["error"] == "400"
    free = sent(rest, OPTIONS=1)["voteId"]
    first, second = answers(rest, free)
    choose(other, free, first)
    assert choose(other, free, second)["result"]["attach"]["COUNTER"] == 1


def test_a_finished_poll_takes_no_voices_until_it_goes_on(rest: Rest, other: Rest) -> None:
    number = sent(rest)["voteId"]
    first, _ = answers(rest, number)
    assert other("vote.AttachedVote.stop", {"attachId": number})["error"] == "ATTACH_READ_ACCESS_DENIED"
    assert rest("vote.AttachedVote.stop", {"attachId": number})["result"] == []
    assert choose(other, number, first)["error_description"] == "The poll is inactive."
    rest("vote.AttachedVote.resume", {"attachId": number})
    assert "result" in choose(other, number, first)
    assert other("vote.AttachedVote.recall", {"attachId": number})["result"]["attach"]["COUNTER"] == 0


def test_voters_are_named_unless_the_poll_is_anonymous(rest: Rest, other: Rest) -> None:
    for anonymity, names in ((0, [2]), (1, [])):
        number = sent(rest, ANONYMITY=anonymity)["voteId"]
        first, _ = answers(rest, number)
        choose(other, number, first)
        shown = rest("vote.AttachedVote.getAnswerVoted", {"attachId": number, "answerId": first})["result"]["items"]
        assert [one["ID"] for one in shown] == names


def test_a_poll_is_found_by_its_message_and_by_its_signed_number(rest: Rest, server: SandboxServer) -> None:
    made = sent(rest)
    entity = "Bitrix\\Vote\\Attachment\\ImMessageConnector"
    where = {"moduleId": "Im", "entityType": entity, "entityId": made["messageId"]}
    found = rest("vote.AttachedVote.get", where)["result"]["attach"]
    assert found["ID"] == made["voteId"]
    assert "result" in rest("vote.AttachedVote.get", {"signedAttachId": found["signedAttachId"]})
    assert rest("vote.AttachedVote.get", {"signedAttachId": f"{found['ID']}.0"})["error"] == "ATTACH_NOT_FOUND"
    assert rest("vote.AttachedVote.get")["error"] == "100"
    hook = server.webhook_url
    report = requests.get(f"{hook}vote.AttachedVote.download?attachId={found['ID']}", timeout=10)
    assert report.headers["Content-Type"].startswith("text/csv")
    assert "Кто за?" in report.content.decode("utf-8-sig")


def test_the_same_request_makes_one_poll(rest: Rest) -> None:
    chat = rest("im.chat.add")["result"]
    asked = {"chatId": chat, "IM_MESSAGE_VOTE_DATA": {"QUESTIONS": [QUESTION]}, "templateId": "a"}
    assert rest("vote.Integration.Im.send", asked)["result"] == rest("vote.Integration.Im.send", asked)["result"]
