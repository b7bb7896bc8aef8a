"""crm.item.import and crm.item.batchImport on the wire (crm/universal/import/)."""

from __future__ import annotations

from typing import Any

from sandbox.areas.crm import contacts, errors, importing, rights
from sandbox.areas.crm.item_methods import kind_of, upper_names
from sandbox.areas.crm.kinds import Kind
from sandbox.call import Call, method
from sandbox.errors import HostError
from sandbox.params import as_list, as_map

LARGEST_BATCH = 20


@method("crm.item.import", scope="crm")
def import_one(call: Call) -> Any:
    kind = _importable(call)
    return _imported(call, kind, as_map(call.require("fields")))


@method("crm.item.batchImport", scope="crm")
def import_many(call: Call) -> Any:
    """One answer for each of the given; what is wrong with one does not hinder the others."""
    kind, given = _importable(call), as_list(call.require("data"))
    if len(given) > LARGEST_BATCH:
        raise errors.too_many_to_import(LARGEST_BATCH)
    return {"items": [_tried(call, kind, as_map(one)) for one in given]}


def _importable(call: Call) -> Kind:
    kind = kind_of(call)
    if rights.access(call.portal, call.user_id) == "none":
        raise errors.access_denied()
    return kind


def _tried(call: Call, kind: Kind, given: dict[str, Any]) -> dict[str, Any]:
    try:
        return _imported(call, kind, given)
    except HostError as error:
        return {"error": error.code, "error_description": error.description}


def _imported(call: Call, kind: Kind, given: dict[str, Any]) -> dict[str, Any]:
    """Phones and the like may come under their old names, as `PHONE`, besides `fm`."""
    entries = contacts.entries(given)
    fields = {**upper_names(kind, given), **({"FM": entries} if entries else {})}
    return {"item": {"id": importing.add(call.portal, kind, fields, call.actor)["ID"]}}
