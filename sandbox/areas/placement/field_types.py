"""Types of user fields that applications register («пользовательские типы полей»): widgets/user-field/.

A field is made of one by its full code, `rest_<number of the app>_<USER_TYPE_ID>`.
"""

from __future__ import annotations

import re
from typing import Any

from sandbox import handler_url
from sandbox.areas.crm import userfields
from sandbox.areas.placement import errors
from sandbox.params import as_int, as_map
from sandbox.portal import Portal
from sandbox.store import Collection, Record

PLACEMENT = "USERFIELD_TYPE"
CODE = re.compile(r"[a-z0-9_]+")  # the page says a-z0-9, its own samples have underscores
LONGEST = 50
FIELDS = ("USER_TYPE_ID", "HANDLER", "TITLE", "DESCRIPTION")


def collection(portal: Portal) -> Collection:
    return portal.collection(userfields.OWN_TYPES)


def of_app(portal: Portal, app: Record) -> list[Record]:
    return collection(portal).find(client_id=app["client_id"])


def full_code(app: Record, code: str) -> str:
    return f"rest_{app['ID']}_{code}"


def add(portal: Portal, app: Record, asked: dict[str, Any]) -> None:
    """Raises ERROR_ARGUMENT, ERROR_CORE, ERROR_WRONG_HANDLER_URL, ERROR_UNSUPPORTED_PROTOCOL."""
    code, handler = _needed(asked, "USER_TYPE_ID"), _needed(asked, "HANDLER")
    if not CODE.fullmatch(code) or len(full_code(app, code)) > LONGEST:
        raise errors.wrong_field_type()
    handler_url.check_own_domain(portal, app, handler)
    if any(handler == row["HANDLER"] or code == row["USER_TYPE_ID"] for row in of_app(portal, app)):
        raise errors.already_bound()
    collection(portal).add({"client_id": app["client_id"], "full": full_code(app, code), **_described(asked),
                            "USER_TYPE_ID": code, "HANDLER": handler})  # fmt: skip


def _described(asked: dict[str, Any]) -> Record:
    return {
        "TITLE": str(asked.get("TITLE") or ""), "DESCRIPTION": str(asked.get("DESCRIPTION") or ""),
        "height": max(as_int(as_map(asked.get("OPTIONS")).get("height")), 0),
    }  # fmt: skip


def update(portal: Portal, app: Record, asked: dict[str, Any]) -> None:
    """What is not given stays. Raises as `add`, and ERROR_NOT_FOUND."""
    known = find(portal, app, _needed(asked, "USER_TYPE_ID"))
    changes: Record = {name: str(asked[name]) for name in ("TITLE", "DESCRIPTION") if name in asked}
    if asked.get("HANDLER"):
        handler = str(asked["HANDLER"])
        handler_url.check_own_domain(portal, app, handler)
        if any(handler == row["HANDLER"] and row["ID"] != known["ID"] for row in of_app(portal, app)):
            raise errors.already_bound()
        changes["HANDLER"] = handler
    if "OPTIONS" in asked:
        changes["height"] = _described(asked)["height"]
    collection(portal).change(known["ID"], **changes)


def find(portal: Portal, app: Record, code: str) -> Record:
    """Raises ERROR_NOT_FOUND."""
    found = collection(portal).first(client_id=app["client_id"], USER_TYPE_ID=code)
    if found is None:
        raise errors.field_type_absent()
    return found


def delete(portal: Portal, app: Record, asked: dict[str, Any]) -> None:
    """Raises ERROR_ARGUMENT, ERROR_NOT_FOUND."""
    collection(portal).delete(find(portal, app, _needed(asked, "USER_TYPE_ID"))["ID"])


def drop_of(portal: Portal, app: Record) -> None:
    for row in of_app(portal, app):
        collection(portal).delete(row["ID"])


def _needed(asked: dict[str, Any], name: str) -> str:
    value = str(asked.get(name) or "")
    if not value:
        raise errors.empty_argument(name, 400)
    return value
