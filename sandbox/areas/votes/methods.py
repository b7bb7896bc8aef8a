"""vote.* on the wire («Голосования»): api-reference/vote/. Polls of the live feed are not in the sandbox."""

from __future__ import annotations

import csv
import io
from typing import Any

from sandbox.areas.im import chats, people
from sandbox.areas.votes import errors, shapes, votes
from sandbox.call import Call, Page, Raw, method
from sandbox.params import as_int, as_list, as_map
from sandbox.store import Record

MODULE, ENTITY = "im", "Bitrix\\Vote\\Attachment\\ImMessageConnector"
MOST_IDS = 50


@method("vote.integration.im.send", scope="vote")
def send(call: Call) -> dict[str, int]:
    chat = chats.collection(call.portal).get(as_int(call.get("chatId")))
    if chat is None or chats.member(call.portal, chat["ID"], call.user_id) is None:
        raise errors.cannot_create()
    poll = votes.checked(call.get("IM_MESSAGE_VOTE_DATA"))
    made = votes.send(call.portal, chat, call.user_id, poll, str(call.get("templateId", default="") or ""))
    return {"messageId": made["MESSAGE_ID"], "voteId": made["ID"]}


def _is_message(call: Call) -> bool:
    return str(call.get("moduleId", default="")).lower() == MODULE and call.get("entityType") == ENTITY


def _named(call: Call) -> Record:
    """By number, by signed number, or by the message. Raises 100, ATTACH_NOT_FOUND, ATTACH_READ_ACCESS_DENIED."""
    rows = votes.collection(call.portal)
    signed = str(call.get("signedAttachId", default="") or "")
    if call.get("attachId") is not None:
        found = rows.get(as_int(call.get("attachId")))
    elif signed:
        found = rows.get(as_int(signed.partition(".")[0]))
        found = found if found and votes.signed(call.portal, found) == signed else None
    elif _is_message(call):
        found = rows.first(MESSAGE_ID=as_int(call.get("entityId")))
    else:
        raise errors.unnamed()
    if found is None:
        raise errors.not_found()
    if not votes.may_see(call.portal, found, call.user_id):
        raise errors.denied()
    return found


@method("vote.attachedvote.get", scope="vote")
def get(call: Call) -> dict[str, Any]:
    return {"attach": shapes.attach(call.portal, _named(call), call.user_id)}


@method("vote.attachedvote.getmany", scope="vote")
def get_many(call: Call) -> dict[str, Any]:
    ids = [as_int(one) for one in as_list(call.get("entityId", "entityIds"))]
    if len(ids) > MOST_IDS:
        raise errors.too_many_ids()
    found = []
    for entity_id in ids:
        vote = votes.collection(call.portal).first(MESSAGE_ID=entity_id) if _is_message(call) else None
        if vote is None:
            raise errors.entity_not_found(entity_id)
        if not votes.may_see(call.portal, vote, call.user_id):
            raise errors.entity_denied(entity_id)
        found.append(shapes.attach(call.portal, vote, call.user_id))
    return {"items": found}


def _voters(call: Call, vote: Record) -> dict[int, list[dict[str, Any]]]:
    chosen = votes.voted(call.portal, vote)
    if vote["ANONYMITY"]:
        return {answer: [] for answer in chosen}
    return {answer: [shapes.person(call.portal, one) for one in who] for answer, who in chosen.items()}


@method("vote.attachedvote.getwithvoted", scope="vote")
def get_with_voted(call: Call) -> dict[str, Any]:
    vote, size = _named(call), max(as_int(call.get("pageSize"), 10), 1)
    voters = {str(answer): who[:size] for answer, who in _voters(call, vote).items() if who}
    return {"attach": shapes.attach(call.portal, vote, call.user_id), "voted": voters}


@method("vote.attachedvote.getanswervoted", scope="vote")
def get_answer_voted(call: Call) -> Page:
    who = _voters(call, _named(call)).get(as_int(call.get("answerId")), [])
    pages = as_map(call.get("pageNavigation"))
    size, page = max(as_int(pages.get("size"), 10), 1), max(as_int(pages.get("page"), 1), 1)
    return Page({"items": who[(page - 1) * size : page * size]}, len(who))


@method("vote.attachedvote.vote", scope="vote")
def vote(call: Call) -> dict[str, Any]:
    """A ballot names the question by its number and its answers by theirs."""
    poll, ballot = _named(call), as_map(call.get("ballot"))
    answers = [as_int(one) for one in as_list(ballot.get(str(poll["ID"])))]
    votes.cast(call.portal, poll, call.user_id, answers)
    return {"attach": shapes.attach(call.portal, poll, call.user_id)}


@method("vote.attachedvote.recall", scope="vote")
def recall(call: Call) -> dict[str, Any]:
    poll = _named(call)
    votes.recall(call.portal, poll, call.user_id)
    return {"attach": shapes.attach(call.portal, poll, call.user_id)}


def _finish(call: Call, *, finished: bool) -> list[Any]:
    """By its author or an administrator."""
    poll = _named(call)
    if poll["AUTHOR_ID"] != call.user_id and not call.is_admin:
        raise errors.denied()
    votes.collection(call.portal).change(poll["ID"], FINISHED=finished)
    return []


@method("vote.attachedvote.stop", scope="vote")
def stop(call: Call) -> list[Any]:
    return _finish(call, finished=True)


@method("vote.attachedvote.resume", scope="vote")
def resume(call: Call) -> list[Any]:
    return _finish(call, finished=False)


@method("vote.attachedvote.download", scope="vote", batchable=False)
def download(call: Call) -> Raw:
    """The report is a table here; the page does not tell the host's formats."""
    poll = _named(call)
    chosen, text = votes.voted(call.portal, poll), io.StringIO()
    table = csv.writer(text, delimiter=";")
    table.writerow([poll["QUESTION"]])
    for answer in poll["ANSWERS"]:
        who = chosen[answer["ID"]]
        names = [] if poll["ANONYMITY"] else [people.name(call.portal, one) for one in who]
        table.writerow([answer["MESSAGE"], len(who), ", ".join(names)])
    return Raw(text.getvalue().encode("utf-8-sig"), f"vote_{poll['ID']}.csv", "text/csv; charset=utf-8")
