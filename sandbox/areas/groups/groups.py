"""Groups («Группы»): made, changed, seen. api-reference/sonet-group/. Each has a chat of its own."""

from __future__ import annotations

from typing import Any

from sandbox import events, query
from sandbox.areas.groups import errors, members
from sandbox.areas.im import chats
from sandbox.params import as_int
from sandbox.portal import Actor, Portal
from sandbox.query import Column
from sandbox.store import Collection, Record

FLAGS = {"VISIBLE": "Y", "OPENED": "N", "CLOSED": "N", "PROJECT": "N", "LANDING": "N"}
TEXTS = ("NAME", "DESCRIPTION", "KEYWORDS")
DATES = ("PROJECT_DATE_START", "PROJECT_DATE_FINISH")
STAMPS = ("DATE_CREATE", "DATE_UPDATE", "DATE_ACTIVITY")
SUBJECT, SUBJECT_NAME, SITE = 1, "Рабочие группы", "s1"
COLUMNS = {
    **{name: Column(name, "integer") for name in ("ID", "OWNER_ID", "SUBJECT_ID")},
    **{name: Column(name, "datetime") for name in (*STAMPS, *DATES)},
    **{name: Column(name) for name in (*TEXTS, *FLAGS, "ACTIVE", "SITE_ID", "IS_EXTRANET", "INITIATE_PERMS")},
}
CHAT = "SONET_GROUP"

events.declare("sonet_group", "ONSONETGROUPADD", "ONSONETGROUPUPDATE", "ONSONETGROUPDELETE")


def collection(portal: Portal) -> Collection:
    return portal.collection("group")


def may_see(portal: Portal, group: Record, user_id: int) -> bool:
    return group["VISIBLE"] == "Y" or members.role(portal, group["ID"], user_id) in members.INSIDE


def may_manage(portal: Portal, group: Record, user_id: int) -> bool:
    return group["OWNER_ID"] == user_id or portal.is_admin(user_id)


def seen(portal: Portal, group_id: int, user_id: int) -> Record | None:
    """An administrator sees the secret ones too."""
    found = collection(portal).get(group_id)
    is_seen = found is not None and (may_see(portal, found, user_id) or portal.is_admin(user_id))
    return found if is_seen else None


def add(portal: Portal, given: dict[str, Any], actor: Actor) -> Record:
    """Raises Cannot create group. Only an administrator may name another owner."""
    if not str(given.get("NAME") or "").strip():
        raise errors.cannot_create()
    named = as_int(given.get("OWNER_ID"))
    owner = named if named and portal.is_admin(actor.user_id) and portal.user(named) else actor.user_id
    now = portal.clock.iso()
    record: Record = {
        **FLAGS, "DESCRIPTION": None, "KEYWORDS": None, "ACTIVE": "Y", "SITE_ID": SITE, "SUBJECT_ID": SUBJECT,
        "IS_EXTRANET": "N", "INITIATE_PERMS": "K", **dict.fromkeys(DATES), **dict.fromkeys(STAMPS, now),
        **_accepted(portal, given), "OWNER_ID": owner,
    }  # fmt: skip
    record["ID"] = collection(portal).add(record)
    members.put(portal, record["ID"], owner, members.OWNER)
    kept = dict.fromkeys(("DESCRIPTION", "COLOR"), "")
    chat = {**kept, "TITLE": record["NAME"], "TYPE": chats.CLOSED, "AVATAR": 0}
    chats.add(portal, owner, [], {**chat, "ENTITY_TYPE": CHAT, "ENTITY_ID": str(record["ID"])})
    _tell(portal, "ADD", record["ID"], actor)
    return record


def _accepted(portal: Portal, given: dict[str, Any]) -> Record:
    found: Record = {name: str(given[name]).strip() for name in TEXTS if given.get(name) is not None}
    found |= {name: "Y" if str(given[name]) == "Y" else "N" for name in FLAGS if given.get(name) is not None}
    if given.get("INITIATE_PERMS") in ("A", "E", "K"):
        found["INITIATE_PERMS"] = given["INITIATE_PERMS"]
    for name in DATES:
        moment = query.known_moment(given.get(name), portal.clock.zone)
        if moment is not None:
            found[name] = moment.isoformat("T", "seconds")
    return found


def update(portal: Portal, group: Record, given: dict[str, Any], actor: Actor) -> None:
    """Raises Cannot update group. The chat takes the new name."""
    changes = _accepted(portal, given)
    if "NAME" in changes and not changes["NAME"]:
        raise errors.cannot_update()
    collection(portal).change(group["ID"], **changes, DATE_UPDATE=portal.clock.iso())
    if as_int(given.get("OWNER_ID")) and portal.user(as_int(given["OWNER_ID"])):
        set_owner(portal, group, as_int(given["OWNER_ID"]))
    chat = chats.of_object(portal, CHAT, str(group["ID"]))
    if chat is not None and "NAME" in changes:
        chats.collection(portal).change(chat["ID"], TITLE=changes["NAME"])
    _tell(portal, "UPDATE", group["ID"], actor)


def set_owner(portal: Portal, group: Record, user_id: int) -> None:
    """The former one stays as a member."""
    members.put(portal, group["ID"], group["OWNER_ID"], members.MEMBER)
    members.put(portal, group["ID"], user_id, members.OWNER)
    collection(portal).change(group["ID"], OWNER_ID=user_id)
    chat = chats.of_object(portal, CHAT, str(group["ID"]))
    if chat is not None:
        chats.collection(portal).change(chat["ID"], OWNER=user_id)


def delete(portal: Portal, group: Record, actor: Actor) -> None:
    members.forget(portal, group["ID"])
    chat = chats.of_object(portal, CHAT, str(group["ID"]))
    if chat is not None:
        for row in chats.members(portal).find(CHAT_ID=chat["ID"]):
            chats.members(portal).delete(row["ID"])
        chats.collection(portal).delete(chat["ID"])
    collection(portal).delete(group["ID"])
    _tell(portal, "DELETE", group["ID"], actor)


def _tell(portal: Portal, what: str, group_id: int, actor: Actor) -> None:
    portal.emit(f"ONSONETGROUP{what}", {"FIELDS": {"ID": str(group_id)}}, actor)


def kind(group: Record) -> str:
    return "project" if group["PROJECT"] == "Y" else "group"
