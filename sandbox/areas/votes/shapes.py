"""A poll as vote.AttachedVote.get shows it («Прикреплённое голосование»)."""

from __future__ import annotations

from typing import Any

from sandbox.areas.im import people
from sandbox.areas.votes import votes
from sandbox.portal import Portal
from sandbox.store import Record


def attach(portal: Portal, vote: Record, user_id: int) -> dict[str, Any]:
    """The question's number is the poll's own: a poll of a chat has one question."""
    chosen = votes.voted(portal, vote)
    total = len(votes.ballots(portal).find(VOTE_ID=vote["ID"]))
    own = votes.ballot(portal, vote, user_id)
    number, sign = str(vote["ID"]), votes.signed(portal, vote)
    open_ = not vote["FINISHED"]
    return {
        "ID": vote["ID"], "VOTE_ID": vote["ID"], "COUNTER": total,
        "QUESTIONS": {number: _question(vote, chosen, total)}, "ANONYMITY": vote["ANONYMITY"],
        "OPTIONS": vote["OPTIONS"], "userAnswerMap": {number: _own(number, own)} if own else {},
        "canEdit": vote["AUTHOR_ID"] == user_id,
        "canVote": open_ and own is None, "canRevote": bool(open_ and own and vote["OPTIONS"]),
        "isVoted": own is not None, "signedAttachId": sign, "resultUrl": f"/vote-result/{sign[-16:]}",
        "downloadUrl": f"/bitrix/services/main/ajax.php?action=vote.AttachedVote.download&signedAttachId={sign}",
        "entityId": vote["MESSAGE_ID"], "isFinished": vote["FINISHED"],
    }  # fmt: skip


def _own(number: str, own: Record) -> dict[str, Any]:
    event = str(own["ID"])
    return {
        str(answer): {"EVENT_ID": event, "EVENT_QUESTION_ID": number, "ANSWER_ID": str(answer), "ID": event,
                      "MESSAGE": ""}
        for answer in own["ANSWERS"]
    }  # fmt: skip


def _question(vote: Record, chosen: dict[int, list[int]], total: int) -> dict[str, Any]:
    number = str(vote["ID"])
    name = f"bx_vote_event[{number}][BALLOT][{number}]"
    return {
        "ID": number, "ACTIVE": "Y", "TIMESTAMP_X": vote["DATE"], "VOTE_ID": number, "C_SORT": "10",
        "COUNTER": str(total), "QUESTION": vote["QUESTION"], "QUESTION_TYPE": "text", "IMAGE_ID": None, "DIAGRAM": "Y",
        "DIAGRAM_TYPE": "histogram", "REQUIRED": "N", "FIELD_TYPE": str(vote["FIELD_TYPE"]), "FIELD_NAME": name,
        "IMAGE": None,
        "ANSWERS": {str(answer["ID"]): _answer(vote, answer, place, len(chosen[answer["ID"]]), total)
                    for place, answer in enumerate(vote["ANSWERS"], 1)},
    }  # fmt: skip


def _answer(vote: Record, answer: Record, place: int, count: int, total: int) -> dict[str, Any]:
    number = str(vote["ID"])
    name = f"bx_vote_event[{number}][BALLOT][{number}]"
    percent = round(100 * count / total) if total else 0
    return {
        "ID": str(answer["ID"]), "ACTIVE": "Y", "TIMESTAMP_X": vote["DATE"], "QUESTION_ID": number,
        "C_SORT": str(10 * place), "IMAGE_ID": None, "MESSAGE": answer["MESSAGE"], "MESSAGE_TYPE": "text",
        "COUNTER": str(count), "FIELD_TYPE": str(vote["FIELD_TYPE"]), "FIELD_WIDTH": "0", "FIELD_HEIGHT": "0",
        "FIELD_PARAM": None, "COLOR": "", "REACTION": "", "~FIELD_NAME": name, "FIELD_NAME": name,
        "MESSAGE_FIELD_NAME": f"bx_vote_event[{number}][MESSAGE][{number}][{answer['ID']}]", "~PERCENT": percent,
        "PERCENT": percent,
    }  # fmt: skip


def person(portal: Portal, user_id: int) -> dict[str, Any]:
    user = portal.user(user_id) or {}
    position = user.get("WORK_POSITION", "")
    return {"ID": user_id, "NAME": people.name(portal, user_id), "IMAGE": "", "WORK_POSITION": position}
