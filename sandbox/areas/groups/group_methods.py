"""sonet_group.* on the wire («Группы»): api-reference/sonet-group/."""

from __future__ import annotations

from typing import Any

from sandbox import query
from sandbox.areas.groups import errors, features, groups, members
from sandbox.areas.im import pictures
from sandbox.call import Call, Page, method, page_of
from sandbox.params import as_int, as_list, as_map
from sandbox.store import Record

SHOWN = ("ID", "SITE_ID", "NAME", "DESCRIPTION", *groups.STAMPS, "ACTIVE", "VISIBLE", "OPENED", "CLOSED",
         "SUBJECT_ID", "OWNER_ID", "KEYWORDS", "PROJECT", "IS_EXTRANET")  # fmt: skip


def _given(call: Call) -> dict[str, Any]:
    """Fields stand beside the other parameters, or in `arFields`."""
    given = {key.upper(): value for key, value in (as_map(call.get_any_case("arFields")) or call.params).items()}
    image = given.get("IMAGE")
    if image and pictures.decoded(as_list(image)[-1]) is None:
        raise errors.image_wrong()
    return given


@method("sonet_group.create", scope="sonet|sonet_group|socialnetwork")
def create(call: Call) -> int:
    return int(groups.add(call.portal, _given(call), call.actor)["ID"])


def group_of(call: Call) -> Record:
    """Raises Wrong group ID, Socialnetwork group not found."""
    group_id = as_int(call.get_any_case("GROUP_ID"))
    if group_id <= 0:
        raise errors.wrong_group()
    found = groups.seen(call.portal, group_id, call.user_id)
    if found is None:
        raise errors.not_found()
    return found


@method("sonet_group.update", scope="sonet|sonet_group|socialnetwork")
def update(call: Call) -> int:
    group_id = as_int(call.get_any_case("GROUP_ID"))
    group = groups.collection(call.portal).get(group_id)
    if group is None:
        raise errors.wrong_group()
    if not groups.may_manage(call.portal, group, call.user_id):
        raise errors.no_right_to_update()
    groups.update(call.portal, group, _given(call), call.actor)
    return group_id


@method("sonet_group.delete", scope="sonet|sonet_group|socialnetwork")
def delete(call: Call) -> bool:
    group = group_of(call)
    if not groups.may_manage(call.portal, group, call.user_id):
        raise errors.no_right_to_delete()
    groups.delete(call.portal, group, call.actor)
    return True


@method("sonet_group.setowner", scope="sonet|sonet_group|socialnetwork")
def set_owner(call: Call) -> bool:
    group = groups.collection(call.portal).get(as_int(call.get_any_case("GROUP_ID")))
    user_id = as_int(call.get_any_case("USER_ID"))
    if group is None:
        raise errors.invalid_group()
    if call.portal.user(user_id) is None:
        raise errors.invalid_user()
    if not groups.may_manage(call.portal, group, call.user_id):
        raise errors.no_right_to_owner()
    groups.set_owner(call.portal, group, user_id)
    return True


def sees_all(call: Call, flag: Any) -> bool:
    """IS_ADMIN=Y of one who is no administrator is passed over."""
    return str(flag) == "Y" and call.is_admin


@method("sonet_group.get", scope="sonet|sonet_group|socialnetwork")
def get(call: Call) -> Page:
    asked = as_map(call.get_any_case("FILTER"))
    if call.get_any_case("GROUP_ID"):
        asked = {**asked, "ID": call.get_any_case("GROUP_ID")}
    condition = query.where(asked, groups.COLUMNS, call.portal.clock.zone, strict=False)
    order = query.order(as_map(call.get_any_case("ORDER")) or {"ID": "DESC"}, groups.COLUMNS, strict=False)
    rows = groups.collection(call.portal).select(condition.sql, condition.args, order=order)
    everything = sees_all(call, call.get_any_case("IS_ADMIN"))
    seen = [row for row in rows if everything or groups.may_see(call.portal, row, call.user_id)]
    return page_of([_shown(call, row) for row in seen], call)


def _shown(call: Call, group: Record) -> dict[str, Any]:
    shown = {name: None if group[name] is None else str(group[name]) for name in SHOWN}
    count = len(members.of_group(call.portal, group["ID"]))
    return {**shown, "NUMBER_OF_MEMBERS": str(count), "SUBJECT_NAME": groups.SUBJECT_NAME}


@method("sonet_group.feature.access", scope="sonet|sonet_group|socialnetwork")
def feature_access(call: Call) -> bool:
    group = groups.seen(call.portal, as_int(call.get_any_case("GROUP_ID")), call.user_id)
    feature, operation = (str(call.get_any_case(name, "") or "") for name in ("FEATURE", "OPERATION"))
    if group is None:
        raise errors.wrong_sonet_group()
    if feature not in features.OPERATIONS:
        raise errors.wrong_feature()
    if operation not in features.OPERATIONS[feature]:
        raise errors.wrong_operation()
    return features.may(call.portal, group, call.user_id, feature, operation)
