"""Comments of posts («комментарии к сообщению ленты»): api-reference/log/blogcomment/. Files are not kept here."""

from __future__ import annotations

from sandbox.areas.log import errors
from sandbox.portal import Portal
from sandbox.store import Collection, Record


def collection(portal: Portal) -> Collection:
    """POST_ID, AUTHOR_ID, TEXT, DATE."""
    return portal.collection("blogcomment")


def of_post(portal: Portal, post_id: int) -> list[Record]:
    return collection(portal).find(POST_ID=post_id)


def add(portal: Portal, post: Record, text: str, author_id: int) -> int:
    """Raises "" Duplicate comment, "" Blog comment hasn't been added."""
    if not text.strip():
        raise errors.worded("Blog comment hasn't been added")
    if any((row["AUTHOR_ID"], row["TEXT"]) == (author_id, text) for row in of_post(portal, post["ID"])):
        raise errors.worded("Duplicate comment")
    record: Record = {"POST_ID": post["ID"], "AUTHOR_ID": author_id, "TEXT": text, "DATE": portal.clock.iso()}
    return collection(portal).add(record)


def delete(portal: Portal, comment_id: int, user_id: int) -> None:
    """Its author may, and an administrator. Raises "" Wrong comment ID, No comment found, No delete perms."""
    if comment_id <= 0:
        raise errors.worded("Wrong comment ID")
    found = collection(portal).get(comment_id)
    if found is None:
        raise errors.worded("No comment found")
    if found["AUTHOR_ID"] != user_id and not portal.is_admin(user_id):
        raise errors.worded("No delete perms")
    collection(portal).delete(comment_id)


def forget_post(portal: Portal, post_id: int) -> None:
    for row in of_post(portal, post_id):
        collection(portal).delete(row["ID"])
