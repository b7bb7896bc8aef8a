"""The part of the walk about the live feed."""

from __future__ import annotations

from tests.sandbox.replay.calling import Calling


def feed(calling: Calling) -> None:
    do = calling.do
    post = do("log.blogpost.add", POST_TITLE="Проба", POST_MESSAGE="Текст", DEST=["U2"])
    do("log.blogpost.update", POST_ID=post, POST_TITLE="Другая")
    do("log.blogpost.share", POST_ID=post, DEST=["U3"])
    comment = do("log.blogcomment.add", POST_ID=post, TEXT="Согласен")
    do("log.blogcomment.user.get")
    do("log.blogpost.get")
    do("log.blogcomment.delete", COMMENT_ID=comment)
    do("log.blogpost.delete", POST_ID=post)
