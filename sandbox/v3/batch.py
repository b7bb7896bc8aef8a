"""batch of REST 3.0: a list of calls in the root of the body, all or nothing (rest-v3.md#batch).

What earlier calls gave is put into later ones by `{"$ref": "name.field"}` and, of each item of a list, by
`{"$refArray": "name.field"}`; a name is `as` or the call's number. The docs only say that there is such a thing: the
form is b24jssdk's (BatchRefV3). That what was written before an error stays written is a guess.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sandbox import rest
from sandbox.batch import LIMIT
from sandbox.call import Call
from sandbox.errors import batch_length_exceeded, batch_method_not_allowed
from sandbox.params import as_index
from sandbox.v3 import errors, wire
from sandbox.v3.calls import METHODS, ThirdMethod

ONE, MANY = "$ref", "$refArray"


def batch(call: Call) -> list[Any]:
    commands = _commands(call)
    if len(commands) > LIMIT:
        raise batch_length_exceeded()
    results: list[Any] = []
    known: dict[str, Any] = {}
    for number, command in enumerate(commands):
        result = _perform(call, command, known)
        results.append(result)
        known[str(number)] = result
        if command.get("as"):
            known[str(command["as"])] = result
    return results


METHODS["batch"] = ThirdMethod("batch", "", batch, batchable=False, transactional=False)


def _commands(call: Call) -> list[dict[str, Any]]:
    """A map with the keys 0..n-1 is a list in PHP's eyes: so b24jssdk sends it."""
    found = call.params.get(wire.ROOT)
    if found is None and list(call.params) == [str(n) for n in range(len(call.params))]:
        found = list(call.params.values())
    if not found or not all(isinstance(one, dict) and isinstance(one.get("method"), str) for one in found):
        raise errors.invalid_select(call.params)
    return list(found)


def _perform(call: Call, command: dict[str, Any], known: dict[str, Any]) -> Any:
    given = _filled(command.get("query") or {}, known)
    if not isinstance(given, dict):
        raise errors.invalid_select(given)
    inner = replace(call, method=rest.method_name(command["method"]), params=given)
    if not wire.find_method(inner).batchable:
        raise batch_method_not_allowed()
    fault = call.portal.faults.take(inner.method)
    if fault is not None:
        fault.before()
    told = wire.perform(inner)
    if fault is not None:
        fault.after()
    return told.get("result", told)


def _filled(value: Any, known: dict[str, Any]) -> Any:
    if isinstance(value, list):
        return [_filled(one, known) for one in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {ONE}:
        return _one(str(value[ONE]), known)
    if value.keys() == {MANY}:
        return _many(str(value[MANY]), known)
    return {name: _filled(inner, known) for name, inner in value.items()}


def _context(name: str, path: str, known: dict[str, Any]) -> dict[str, Any]:
    """Only an `item` or `items` may be quoted."""
    found = known.get(name)
    if not isinstance(found, dict) or not found.keys() & {"item", "items"}:
        raise errors.invalid_select(path)
    return found


def _one(path: str, known: dict[str, Any]) -> Any:
    """`item` may stand in the path or not: b24jssdk's words and its tests differ."""
    name, *keys = path.split(".")
    context = _context(name, path, known)
    found: Any = context if keys and keys[0] in context else context.get("item")
    for key in keys:
        if isinstance(found, list) and 0 <= as_index(key) < len(found):
            found = found[as_index(key)]
        elif isinstance(found, dict) and key in found:
            found = found[key]
        else:
            raise errors.invalid_select(path)
    return found


def _many(path: str, known: dict[str, Any]) -> list[Any]:
    name, *keys = path.split(".")
    items = _context(name, path, known).get("items")
    if not keys or not isinstance(items, list):
        raise errors.invalid_select(path)
    return [_one(f"0.{'.'.join(keys)}", {"0": {"item": item}}) for item in items]
