"""Activities that an application draws itself («конфигурируемые дела»): crm/timeline/activities/configurable/."""

from __future__ import annotations

from typing import Any

from sandbox import query
from sandbox.areas.activities import activities, badges, blocks, custom_types, errors, layouts, owners
from sandbox.params import as_bool, as_int, as_list
from sandbox.portal import Actor, Portal
from sandbox.store import Record

EVENT = "ONCRMTIMELINEITEMACTION"
USUAL = "CONFIGURABLE"
FLAGS = {"completed": "COMPLETED", "isIncomingChannel": "IS_INCOMING_CHANNEL"}
ORIGINS = {"originatorId": "ORIGINATOR_ID", "originId": "ORIGIN_ID"}
KNOWN = (
    "typeId", "completed", "deadline", "pingOffsets", "isIncomingChannel", "responsibleId", "badgeCode",
    "originatorId", "originId",
)  # fmt: skip


def get(portal: Portal, activity_id: int) -> Record:
    """Raises NOT_FOUND."""
    found = activities.collection(portal).get(activity_id)
    if found is None or found["PROVIDER_ID"] != blocks.CONFIGURABLE:
        raise errors.element_not_found()
    return found


def add(
    portal: Portal, owner: tuple[int, int], given: dict[str, Any], layout: Any, client_id: str, actor: Actor
) -> Record:
    """Raises OWNER_NOT_FOUND, ACCESS_DENIED, WRONG_FIELD_VALUE, INCOMING_ACTIVITY_CAN_NOT_BE_WITH_DEADLINE, and as
    `layouts.checked`.
    """
    owners.check(portal, owner, actor.user_id)
    own: Record = {"client_id": client_id, "layout": layouts.checked(layout), "pingOffsets": [], "badgeCode": ""}
    fields = _fields(portal, {"typeId": USUAL, "responsibleId": actor.user_id, "isIncomingChannel": "N", **given},
                     client_id)  # fmt: skip
    _check_incoming(fields)
    described = {
        **fields, "OWNER_TYPE_ID": owner[0], "OWNER_ID": owner[1], "TYPE_ID": activities.PROVIDER,
        "PROVIDER_ID": blocks.CONFIGURABLE, "SUBJECT": layouts.said(own["layout"]["header"]["title"]),
    }  # fmt: skip
    added = activities.add(portal, described, actor)
    # A letter or a call ends when it began; such an activity has no time limit unless it was given one.
    record = {**added, **own, **fields, "DEADLINE": fields.get("DEADLINE")}
    activities.collection(portal).put(added["ID"], record)
    return record


def update(portal: Portal, activity_id: int, given: dict[str, Any], layout: Any, client_id: str, actor: Actor) -> None:
    """Raises NOT_FOUND, ERROR_WRONG_APPLICATION and as `add`."""
    known = get(portal, activity_id)
    if known["client_id"] != client_id:
        raise errors.wrong_application()
    owners.check(portal, (known["OWNER_TYPE_ID"], known["OWNER_ID"]), actor.user_id)
    changes = _fields(portal, given, client_id)
    if layout is not None:
        changes["layout"] = layouts.checked(layout)
        changes["SUBJECT"] = layouts.said(changes["layout"]["header"]["title"])
    _check_incoming({**known, **changes})
    activities.collection(portal).change(activity_id, **changes)
    activities.update(portal, activity_id, {}, actor)


def _check_incoming(record: Record) -> None:
    if record.get("IS_INCOMING_CHANNEL") == "Y" and record.get("DEADLINE"):
        raise errors.incoming_with_deadline()


def _fields(portal: Portal, given: dict[str, Any], client_id: str) -> Record:
    """Under the names of activities; what is not known is passed over. Raises WRONG_FIELD_VALUE."""
    fields: Record = {}
    for name, value in given.items():
        if name in KNOWN:
            fields |= _field(portal, name, value, client_id)
    return fields


def _field(portal: Portal, name: str, value: Any, client_id: str) -> Record:
    if name in ("completed", "isIncomingChannel"):
        return {FLAGS[name]: "Y" if as_bool(value) else "N"}
    if name in ("originatorId", "originId"):
        return {ORIGINS[name]: str(value) if value else None}
    if name == "pingOffsets":
        return {name: [as_int(one) for one in as_list(value)]}
    return _checked(portal, name, value, client_id)


def _checked(portal: Portal, name: str, value: Any, client_id: str) -> Record:
    if name == "typeId":
        return {"PROVIDER_TYPE_ID": _type(portal, str(value or USUAL), client_id)}
    if name == "deadline":
        return {"DEADLINE": _moment(portal, value) if value else None}
    if name == "responsibleId":
        if portal.user(as_int(value)) is None:
            raise errors.wrong_value(name)
        return {"RESPONSIBLE_ID": as_int(value)}
    if value and badges.collection(portal).first(code=str(value)) is None:
        raise errors.wrong_value(name)
    return {"badgeCode": str(value or "")}


def _type(portal: Portal, type_id: str, client_id: str) -> str:
    own = [row["TYPE_ID"] for row in custom_types.of_app(portal, client_id) if row["IS_CONFIGURABLE_TYPE"] == "Y"]
    if type_id not in (USUAL, *own):
        raise errors.wrong_value("typeId")
    return type_id


def _moment(portal: Portal, value: Any) -> str:
    try:
        return query.moment(value, portal.clock.zone).isoformat("T", "seconds")
    except (ValueError, OverflowError) as error:
        raise errors.wrong_value("deadline") from error


def shown(activity: Record) -> dict[str, Any]:
    return {
        "id": activity["ID"], "ownerTypeId": activity["OWNER_TYPE_ID"], "ownerId": activity["OWNER_ID"],
        "fields": {
            "typeId": activity["PROVIDER_TYPE_ID"], "completed": activity["COMPLETED"] == "Y",
            "deadline": activity["DEADLINE"], "pingOffsets": activity["pingOffsets"],
            "isIncomingChannel": activity["IS_INCOMING_CHANNEL"] == "Y", "responsibleId": activity["RESPONSIBLE_ID"],
            "badgeCode": activity["badgeCode"], "originatorId": activity["ORIGINATOR_ID"],
            "originId": activity["ORIGIN_ID"],
        },
        "layout": activity["layout"],
    }  # fmt: skip


def click(portal: Portal, activity: Record, action_id: str, actor: Actor) -> None:
    """A person presses what has a `restEvent`: only the app that made the activity is told. Raises ValueError."""
    action = next((one for _, one in layouts.events_of(activity["layout"]) if one["id"] == action_id), None)
    app = portal.collection("app").first(client_id=activity["client_id"])
    if action is None or app is None:
        raise ValueError(f"в деле {activity['ID']} нечего нажать под именем {action_id}")
    params = action.get("actionParams") or {}
    data = {
        **(params if isinstance(params, dict) else {}), "id": action_id,
        "entityTypeId": str(activity["OWNER_TYPE_ID"]), "entityId": str(activity["OWNER_ID"]),
        "activityId": str(activity["ID"]), "userId": str(actor.user_id),
    }  # fmt: skip
    with portal.transaction():
        portal.events.emit(EVENT, data, actor, only=app["ID"])
