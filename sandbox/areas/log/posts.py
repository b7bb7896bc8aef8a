"""Posts of the live feed («Лента новостей»): api-reference/log/. Who sees one is in its DEST."""

from __future__ import annotations

import re

from sandbox.areas.groups import members
from sandbox.areas.log import errors
from sandbox.params import as_int
from sandbox.portal import Portal
from sandbox.store import Collection, Record

EVERYONE = "UA"
DESTINATION = re.compile(r"UA|U\d+|SG\d+|DR\d+|D\d+")


def collection(portal: Portal) -> Collection:
    return portal.collection("blogpost")


def add(portal: Portal, *, text: str, title: str, dest: list[str], author_id: int, important: bool) -> Record:
    """Raises SONET_CONTROLLER_LIVEFEED_BLOGPOST_ADD_ERROR."""
    if not text.strip():
        raise errors.not_added()
    known = addressees(portal, dest)
    if not known:
        raise errors.no_destination()
    record: Record = {
        "TITLE": title or _headline(text), "DETAIL_TEXT": text, "AUTHOR_ID": author_id, "DEST": known,
        "DATE_PUBLISH": portal.clock.iso(), "IMPORTANT": important, "HAS_TITLE": bool(title),
    }  # fmt: skip
    record["ID"] = collection(portal).add(record)
    return record


def _headline(text: str) -> str:
    return text.split("\n", 1)[0][:60]


def change(portal: Portal, post: Record, *, title: str, text: str, dest: list[str] | None, important: object) -> None:
    """What is empty or None stays; a post without a title of its own is headed by its text. Raises as `add`."""
    changes: Record = {}
    if text:
        changes |= {"DETAIL_TEXT": text, "TITLE": post["TITLE"] if post["HAS_TITLE"] else _headline(text)}
    if title:
        changes |= {"TITLE": title, "HAS_TITLE": True}
    if dest is not None:
        changes["DEST"] = addressees(portal, dest)
        if not changes["DEST"]:
            raise errors.no_destination()
    if important is not None:
        changes["IMPORTANT"] = important == "Y"
    collection(portal).change(post["ID"], **changes)


def addressees(portal: Portal, codes: list[str]) -> list[str]:
    """Those of the codes that mean somebody."""
    return [code for code in codes if DESTINATION.fullmatch(code) and _exists(portal, code)]


def _exists(portal: Portal, code: str) -> bool:
    number = as_int(re.sub(r"\D", "", code))
    if code.startswith("U") and code != EVERYONE:
        return portal.user(number) is not None
    if code.startswith("SG"):
        return portal.collection("group").get(number) is not None
    return True


def visible(portal: Portal, user_id: int) -> list[Record]:
    """The newest first."""
    departments = {f"DR{number}" for number in (portal.user(user_id) or {}).get("UF_DEPARTMENT", [])}
    groups = {f"SG{row['GROUP_ID']}" for row in members.of_user(portal, user_id)}
    codes = {EVERYONE, f"U{user_id}", *departments, *groups}
    seen = [row for row in collection(portal).all() if row["AUTHOR_ID"] == user_id or codes & set(row["DEST"])]
    return seen[::-1]


def seen_by(portal: Portal, post_id: int, user_id: int) -> Record | None:
    """The post, if the person may read it; an administrator may read any."""
    if portal.is_admin(user_id):
        return collection(portal).get(post_id)
    return next((row for row in visible(portal, user_id) if row["ID"] == post_id), None)


def of_author(portal: Portal, post_id: int, user_id: int) -> Record | None:
    """The post, if the person may change it: its author, or an administrator."""
    found = collection(portal).get(post_id)
    return found if found and (found["AUTHOR_ID"] == user_id or portal.is_admin(user_id)) else None
