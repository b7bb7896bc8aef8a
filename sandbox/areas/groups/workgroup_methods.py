"""socialnetwork.api.workgroup.* on the wire: api-reference/sonet-group/socialnetwork-api-workgroup-get.md, -list.md."""

from __future__ import annotations

import re
from typing import Any

from sandbox import query
from sandbox.areas.groups import errors, groups, members
from sandbox.areas.groups.group_methods import sees_all
from sandbox.areas.im import chats
from sandbox.call import Call, Page, method, page_of
from sandbox.params import as_int, as_list, as_map
from sandbox.store import Record

LISTED = ("ID", "ACTIVE", "SUBJECT_ID", "NAME", "DESCRIPTION", "KEYWORDS", "CLOSED", "VISIBLE", "OPENED", "PROJECT",
          "LANDING", *groups.STAMPS, "IMAGE_ID", "AVATAR_TYPE", "OWNER_ID", "NUMBER_OF_MEMBERS",
          "NUMBER_OF_MODERATORS", "INITIATE_PERMS", *groups.DATES, "TYPE", "AVATAR")  # fmt: skip
INSTANTS = (*groups.STAMPS, *groups.DATES)


def _whole(call: Call, group: Record) -> dict[str, Any]:
    """With all that is counted."""
    rulers = members.of_group(call.portal, group["ID"], members.OWNER, members.MODERATOR)
    return {
        **group, "IMAGE_ID": 0, "AVATAR_TYPE": "folder", "AVATAR": "", "TYPE": groups.kind(group),
        "NUMBER_OF_MEMBERS": len(members.of_group(call.portal, group["ID"])), "NUMBER_OF_MODERATORS": len(rulers),
    }  # fmt: skip


def _ids(call: Call, group: Record, *roles: str) -> list[int]:
    return [row["USER_ID"] for row in members.of_group(call.portal, group["ID"], *roles)]


@method("socialnetwork.api.workgroup.get", scope="sonet_group|socialnetwork")
def get(call: Call) -> dict[str, Any]:
    asked = as_map(call.get_any_case("params"))
    if not asked.get("groupId"):
        raise errors.empty()
    group = groups.seen(call.portal, as_int(asked["groupId"]), call.user_id)
    if group is None:
        raise errors.absent()
    whole = _whole(call, group)
    zone = call.portal.clock.zone
    dates = {name: query.known_moment(whole[name], zone) for name in INSTANTS}
    chat = chats.of_object(call.portal, groups.CHAT, str(group["ID"]))
    tags = [word.strip() for word in str(group["KEYWORDS"] or "").split(",") if word.strip()]
    return {
        **{key: value for key, value in whole.items() if key not in ("AVATAR", "IS_EXTRANET")},
        **{name: moment.strftime("%d.%m.%Y %H:%M:%S") if moment else None for name, moment in dates.items()},
        "DESCRIPTION": group["DESCRIPTION"] or "", "KEYWORDS": group["KEYWORDS"] or "",
        "SEARCH_INDEX": " ".join(filter(None, (group["NAME"], group["DESCRIPTION"], *tags))), "SCRUM_OWNER_ID": 0,
        "SCRUM_SPRINT_DURATION": 0, "SCRUM_TASK_RESPONSIBLE": "", "MEMBERS": _ids(call, group),
        "CHAT_ID": chat["ID"] if chat else 0, "DIALOG_ID": f"chat{chat['ID']}" if chat else "",
        "ORDINARY_MEMBERS": _ids(call, group, members.MEMBER), "INVITED_MEMBERS": _ids(call, group, members.WAITING),
        "MODERATOR_MEMBERS": _ids(call, group, members.MODERATOR), "SITE_IDS": [group["SITE_ID"]], "TAGS": tags,
        "DEPARTMENTS": [], "NUMBER_OF_MEMBERS_PLURAL": 0,
    }  # fmt: skip


@method("socialnetwork.api.workgroup.list", scope="sonet_group|socialnetwork")
def listed(call: Call) -> Page:
    """Without `select` only the numbers."""
    asked, more = as_map(call.get_any_case("filter")), as_map(call.get_any_case("params"))
    condition = query.where(asked, groups.COLUMNS, call.portal.clock.zone, strict=False)
    order = query.order(as_map(call.get_any_case("order")), groups.COLUMNS, strict=False)
    rows = groups.collection(call.portal).select(condition.sql, condition.args, order=order)
    everything = sees_all(call, more.get("IS_ADMIN"))
    seen = [row for row in rows if everything or groups.may_see(call.portal, row, call.user_id)]
    names = [str(name).upper() for name in as_list(call.get_any_case("select")) if str(name).upper() in LISTED]
    return page_of([_row(call, row, names or ["ID"], more) for row in seen], call, wrap="workgroups")


def _row(call: Call, group: Record, names: list[str], more: dict[str, Any]) -> dict[str, Any]:
    whole = _whole(call, group)
    shown = {_camel(name): str(whole[name]) if isinstance(whole[name], int) else whole[name] for name in names}
    shown["id"] = str(group["ID"])
    if more.get("shouldSelectDialogId") == "Y":
        chat = chats.of_object(call.portal, groups.CHAT, str(group["ID"]))
        shown["dialogId"] = f"chat{chat['ID']}" if chat else ""
    if more.get("mode") == "mobile":
        row = members.row(call.portal, group["ID"], call.user_id) or {}
        shown["additionalData"] = {"role": row.get("ROLE", ""), "initiatedByType": row.get("INITIATED_BY", "")}
    return shown


def _camel(name: str) -> str:
    return re.sub(r"_(\w)", lambda found: found[1].upper(), name.lower())
