"""Activities of CRM («дела»): calls, meetings, letters, to-dos; bound to one or several items.

crm/timeline/activities/activity-base/. Records hold ints; `BINDINGS` is a list of [entityTypeId, entityId].
"""

from __future__ import annotations

import base64
import binascii
from typing import Any

from sandbox import query
from sandbox.areas.activities import errors, fields
from sandbox.areas.crm import items, rights
from sandbox.params import as_int, as_list, as_map
from sandbox.portal import Actor, Portal
from sandbox.store import Collection, Record

MEETING, CALL, EMAIL, PROVIDER = 1, 2, 4, 6
OUTGOING = 2
PROVIDERS = {
    MEETING: ("CRM_MEETING", "MEETING"), CALL: ("VOXIMPLANT_CALL", "CALL"), EMAIL: ("CRM_EMAIL", "EMAIL"),
}  # fmt: skip


def collection(portal: Portal) -> Collection:
    return portal.collection("crm_activity")


def get(portal: Portal, activity_id: int) -> Record:
    """Raises "Activity is not found"."""
    found = collection(portal).get(activity_id)
    if found is None:
        raise errors.not_found()
    return found


def of_item(portal: Portal, kind: int, item_id: int) -> list[Record]:
    """Activities bound to an item, oldest first."""
    has = "EXISTS (SELECT 1 FROM json_each(data, '$.BINDINGS') b WHERE json_extract(b.value, '$[0]') = ?"
    return collection(portal).select(f"{has} AND json_extract(b.value, '$[1]') = ?)", [kind, item_id])


def is_letter(activity: Record) -> bool:
    """Is it one of those that the host really sends?"""
    return (activity["TYPE_ID"], activity["DIRECTION"], activity["COMPLETED"]) == (EMAIL, OUTGOING, "Y")


def add(portal: Portal, given: dict[str, Any], actor: Actor) -> Record:
    """Check, bind and keep; sends nothing. Raises the errors of crm.activity.add."""
    record = {**fields.EMPTY, **_accepted(portal, given)}
    if not str(record["SUBJECT"]).strip():
        raise errors.undefined("SUBJECT")
    for name in ("RESPONSIBLE_ID", "TYPE_ID"):
        if not record[name]:
            raise errors.undefined(name)
    _check_communications(record)
    record["BINDINGS"] = _bindings(record)
    _check_owner(portal, record, actor)
    now = portal.clock.iso()
    provider, provider_type = PROVIDERS.get(record["TYPE_ID"], (record["PROVIDER_ID"], record["PROVIDER_TYPE_ID"]))
    record |= {
        "CREATED": now, "LAST_UPDATED": now, "AUTHOR_ID": actor.user_id, "EDITOR_ID": actor.user_id,
        "PROVIDER_ID": record["PROVIDER_ID"] or provider, "STATUS": 2 if record["COMPLETED"] == "Y" else 1,
        "PROVIDER_TYPE_ID": record["PROVIDER_TYPE_ID"] or provider_type, "START_TIME": record["START_TIME"] or now,
        "END_TIME": record["END_TIME"] or record["START_TIME"] or now,
    }  # fmt: skip
    record["DEADLINE"] = record["DEADLINE"] or record["END_TIME"]
    record["ID"] = collection(portal).add(record)
    _tell(portal, "ADD", record["ID"], actor)
    return record


def update(portal: Portal, activity_id: int, given: dict[str, Any], actor: Actor) -> Record:
    """Raises "Activity is not found", "Access denied" and the errors of wrong fields."""
    before = get(portal, activity_id)
    record = {**before, **_accepted(portal, given)}
    for name in ("SUBJECT", "RESPONSIBLE_ID", "TYPE_ID"):
        if not record[name]:
            raise errors.undefined(name)
    _check_owner(portal, record, actor)
    record |= {
        "LAST_UPDATED": portal.clock.iso(), "EDITOR_ID": actor.user_id,
        "STATUS": 2 if record["COMPLETED"] == "Y" else 1,
    }  # fmt: skip
    collection(portal).put(activity_id, record)
    _tell(portal, "UPDATE", activity_id, actor)
    return record


