"""biconnector.connector.*, biconnector.source.* on the wire («Коннекторы», «Источники»)."""

from __future__ import annotations

from typing import Any

from sandbox.areas.biconnector import errors, fields, listing
from sandbox.call import Call, method
from sandbox.errors import access_denied
from sandbox.params import as_bool, as_int, as_list, as_map
from sandbox.portal import Portal
from sandbox.store import Collection, Record

SCOPE = "biconnector"
LONGEST = 512
PARAMETER_TYPES = ("STRING", "INT")
USUAL_SORT = 100


def rows(portal: Portal, kind: str) -> Collection:
    """Of `connector`, `source` or `dataset`."""
    return portal.collection(f"bi_{kind}")


def owner(call: Call) -> str:
    """An application sees what it made itself; a webhook sees nothing but the fields. Raises ACCESS_DENIED."""
    if call.app is None:
        raise access_denied()
    return str(call.app["client_id"])


def known(call: Call, kind: str) -> Record:
    """The record that `id` names. Raises VALIDATION_ID_NOT_PROVIDED, VALIDATION_INVALID_ID_FORMAT, *_NOT_FOUND."""
    app = owner(call)
    given = call.get("id")
    if given in (None, ""):
        raise errors.no_id()
    if isinstance(given, bool) or as_int(given) <= 0:
        raise errors.wrong_id()
    found = rows(call.portal, kind).get(as_int(given))
    if found is None or found["app"] != app:
        raise errors.not_found(kind)
    return found


def stamp(call: Call) -> str:
    return call.portal.clock.now().strftime("%Y-%m-%d %H:%M:%S")


def trace(call: Call) -> Record:
    now = stamp(call)
    return {"dateCreate": now, "dateUpdate": now, "createdById": call.user_id, "updatedById": call.user_id}


@method("biconnector.connector.fields", scope=SCOPE)
def connector_fields(call: Call) -> dict[str, Any]:
    return {"fields": [field.shown() for field in fields.CONNECTOR]}


def _parameters(given: Any) -> list[Record]:
    """The questions that a source answers to connect. Raises VALIDATION_SETTINGS_*."""
    asked = [as_map(one) for one in as_list(given)]
    for one in asked:
        if not all(one.get(key) for key in ("type", "name", "code")):
            raise errors.settings_incomplete()
        for key in ("name", "code"):
            if len(str(one[key])) >= LONGEST:
                raise errors.settings_too_long(key)
        if one["type"] not in PARAMETER_TYPES:
            raise errors.settings_wrong_type()
    return [{key: str(one[key]) for key in ("name", "code", "type")} for one in asked]


def _of_connector(given: dict[str, Any]) -> Record:
    record = {**given}
    if "settings" in given:
        record["settings"] = _parameters(given["settings"])
    if "sort" in given:
        record["sort"] = as_int(given["sort"])
    return record


@method("biconnector.connector.add", scope=SCOPE)
def connector_add(call: Call) -> dict[str, int]:
    app = owner(call)
    given = fields.checked(call.get("fields"), fields.CONNECTOR, new=True)
    usual = {"description": "", "sort": USUAL_SORT, "dateCreate": stamp(call), "app": app}
    return {"id": rows(call.portal, "connector").add({**usual, **_of_connector(given)})}


@method("biconnector.connector.update", scope=SCOPE)
def connector_update(call: Call) -> bool:
    record = known(call, "connector")
    given = fields.checked(call.get("fields"), fields.CONNECTOR, new=False)
    rows(call.portal, "connector").change(record["ID"], **_of_connector(given))
    return True


def item(record: Record) -> Record:
    shown = {key: value for key, value in record.items() if key not in ("ID", "app")}
    return {"id": record["ID"], **shown}


@method("biconnector.connector.get", scope=SCOPE)
def connector_get(call: Call) -> dict[str, Any]:
    return {"item": item(known(call, "connector"))}


@method("biconnector.connector.list", scope=SCOPE)
def connector_list(call: Call) -> list[Record]:
    return listing.page(call, rows(call.portal, "connector"), fields.CONNECTOR, owner(call))


@method("biconnector.connector.delete", scope=SCOPE)
def connector_delete(call: Call) -> bool:
    record = known(call, "connector")
    if rows(call.portal, "source").first(connectorId=record["ID"]):
        raise errors.connector_in_use()
    return rows(call.portal, "connector").delete(record["ID"])


@method("biconnector.source.fields", scope=SCOPE)
def source_fields(call: Call) -> dict[str, Any]:
    return {"fields": [field.shown() for field in fields.SOURCE]}


def _answers(call: Call, connector: Record, given: Any, before: list[Record]) -> list[Record]:
    """A value for each parameter of the connector; those not given stay."""
    values = {str(code): value for code, value in as_map(given).items()}
    kept = {one["code"]: one for one in before}
    numbers = call.portal.collection("bi_setting")
    return [
        {**parameter, "value": values.get(parameter["code"], kept.get(parameter["code"], {}).get("value", "")),
         "id": kept[parameter["code"]]["id"] if parameter["code"] in kept else numbers.add({})}
        for parameter in connector["settings"]
    ]  # fmt: skip


@method("biconnector.source.add", scope=SCOPE)
def source_add(call: Call) -> dict[str, int]:
    app = owner(call)
    given = fields.checked(call.get("fields"), fields.SOURCE, new=True)
    connector = rows(call.portal, "connector").get(as_int(given["connectorId"]))
    if connector is None or connector["app"] != app:
        raise errors.not_found("connector")
    record: Record = {
        "title": given["title"], "type": "rest", "description": given.get("description", ""),
        "active": as_bool(given.get("active", True)), "connectorId": connector["ID"],
        "settings": _answers(call, connector, given["settings"], []), "app": app, **trace(call),
    }  # fmt: skip
    new = rows(call.portal, "source").add(record)
    rows(call.portal, "source").change(new, code=f"rest_{new}")
    return {"id": new}


@method("biconnector.source.update", scope=SCOPE)
def source_update(call: Call) -> bool:
    record = known(call, "source")
    given = fields.checked(call.get("fields"), fields.SOURCE, new=False)
    changes: Record = {key: given[key] for key in ("title", "description") if key in given}
    if "active" in given:
        changes["active"] = as_bool(given["active"])
    if "settings" in given:
        connector = rows(call.portal, "connector").get(record["connectorId"])
        if connector is None:
            raise errors.not_found("connector")
        changes["settings"] = _answers(call, connector, given["settings"], record["settings"])
    rows(call.portal, "source").change(record["ID"], **changes, dateUpdate=stamp(call), updatedById=call.user_id)
    return True


@method("biconnector.source.get", scope=SCOPE)
def source_get(call: Call) -> dict[str, Any]:
    whole = item(known(call, "source"))
    parts = {name: whole.pop(name) for name in ("connectorId", "settings")}
    return {"item": {"connection": whole, **parts}}


@method("biconnector.source.list", scope=SCOPE)
def source_list(call: Call) -> list[Record]:
    return listing.page(call, rows(call.portal, "source"), fields.SOURCE, owner(call))


@method("biconnector.source.delete", scope=SCOPE)
def source_delete(call: Call) -> bool:
    record = known(call, "source")
    if rows(call.portal, "dataset").first(sourceId=record["ID"]):
        raise errors.source_in_use()
    return rows(call.portal, "source").delete(record["ID"])
