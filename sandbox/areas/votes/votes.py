"""Polls («Опросы»): one question in a message of a chat. api-reference/vote/."""

from __future__ import annotations

import hashlib
from typing import Any

from sandbox.areas.im import chats, messages
from sandbox.areas.votes import errors
from sandbox.params import as_bool, as_int, as_list, as_map
from sandbox.portal import Portal
from sandbox.store import Collection, Record

FEWEST, MOST = 2, 10
RADIO, CHECKBOXES = 0, 1


def collection(portal: Portal) -> Collection:
    """QUESTION, FIELD_TYPE, ANSWERS, ANONYMITY, OPTIONS, AUTHOR_ID, CHAT_ID, MESSAGE_ID, DATE, TEMPLATE, FINISHED."""
    return portal.collection("vote")


def ballots(portal: Portal) -> Collection:
    """VOTE_ID, USER_ID, ANSWERS: one of a person."""
    return portal.collection("vote_ballot")


def checked(given: Any) -> Record:
    """What a poll is made of. Raises 400 in the host's words."""
    data = as_map(given)
    questions = [as_map(one) for one in as_list(data.get("QUESTIONS"))]
    if not questions:
        raise errors.empty()
    if len(questions) > 1:
        raise errors.too_many_questions()
    texts = [str(as_map(one).get("MESSAGE") or "").strip() for one in as_list(questions[0].get("ANSWERS"))]
    if not str(questions[0].get("QUESTION") or "").strip() or not all(texts):
        raise errors.empty()
    if len(texts) < FEWEST:
        raise errors.too_few_answers()
    if len(texts) > MOST:
        raise errors.too_many_answers()
    kind = CHECKBOXES if as_int(questions[0].get("FIELD_TYPE")) == CHECKBOXES else RADIO
    flags = {name: int(as_bool(data.get(name, 0))) for name in ("ANONYMITY", "OPTIONS")}
    return {"QUESTION": str(questions[0]["QUESTION"]).strip(), "FIELD_TYPE": kind, "ANSWERS": texts, **flags}


def send(portal: Portal, chat: Record, author_id: int, poll: Record, template: str) -> Record:
    """The same `template` again is the same poll."""
    known = collection(portal).first(TEMPLATE=template, AUTHOR_ID=author_id, CHAT_ID=chat["ID"]) if template else None
    if known is not None:
        return known
    numbers = portal.collection("vote_answer")
    answers = [{"ID": numbers.add({}), "MESSAGE": text} for text in poll["ANSWERS"]]
    message_id = messages.say(portal, chat, author_id, poll["QUESTION"])
    record: Record = {
        **poll, "ANSWERS": answers, "AUTHOR_ID": author_id, "CHAT_ID": chat["ID"], "MESSAGE_ID": message_id,
        "DATE": portal.clock.iso(), "TEMPLATE": template, "FINISHED": False,
    }  # fmt: skip
    return {**record, "ID": collection(portal).add(record)}


def may_see(portal: Portal, vote: Record, user_id: int) -> bool:
    chat = chats.collection(portal).get(vote["CHAT_ID"])
    return chat is not None and chats.may_enter(portal, chat, user_id)


def signed(portal: Portal, vote: Record) -> str:
    """The number with a sign that only this portal makes."""
    digest = hashlib.sha256(f"{portal.member_id}|vote|{vote['ID']}".encode()).hexdigest()
    return f"{vote['ID']}.{digest}"


def ballot(portal: Portal, vote: Record, user_id: int) -> Record | None:
    return ballots(portal).first(VOTE_ID=vote["ID"], USER_ID=user_id)


def cast(portal: Portal, vote: Record, user_id: int, answers: list[int]) -> None:
    """Raises 403 for a finished poll, 400 for what cannot be chosen so and for a second voice where one is all."""
    if vote["FINISHED"]:
        raise errors.inactive()
    known = {answer["ID"] for answer in vote["ANSWERS"]}
    fits = bool(answers) and set(answers) <= known and (vote["FIELD_TYPE"] == CHECKBOXES or len(answers) == 1)
    before = ballot(portal, vote, user_id)
    if not fits or (before is not None and not vote["OPTIONS"]):
        raise errors.not_saved()
    if before is not None:
        ballots(portal).delete(before["ID"])
    ballots(portal).add({"VOTE_ID": vote["ID"], "USER_ID": user_id, "ANSWERS": answers})


def recall(portal: Portal, vote: Record, user_id: int) -> None:
    before = ballot(portal, vote, user_id)
    if before is not None:
        ballots(portal).delete(before["ID"])


def voted(portal: Portal, vote: Record) -> dict[int, list[int]]:
    """Who chose each answer; nobody is named where the poll is anonymous."""
    found: dict[int, list[int]] = {answer["ID"]: [] for answer in vote["ANSWERS"]}
    for row in ballots(portal).find(VOTE_ID=vote["ID"]):
        for answer in row["ANSWERS"]:
            found[answer].append(row["USER_ID"])
    return found
