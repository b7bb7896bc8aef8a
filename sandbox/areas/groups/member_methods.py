"""sonet_group.user.* on the wire («Участники группы»): api-reference/sonet-group/members/."""

from __future__ import annotations

from typing import Any

from sandbox.areas.groups import errors, groups, members
from sandbox.areas.groups.group_methods import group_of
from sandbox.areas.im import notifications
from sandbox.call import Call, method
from sandbox.params import as_int, as_list
from sandbox.store import Record


def _people(call: Call) -> list[int]:
    """Known people of USER_ID, one or many. Raises Wrong user IDs when none is named."""
    asked = [as_int(one) for one in as_list(call.get_any_case("USER_ID"))]
    if not any(one > 0 for one in asked):
        raise errors.wrong_users()
    return [one for one in dict.fromkeys(asked) if call.portal.user(one)]


def _texts(user_ids: list[int]) -> list[str]:
    return [str(one) for one in user_ids]


@method("sonet_group.user.groups", scope="sonet|sonet_group|socialnetwork")
def user_groups(call: Call) -> list[dict[str, Any]]:
    rows = members.of_user(call.portal, call.user_id)
    found = [(row, groups.collection(call.portal).get(row["GROUP_ID"])) for row in rows]
    return [
        {"GROUP_ID": str(group["ID"]), "GROUP_NAME": group["NAME"], "ROLE": row["ROLE"], "GROUP_IMAGE_ID": None,
         "GROUP_IMAGE": ""}
        for row, group in found if group
    ]  # fmt: skip


@method("sonet_group.user.get", scope="sonet|sonet_group|socialnetwork")
def user_get(call: Call) -> list[dict[str, str]]:
    group_id = as_int(call.get_any_case("ID"))
    if group_id <= 0:
        raise errors.wrong_sonet_group()
    group = groups.seen(call.portal, group_id, call.user_id)
    if group is None:
        raise errors.not_found()
    rows = members.of_group(call.portal, group_id)
    return [{"USER_ID": str(row["USER_ID"]), "ROLE": row["ROLE"]} for row in rows]


@method("sonet_group.user.add", scope="sonet|sonet_group|socialnetwork")
def user_add(call: Call) -> list[str]:
    """Without being asked; only by those who manage the group."""
    group = group_of(call)
    if not groups.may_manage(call.portal, group, call.user_id):
        raise errors.no_right_to_add()
    new = [one for one in _people(call) if members.role(call.portal, group["ID"], one) not in members.INSIDE]
    for one in new:
        members.put(call.portal, group["ID"], one, members.MEMBER)
    return _texts(new)


@method("sonet_group.user.delete", scope="sonet|sonet_group|socialnetwork")
def user_delete(call: Call) -> list[str]:
    group = _managed(call)
    return _texts([one for one in _people(call) if members.remove(call.portal, group["ID"], one)])


def _managed(call: Call) -> Record:
    group = group_of(call)
    if not groups.may_manage(call.portal, group, call.user_id):
        raise errors.no_right_to_roles()
    return group


@method("sonet_group.user.update", scope="sonet|sonet_group|socialnetwork")
def user_update(call: Call) -> list[str]:
    """The owner keeps his role; who is not inside gets none."""
    group, role = _managed(call), call.get_any_case("ROLE")
    if role not in (members.MODERATOR, members.MEMBER):
        raise errors.wrong_role()
    changed = []
    for one in _people(call):
        if members.role(call.portal, group["ID"], one) in (members.MODERATOR, members.MEMBER):
            members.put(call.portal, group["ID"], one, str(role))
            changed.append(one)
    return _texts(changed)


@method("sonet_group.user.invite", scope="sonet|sonet_group|socialnetwork")
def user_invite(call: Call) -> list[str]:
    """Whoever asked to be let in before is in now; others wait and are told in the bell."""
    group = group_of(call)
    if not members.may_invite(call.portal, group, call.user_id):
        raise errors.not_found()
    invited = []
    for one in _people(call):
        row = members.row(call.portal, group["ID"], one)
        if row is None:
            members.put(call.portal, group["ID"], one, members.WAITING)
            _tell(call, group, one)
        elif row["ROLE"] == members.WAITING and row["INITIATED_BY"] == members.BY_USER:
            members.put(call.portal, group["ID"], one, members.MEMBER)
        if row is None or row["ROLE"] == members.WAITING:
            invited.append(one)
    return _texts(invited)


def _tell(call: Call, group: Record, user_id: int) -> None:
    words = f"Приглашает вас в группу «{group['NAME']}». {call.get_any_case('MESSAGE', '') or ''}".strip()
    notifications.add(call.portal, {
        "USER_ID": user_id, "TYPE": "personal", "MESSAGE": words,
        "MESSAGE_OUT": "", "TAG": "", "SUB_TAG": "", "ATTACH": None, "AUTHOR_ID": call.user_id, "client_id": "",
    })  # fmt: skip


@method("sonet_group.user.request", scope="sonet|sonet_group|socialnetwork")
def user_request(call: Call) -> bool:
    """An open group lets in at once. Who is inside already stays so (a guess: the page is silent)."""
    group = group_of(call)
    if group["CLOSED"] == "Y":
        raise errors.cannot_request()
    row = members.row(call.portal, group["ID"], call.user_id)
    if row is None or row["ROLE"] == members.WAITING:
        was_invited = row is not None and row["INITIATED_BY"] == members.BY_GROUP
        role = members.MEMBER if group["OPENED"] == "Y" or was_invited else members.WAITING
        members.put(call.portal, group["ID"], call.user_id, role, by=members.BY_USER)
    return True