def delete(portal: Portal, activity_id: int, actor: Actor) -> None:
    """Raises "Activity is not found", "Access denied"."""
    record = get(portal, activity_id)
    _check_owner(portal, record, actor)
    for file in record["FILES"]:
        portal.store.delete_file(file)
    collection(portal).delete(activity_id)
    _tell(portal, "DELETE", activity_id, actor)


def _tell(portal: Portal, verb: str, activity_id: int, actor: Actor) -> None:
    portal.emit(f"ONCRMACTIVITY{verb}", {"FIELDS": {"ID": str(activity_id)}}, actor)


def _accepted(portal: Portal, given: dict[str, Any]) -> Record:
    accepted: Record = {}
    for name, value in given.items():
        if name not in fields.WRITABLE or name == "WEBDAV_ELEMENTS":
            continue
        if name in fields.INSTANTS:
            accepted[name] = _instant(portal, value)
        elif name in fields.NUMBERS:
            accepted[name] = as_int(value)
        elif name == "COMMUNICATIONS":
            accepted[name] = [_communication(one) for one in as_list(value)]
        elif name == "FILES":
            accepted[name] = [stored_file(portal, one) for one in as_list(value)]
        elif name in ("SETTINGS", "PROVIDER_PARAMS"):
            accepted[name] = as_map(value)
        else:
            accepted[name] = str(value) if value is not None else None
    return accepted


def _instant(portal: Portal, value: Any) -> str | None:
    """A date that cannot be read is none, as on the host."""
    try:
        return query.moment(value, portal.clock.zone).isoformat("T", "seconds") if value else None
    except (ValueError, OverflowError):
        return None


def _communication(given: Any) -> Record:
    one = as_map(given)
    return {
        "TYPE": str(one.get("TYPE", "")), "VALUE": str(one.get("VALUE") or "").strip(),
        "ENTITY_ID": as_int(one.get("ENTITY_ID", 0)), "ENTITY_TYPE_ID": as_int(one.get("ENTITY_TYPE_ID", 0)),
    }  # fmt: skip


def stored_file(portal: Portal, given: Any) -> int:
    """Number of the file kept. Raises in the host's words for what is no base64."""
    data = as_list(as_map(given).get("fileData", given))
    try:
        content = base64.b64decode(str(data[-1]), validate=True)
    except (binascii.Error, IndexError) as error:
        raise errors.wrong("Failed to save posting file. Please see details below") from error
    return portal.store.put_file(str(data[0]), content)


def _check_communications(record: Record) -> None:
    if record["TYPE_ID"] not in PROVIDERS:
        if not record["PROVIDER_ID"]:
            raise errors.wrong("The custom activity without provider is not supported in current context")
        return
    if not record["COMMUNICATIONS"]:
        raise errors.undefined("COMMUNICATIONS")
    if record["TYPE_ID"] != EMAIL and len(record["COMMUNICATIONS"]) > 1:
        raise errors.wrong("The only one communication is allowed for activity of specified type")


def _bindings(record: Record) -> list[list[int]]:
    owner = [record["OWNER_TYPE_ID"], record["OWNER_ID"]]
    found = [owner] if all(owner) else []
    for one in record["COMMUNICATIONS"]:
        pair = [one["ENTITY_TYPE_ID"], one["ENTITY_ID"]]
        if all(pair) and pair not in found:
            found.append(pair)
    if not found:
        raise errors.wrong(errors.CANNOT_BIND)
    record["OWNER_TYPE_ID"], record["OWNER_ID"] = found[0]
    return found


def _check_owner(portal: Portal, record: Record, actor: Actor) -> None:
    owner = items.get(portal, record["OWNER_TYPE_ID"], record["OWNER_ID"])
    if owner is None:
        raise errors.wrong(errors.CANNOT_BIND)
    if not rights.may(portal, actor.user_id, record["OWNER_TYPE_ID"], owner):
        raise errors.access_denied()
