"""user.userfield.* on the wire («Поля сотрудника»): api-reference/user/userfields/. The store is that of the CRM."""

from __future__ import annotations

from typing import Any

from sandbox import query
from sandbox.areas.company import errors, users
from sandbox.areas.crm import userfields
from sandbox.call import Call, Page, method, page_of
from sandbox.params import as_int, as_map
from sandbox.query import Column
from sandbox.store import Record

SCOPE = "user.userfield"
PREFIX = "UF_USR_"
TEXTS = ("FIELD_NAME", "USER_TYPE_ID", "XML_ID", "ENTITY_ID", *userfields.FLAGS)
COLUMNS = {**{name: Column(name, "integer") for name in ("ID", "SORT")}, **{name: Column(name) for name in TEXTS}}
HIDDEN = (*userfields.LABELS, "LIST")


def _denied(call: Call) -> None:
    if not call.is_admin:
        raise errors.field_denied()


def _known(call: Call) -> Record:
    """Raises "" ID is not defined or invalid, Access denied."""
    _denied(call)
    number = as_int(call.get_any_case("id"))
    if number <= 0:
        raise errors.field_unnamed()
    found = userfields.collection(call.portal).get(number)
    if found is None or found["ENTITY_ID"] != users.ENTITY:
        raise errors.field_denied()
    return found


def _shown(record: Record) -> dict[str, Any]:
    shown = {key: value for key, value in record.items() if key not in HIDDEN}
    shown |= {"ID": str(record["ID"]), "SORT": str(record["SORT"])}
    if record["USER_TYPE_ID"] == "enumeration":
        shown["LIST"] = [{**value, "ID": str(value["ID"]), "SORT": str(value["SORT"])} for value in record["LIST"]]
    return shown


@method("user.userfield.add", scope=SCOPE)
def add(call: Call) -> int:
    _denied(call)
    given = call.fields()
    for name in ("USER_TYPE_ID", "FIELD_NAME"):
        if not given.get(name):
            raise errors.field_missing(name)
    plain = str(given["FIELD_NAME"]).upper().removeprefix(PREFIX).removeprefix("UF_")
    name, kind = PREFIX + plain, str(given["USER_TYPE_ID"])
    if kind not in userfields.types(call.portal):
        raise errors.field_failed()
    if any(record["FIELD_NAME"] == name for record in userfields.of_entity(call.portal, users.ENTITY)):
        raise errors.field_exists(name)
    labels = {label: given.get(label) or given.get("LABEL") for label in userfields.LABELS}
    return int(userfields.add(call.portal, users.ENTITY, {**given, **labels, "FIELD_NAME": name})["ID"])


@method("user.userfield.update", scope=SCOPE)
def update(call: Call) -> bool:
    userfields.update(call.portal, _known(call), call.fields())
    return True


@method("user.userfield.delete", scope=SCOPE)
def delete(call: Call) -> bool:
    userfields.delete(call.portal, _known(call))
    return True


@method("user.userfield.list", scope=SCOPE)
def listed(call: Call) -> Page:
    _denied(call)
    asked = {**as_map(call.get_any_case("filter")), "ENTITY_ID": users.ENTITY}
    condition = query.where(asked, COLUMNS, call.portal.clock.zone, strict=False)
    order = query.order(as_map(call.get_any_case("order")), COLUMNS, strict=False)
    rows = userfields.collection(call.portal).select(condition.sql, condition.args, order=order)
    return page_of([_shown(record) for record in rows], call)
