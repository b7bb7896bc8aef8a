"""crm.duplicate.findbycomm on the wire (crm/duplicates/)."""

from __future__ import annotations

import re
from typing import Any

from sandbox.areas.crm import kinds, rights
from sandbox.call import Call, method
from sandbox.errors import HostError
from sandbox.params import as_list

KINDS = {"LEAD": kinds.LEAD, "CONTACT": kinds.CONTACT, "COMPANY": kinds.COMPANY}
TYPES = ("EMAIL", "PHONE")
MOST = 20
NOT_DIGITS = re.compile(r"\D")
EXTENSION = re.compile(r"(доб|ext|x|,|;|#).*$", re.IGNORECASE)


def _required(code: str, name: str) -> HostError:
    return HostError(code, f"Parameter '{name}' is required.")


@method("crm.duplicate.findbycomm", scope="crm")
def find_by_comm(call: Call) -> Any:
    """Kinds after one with twenty or more duplicates are not looked through."""
    asked, values = str(call.get_any_case("type") or ""), as_list(call.get_any_case("values"))
    if not asked:
        raise _required("Communication type is not defined", "type")
    if asked not in TYPES:
        raise HostError(f"Communication type '{asked}' is not supported in current context", "")
    if not values:
        raise _required("Communication values is not defined", "values")
    if rights.access(call.portal, call.user_id) == "none":
        raise HostError("Access denied", "Access denied.", 403)
    only = str(call.get_any_case("entity_type") or "")
    wanted = {_plain(asked, str(value)) for value in values[:MOST]} - {""}
    found: dict[str, list[int]] = {}
    for name, kind_id in KINDS.items():
        if only in ("", name):
            numbers = _having(call, kind_id, asked, wanted)
            found |= {name: numbers} if numbers else {}
            if len(numbers) >= MOST:
                break
    return found


def _plain(type_id: str, value: str) -> str:
    """A phone is its digits without an extension, eight and seven being one; an address has no case."""
    if type_id == "EMAIL":
        return value.strip().lower()
    digits = NOT_DIGITS.sub("", EXTENSION.sub("", value))
    return "7" + digits[1:] if len(digits) == len("89990001122") and digits.startswith("8") else digits


def _having(call: Call, kind_id: int, type_id: str, wanted: set[str]) -> list[int]:
    rows = kinds.items(call.portal, kind_id).select("json_array_length(data, '$.FM') > 0")
    return [
        row["ID"]
        for row in rows
        if any(one["TYPE_ID"] == type_id and _plain(type_id, one["VALUE"]) in wanted for one in row["FM"])
        and rights.may(call.portal, call.user_id, kind_id, row)
    ][:MOST]
