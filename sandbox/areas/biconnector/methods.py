"""biconnector.dataset.* on the wire («Датасеты»); connectors and sources stand in connector_methods."""

from __future__ import annotations

import re
from typing import Any

from sandbox.areas.biconnector import columns, errors, fields, listing
from sandbox.areas.biconnector.connector_methods import SCOPE, item, known, owner, rows, stamp, trace
from sandbox.call import Call, method
from sandbox.params import as_int
from sandbox.store import Record

NAME = re.compile(r"[a-z][a-z0-9_]*")
LONGEST = 230


@method("biconnector.dataset.fields", scope=SCOPE)
def dataset_fields(call: Call) -> dict[str, Any]:
    return {"fields": [field.shown() for field in fields.DATASET]}


@method("biconnector.dataset.add", scope=SCOPE)
def dataset_add(call: Call) -> dict[str, int]:
    app = owner(call)
    given = fields.checked(call.get("fields"), fields.DATASET, new=True)
    name = given["name"]
    if len(name) > LONGEST:
        raise errors.dataset_name_too_long()
    if not NAME.fullmatch(name):
        raise errors.dataset_name_wrong()
    if rows(call.portal, "dataset").first(name=name):
        raise errors.dataset_exists()
    source = rows(call.portal, "source").get(as_int(given["sourceId"]))
    if source is None or source["app"] != app:
        raise errors.not_found("source")
    own = {**given, "sourceId": as_int(given["sourceId"]), "type": "rest", "description": given.get("description", "")}
    own["fields"] = columns.made(call.portal, given["fields"], [], added=False)
    own["externalId"] = call.portal.collection("bi_external").add({})
    return {"id": rows(call.portal, "dataset").add({**own, "app": app, **trace(call)})}


@method("biconnector.dataset.update", scope=SCOPE)
def dataset_update(call: Call) -> bool:
    record = known(call, "dataset")
    given = fields.checked(call.get("fields"), fields.DATASET, new=False)
    if "fields" in given:
        raise errors.use_fields_update()
    rows(call.portal, "dataset").change(record["ID"], **given, dateUpdate=stamp(call), updatedById=call.user_id)
    return True


@method("biconnector.dataset.fields.update", scope=SCOPE)
def dataset_fields_update(call: Call) -> bool:
    record = known(call, "dataset")
    left = columns.changed(record["fields"], call.get("update"), call.get("delete"))
    new = columns.made(call.portal, call.get("add"), left, added=True)
    changes: Record = {"fields": [*left, *new], "dateUpdate": stamp(call), "updatedById": call.user_id}
    rows(call.portal, "dataset").change(record["ID"], **changes)
    return True


@method("biconnector.dataset.get", scope=SCOPE)
def dataset_get(call: Call) -> dict[str, Any]:
    whole = item(known(call, "dataset"))
    whole["fields"] = [{**column, "datasetId": whole["id"]} for column in whole["fields"]]
    return {"item": whole}


@method("biconnector.dataset.list", scope=SCOPE)
def dataset_list(call: Call) -> list[Record]:
    return listing.page(call, rows(call.portal, "dataset"), fields.DATASET, owner(call))


@method("biconnector.dataset.delete", scope=SCOPE)
def dataset_delete(call: Call) -> bool:
    return rows(call.portal, "dataset").delete(known(call, "dataset")["ID"])
