"""crm.activity.configurable.* and crm.activity.badge.* on the wire."""

from __future__ import annotations

from typing import Any

from sandbox.areas.activities import badges, configurable, errors, owners
from sandbox.call import Call, method
from sandbox.params import as_int, as_map


def _client_id(call: Call) -> str:
    if call.app is None:
        raise errors.wrong_app_context()
    return str(call.app["client_id"])


@method("crm.activity.configurable.add", scope="crm")
def configurable_add(call: Call) -> Any:
    client_id = _client_id(call)
    owner = as_int(call.require("ownerTypeId")), as_int(call.require("ownerId"))
    given, layout = as_map(call.require("fields")), call.require("layout")
    added = configurable.add(call.portal, owner, given, layout, client_id, call.actor)
    return {"activity": {"id": added["ID"]}}


@method("crm.activity.configurable.update", scope="crm")
def configurable_update(call: Call) -> Any:
    client_id, number = _client_id(call), as_int(call.require("id"))
    given, layout = as_map(call.get("fields")), call.get("layout")
    configurable.update(call.portal, number, given, layout, client_id, call.actor)
    return {"activity": {"id": number}}


@method("crm.activity.configurable.get", scope="crm")
def configurable_get(call: Call) -> Any:
    _client_id(call)
    found = configurable.get(call.portal, as_int(call.require("id")))
    owners.check(call.portal, (found["OWNER_TYPE_ID"], found["OWNER_ID"]), call.user_id)
    return {"activity": configurable.shown(found)}


def _only_administrators(call: Call) -> None:
    if not call.is_admin:
        raise errors.not_allowed()


@method("crm.activity.badge.add", scope="crm")
def badge_add(call: Call) -> Any:
    _only_administrators(call)
    return {"badge": badges.shown(badges.add(call.portal, call.params))}


@method("crm.activity.badge.get", scope="crm")
def badge_get(call: Call) -> Any:
    return {"badge": badges.shown(badges.get(call.portal, str(call.require("code"))))}


@method("crm.activity.badge.list", scope="crm")
def badge_list(call: Call) -> Any:
    return {"badges": [badges.shown(one) for one in badges.collection(call.portal).all()]}


@method("crm.activity.badge.delete", scope="crm")
def badge_delete(call: Call) -> bool:
    _only_administrators(call)
    return badges.collection(call.portal).delete(badges.get(call.portal, str(call.require("code")))["ID"])
