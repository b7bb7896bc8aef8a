"""The part of the walk about polls in chats."""

from __future__ import annotations

from tests.sandbox.replay.calling import Calling

MESSAGE = "Bitrix\\Vote\\Attachment\\ImMessageConnector"


def poll(calling: Calling) -> None:
    do = calling.do
    chat = do("im.chat.add", USERS=[2])
    question = {"QUESTION": "Как дела?", "ANSWERS": [{"MESSAGE": "Отлично"}, {"MESSAGE": "Лучше всех"}]}
    data = {"QUESTIONS": [question], "OPTIONS": 1}
    sent = do("vote.Integration.Im.send", chatId=chat, IM_MESSAGE_VOTE_DATA=data)
    number = sent["voteId"]
    answer = next(iter(do("vote.AttachedVote.get", attachId=number)["attach"]["QUESTIONS"][str(number)]["ANSWERS"]))
    do("vote.AttachedVote.vote", attachId=number, ballot={str(number): [answer]})
    do("vote.AttachedVote.getMany", moduleId="im", entityType=MESSAGE, entityId=[sent["messageId"]])
    do("vote.AttachedVote.getWithVoted", attachId=number)
    do("vote.AttachedVote.getAnswerVoted", attachId=number, answerId=answer)
    calling.take("vote.AttachedVote.download", attachId=number)
    do("vote.AttachedVote.recall", attachId=number)
    do("vote.AttachedVote.stop", attachId=number)
    do("vote.AttachedVote.resume", attachId=number)
