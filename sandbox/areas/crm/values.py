"""Values of item fields: what comes in by REST becomes what is stored; what is stored becomes what goes out."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Callable
from typing import Any

from sandbox.areas.crm import errors
from sandbox.areas.crm.field import Field
from sandbox.call import Call
from sandbox.params import LARGEST, as_bool, as_int, as_list
from sandbox.portal import Portal
from sandbox.query import moment

IDS = frozenset({"integer", "user", "crm_company", "crm_contact", "crm_lead", "crm_deal", "crm_quote", "crm_category",
                 "crm_entity", "employee", "iblock_section", "iblock_element"})  # fmt: skip


def incoming(portal: Portal, field: Field, value: Any, stored: Any = None) -> Any:
    """The stored form of a value. Raises CRM_FIELD_ERROR_VALUE_NOT_VALID, or 100 for a lone value of a multiple."""
    if field.type == "file":
        return _incoming_files(portal, field, value, stored)
    if not field.multiple:
        return _one(portal, field, value)
    if value in ("", None, False):
        return []
    if not isinstance(value, (list, dict)):
        raise errors.not_iterable("string" if isinstance(value, str) else type(value).__name__)
    values = [_one(portal, field, inner) for inner in as_list(value)]
    return [v for v in values if v not in (None, "", 0)]


def _one(portal: Portal, field: Field, value: Any) -> Any:
    convert = CONVERT.get(field.type)
    if isinstance(value, (list, dict)):
        if field.type == "money" or not value:
            return None
        value = as_list(value)[0]
    try:
        if field.type in ("date", "datetime"):
            return _instant(portal, field, value)
        if field.type in IDS:
            nothing = 0 if field.type in ("crm_company", "crm_contact", "crm_category") else None
            if field.type == "integer" and value == 0 and value is not False:
                return 0
            return nothing if value in (None, "", False) else _identifier(value)
        return convert(value) if convert else (None if value is None else str(value))
    except (ValueError, OverflowError) as error:
        raise errors.invalid_value(field.title) from error


def _instant(portal: Portal, field: Field, value: Any) -> str | None:
    if value in (None, "", False):
        return None
    parsed = moment(value, portal.clock.zone).replace(microsecond=0)
    if field.type == "date":
        parsed = parsed.replace(hour=0, minute=0, second=0)
    return parsed.isoformat()


def _identifier(value: Any) -> int:
    """A number, or the number of a prefixed code: CO_7 is 7."""
    text = str(value)
    found = int(text.rpartition("_")[2]) if not text.lstrip("-").isdigit() and "_" in text else int(text)
    if abs(found) >= LARGEST:
        raise ValueError("it does not fit 64 bits")
    return found


def number(value: Any) -> int | float:
    if value in (None, "", False):
        return 0
    found = float(str(value).replace(",", ".").replace(" ", "").partition("|")[0])
    return int(found) if found.is_integer() else round(found, 4)


def _yes_no(value: Any) -> str:
    return "Y" if as_bool(value) else "N"


CONVERT: dict[str, Callable[[Any], Any]] = {
    "double": number,
    "boolean": _yes_no,
    "enumeration": lambda value: as_int(value) or None,
}


def _incoming_files(portal: Portal, field: Field, value: Any, stored: Any) -> Any:
    """["name", "base64"], or a list of such for a multiple field; {"id": n} keeps a stored one; '' deletes."""
    if not field.multiple:
        if isinstance(value, dict) and as_int(value.get("id")) == as_int(stored):
            return stored
        return _file(portal, value)
    known = set(as_list(stored))
    kept: list[int] = []
    for given in as_list(value):
        identifier = as_int(given.get("id")) if isinstance(given, dict) and "id" in given else 0
        if identifier:
            kept += [identifier] if identifier in known else []
            continue
        new = _file(portal, given)
        kept += [new] if new else []
    return kept


def _file(portal: Portal, value: Any) -> int | None:
    if isinstance(value, dict) and "fileData" in value:
        value = value["fileData"]
    match as_list(value) if isinstance(value, (list, dict)) else []:
        case [name, encoded, *_]:
            try:
                content = base64.b64decode(str(encoded), validate=False)
            except binascii.Error:
                return None
            return portal.store.put_file(str(name), content)
    return None


def outgoing(call: Call, field: Field, value: Any, *, kind_id: int, item_id: int) -> Any:
    """A stored value as crm.item.* answers it."""
    if field.off:
        return None
    if field.type == "file":
        shown = [file_shown(call, kind_id, item_id, field, n) for n in as_list(value)]
        return shown if field.multiple else (shown[0] if shown else None)
    if field.multiple:
        return [] if value is None else value
    return value


def file_shown(call: Call, kind_id: int, item_id: int, field: Field, file_id: int) -> dict[str, Any]:
    """`url` is for a person's browser, `urlMachine` carries the caller's own authorization."""
    place = f"entityTypeId={kind_id}&id={item_id}&fieldName={field.name}&fileId={file_id}"
    token = file_token(call.portal, kind_id, item_id, field.name, file_id)
    ajax = "bitrix/services/main/ajax.php?action=crm.controller.item.getFile&SITE_ID=s1"
    return {
        "id": file_id,
        "url": f"{call.portal.url}/{ajax}&{place}",
        "urlMachine": call.link("crm.controller.item.getFile.json", token=token),
    }


def file_token(portal: Portal, kind_id: int, item_id: int, name: str, file_id: int) -> str:
    """What urlMachine carries: the place, signed with the portal's own key."""
    place = f"{kind_id}:{item_id}:{name}:{file_id}"
    mark = hmac.new(portal.member_id.encode(), place.encode(), "sha256").hexdigest()[:32]
    return "crm|" + base64.urlsafe_b64encode(f"{place}:{mark}".encode()).decode()


def file_of_token(portal: Portal, token: str) -> tuple[int, int, str, int] | None:
    """(kind, item, field, file) of a genuine token."""
    try:
        decoded = base64.urlsafe_b64decode(token.removeprefix("crm|").encode()).decode()
        kind_id, item_id, name, file_id, _ = decoded.split(":")
        place = (int(kind_id), int(item_id), name, int(file_id))
    except ValueError:
        return None
    return place if hmac.compare_digest(file_token(portal, *place), token) else None
