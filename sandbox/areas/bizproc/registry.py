"""Robots and activities that apps have registered («роботы и действия приложений»).

One table for both, as on the host: a robot and an activity of one app may not share a CODE.
api-reference/bizproc/bizproc-robot/, bizproc-activity/.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sandbox import handler_url
from sandbox.areas.bizproc import errors
from sandbox.params import as_list, as_map
from sandbox.portal import Portal
from sandbox.store import Collection, Record

CODE = re.compile(r"[A-Za-z0-9._-]+")
KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
FIELDS = (
    "HANDLER", "AUTH_USER_ID", "USE_SUBSCRIPTION", "NAME", "DESCRIPTION", "PROPERTIES", "RETURN_PROPERTIES",
    "DOCUMENT_TYPE", "FILTER", "USE_PLACEMENT", "PLACEMENT_HANDLER",
)  # fmt: skip
TYPE_PARTS = 3


def _all(portal: Portal) -> Collection:
    return portal.collection("bizproc_registration")


def find(portal: Portal, client_id: str, code: str) -> Record | None:
    return _all(portal).first(client_id=client_id, CODE=code)


def of_code(portal: Portal, code: str, robots_only: bool) -> Record | None:
    """The first robot (or activity) of that code, whose-ever app it is."""
    return next((row for row in _all(portal).find(CODE=code) if row["IS_ROBOT"] or not robots_only), None)


def robots(portal: Portal) -> list[Record]:
    """Every robot of every app: what the automation page offers to place."""
    return _all(portal).find(IS_ROBOT=True)


def all_for(portal: Portal, document_type: list[str]) -> list[Record]:
    """Robots and activities that a process on such documents may have, the activities first."""
    return sorted((row for row in _all(portal).all() if suits(row, document_type)), key=lambda row: row["IS_ROBOT"])


def codes(portal: Portal, app: Record, *, is_robot: bool) -> list[str]:
    return [row["CODE"] for row in _all(portal).find(client_id=app["client_id"], IS_ROBOT=is_robot)]


def add(portal: Portal, app: Record, asked: Mapping[str, Any], *, is_robot: bool) -> Record:
    """Raises ERROR_ACTIVITY_VALIDATION_FAILURE, ERROR_WRONG_HANDLER_URL, ERROR_ACTIVITY_ALREADY_INSTALLED."""
    if not asked:
        raise errors.invalid("Empty data!")
    code = check_code(asked)
    handler_url.check_own_domain(portal, app, str(asked.get("HANDLER") or ""))
    if not asked.get("NAME"):
        raise errors.invalid("Empty activity NAME!")
    fields = dict.fromkeys(FIELDS) | _checked(portal, app, asked)
    if find(portal, app["client_id"], code):
        raise errors.already_installed()
    record: Record = {"CODE": code, "client_id": app["client_id"], "IS_ROBOT": is_robot, **fields}
    record["ID"] = _all(portal).add(record)
    return record


def update(portal: Portal, app: Record, code: str, asked: Mapping[str, Any], *, is_robot: bool) -> None:
    """Raises as `add`, and ERROR_ACTIVITY_NOT_FOUND."""
    known = _own(portal, app, code, is_robot=is_robot)
    changes = _checked(portal, app, asked)
    if not changes:
        raise errors.invalid("No fields to update")
    _all(portal).change(known["ID"], **changes)


def delete(portal: Portal, app: Record, code: str, *, is_robot: bool) -> None:
    """Raises ERROR_ACTIVITY_NOT_FOUND."""
    _all(portal).delete(_own(portal, app, code, is_robot=is_robot)["ID"])


def drop_of(portal: Portal, app: Record) -> None:
    """All robots and activities of an app that is updated or removed."""
    for row in _all(portal).find(client_id=app["client_id"]):
        _all(portal).delete(row["ID"])


def check_code(asked: Mapping[str, Any]) -> str:
    code = str(asked.get("CODE") or "")
    if not code:
        raise errors.invalid("Empty activity code!")
    if not CODE.fullmatch(code):
        raise errors.invalid("Wrong activity code!")
    return code


def _own(portal: Portal, app: Record, code: str, *, is_robot: bool) -> Record:
    known = find(portal, app["client_id"], code)
    if known is None or known["IS_ROBOT"] != is_robot:
        raise errors.not_found()
    return known


def _checked(portal: Portal, app: Record, asked: Mapping[str, Any]) -> Record:
    fields = {name: asked[name] for name in FIELDS if name in asked}
    if "HANDLER" in fields:
        handler_url.check_own_domain(portal, app, str(fields["HANDLER"] or ""))
    for name in ("PROPERTIES", "RETURN_PROPERTIES"):
        if name in fields:
            fields[name] = _properties(fields[name])
    if fields.get("FILTER") and not _is_filter(fields["FILTER"]):
        raise errors.invalid("Wrong activity FILTER!")
    kind = fields.get("DOCUMENT_TYPE")
    if kind and (len(as_list(kind)) != TYPE_PARTS or not all(as_list(kind))):
        raise errors.invalid("Wrong activity DOCUMENT_TYPE!")
    return fields


def _properties(given: Any) -> dict[str, Any]:
    if not given:
        return {}
    if not isinstance(given, dict):
        raise errors.invalid("Wrong properties array!")
    checked = {}
    for key, described in given.items():
        if not KEY.fullmatch(key):
            raise errors.invalid(f"Wrong property key {key}!")
        if not isinstance(described, dict):
            raise errors.invalid("Wrong properties array!")
        wide = {str(name).capitalize(): value for name, value in described.items()}
        if not wide.get("Name"):
            raise errors.invalid(f"Empty property NAME {key}!")
        checked[key] = wide
    return checked


def _is_filter(given: Any) -> bool:
    rules = as_map(given)
    return isinstance(given, dict) and all(
        isinstance(rule, (str, list)) and bool(rule)
        for name in ("INCLUDE", "EXCLUDE")
        for rule in as_list(rules.get(name))
    )


def title(name: Any) -> str:
    """A name that may be a string or strings by language, in Russian."""
    if isinstance(name, dict):
        return str(name.get("ru") or name.get("en") or next(iter(name.values()), ""))
    return str(name or "")


def suits(robot: Record, document_type: list[str]) -> bool:
    """May the robot stand on documents of this type («где робот показан»)? The sandbox is a cloud: `b24`."""
    rules = as_map(robot["FILTER"])
    include, exclude = as_list(rules.get("INCLUDE")), as_list(rules.get("EXCLUDE"))
    if any(_meets(rule, document_type) for rule in exclude):
        return False
    return not include or any(_meets(rule, document_type) for rule in include)


def _meets(rule: Any, document_type: list[str]) -> bool:
    if isinstance(rule, str):
        return rule in ("b24", document_type[0])
    parts = [str(part) for part in rule]
    return document_type[: len(parts)] == parts
