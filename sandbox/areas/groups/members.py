"""Who is in a group («Участники»): owner, moderators, members, and those who wait. Members are in its chat too."""

from __future__ import annotations

from sandbox.areas.im import chats, messages
from sandbox.portal import Portal
from sandbox.store import Collection, Record

OWNER, MODERATOR, MEMBER, WAITING = "A", "E", "K", "Z"
INSIDE = (OWNER, MODERATOR, MEMBER)
BY_GROUP, BY_USER = "G", "U"
CHAT = "SONET_GROUP"


def collection(portal: Portal) -> Collection:
    """GROUP_ID, USER_ID, ROLE, and for those who wait who began: INITIATED_BY."""
    return portal.collection("group_member")


def row(portal: Portal, group_id: int, user_id: int) -> Record | None:
    return collection(portal).first(GROUP_ID=group_id, USER_ID=user_id)


def role(portal: Portal, group_id: int, user_id: int) -> str:
    return str((row(portal, group_id, user_id) or {}).get("ROLE", ""))


def of_group(portal: Portal, group_id: int, *roles: str) -> list[Record]:
    return [one for one in collection(portal).find(GROUP_ID=group_id) if one["ROLE"] in (roles or INSIDE)]


def of_user(portal: Portal, user_id: int) -> list[Record]:
    return [one for one in collection(portal).find(USER_ID=user_id) if one["ROLE"] in INSIDE]


def put(portal: Portal, group_id: int, user_id: int, new_role: str, *, by: str = BY_GROUP) -> None:
    """Enter, or get another role; whoever is inside is in the chat."""
    known = row(portal, group_id, user_id)
    if known is None:
        fields = {"GROUP_ID": group_id, "USER_ID": user_id, "ROLE": new_role, "INITIATED_BY": by}
        collection(portal).add({**fields, "DATE": portal.clock.iso()})
    else:
        collection(portal).change(known["ID"], ROLE=new_role)
    chat = chats.of_object(portal, CHAT, str(group_id))
    if chat is not None and new_role in INSIDE and chats.join(portal, chat, user_id, since=0):
        messages.tell_of_newcomers(portal, chat, chat["OWNER"], [user_id])


def remove(portal: Portal, group_id: int, user_id: int) -> bool:
    """The owner cannot be put out."""
    known = row(portal, group_id, user_id)
    if known is None or known["ROLE"] == OWNER:
        return False
    collection(portal).delete(known["ID"])
    chat = chats.of_object(portal, CHAT, str(group_id))
    if chat is not None:
        chats.leave(portal, chat, user_id)
    return True


def forget(portal: Portal, group_id: int) -> None:
    for one in collection(portal).find(GROUP_ID=group_id):
        collection(portal).delete(one["ID"])


def may_invite(portal: Portal, group: Record, user_id: int) -> bool:
    """INITIATE_PERMS names the lowest role that may."""
    allowed = INSIDE[: INSIDE.index(group["INITIATE_PERMS"]) + 1]
    return portal.is_admin(user_id) or role(portal, group["ID"], user_id) in allowed
