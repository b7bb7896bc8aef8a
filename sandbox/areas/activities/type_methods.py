"""crm.activity.type.* and crm.activity.communication.fields on the wire."""

from __future__ import annotations

from typing import Any

from sandbox.areas.activities import custom_types, errors
from sandbox.areas.crm.field import Field, classic
from sandbox.call import Call, method
from sandbox.params import as_map

COMMUNICATION = [
    Field("ID", "integer", "ID", readonly=True),
    Field("ACTIVITY_ID", "integer", "Дело", readonly=True),
    Field("ENTITY_ID", "integer", "ID элемента сущности"),
    Field("ENTITY_TYPE_ID", "integer", "Тип сущности"),
    Field("TYPE", "string", "Тип"),
    Field("VALUE", "string", "Значение"),
]


def _client_id(call: Call) -> str:
    """The application that asks, on behalf of an administrator."""
    if call.app is None:
        raise errors.app_context_required()
    if not call.is_admin:
        raise errors.admin_required()
    return str(call.app["client_id"])


@method("crm.activity.type.add", scope="crm")
def type_add(call: Call) -> bool:
    custom_types.add(call.portal, _client_id(call), as_map(call.require("fields")))
    return True


@method("crm.activity.type.list", scope="crm")
def type_list(call: Call) -> Any:
    keys = ("TYPE_ID", "NAME", "IS_CONFIGURABLE_TYPE")
    found = custom_types.of_app(call.portal, _client_id(call))
    return [{**{key: one[key] for key in keys}, "ICON_ID": str(one["ICON_ID"])} for one in found]


@method("crm.activity.type.delete", scope="crm")
def type_delete(call: Call) -> bool:
    custom_types.delete(call.portal, _client_id(call), str(call.require("TYPE_ID")))
    return True


@method("crm.activity.communication.fields", scope="crm")
def communication_fields(call: Call) -> Any:
    return classic(COMMUNICATION)
