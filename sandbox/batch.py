"""batch: up to 50 commands in one request, later ones may quote earlier ones' results.

settings/how-to-call-rest-api/batch.md
"""

from __future__ import annotations

import re
from typing import Any

from sandbox import errors, rest
from sandbox.call import METHODS, Call, Raw, method
from sandbox.errors import HostError
from sandbox.params import Params, as_bool, as_index, as_map, from_query

LIMIT = 50
REFERENCE = re.compile(r"\$result((?:\[[^\[\]]*\])+)")


@method("batch", batchable=False, transactional=False)
def batch(call: Call) -> dict[str, Any]:
    commands = call.get("cmd", "CMD", "calls", default={})
    outcome = _Outcome()
    halt = as_bool(call.get("halt", "HALT", default=0))
    for index, (key, command) in enumerate(as_map(commands).items()):
        try:
            if index >= LIMIT:
                raise errors.batch_length_exceeded()
            outcome.add(str(key), _perform(call, command, outcome.results))
        except HostError as error:
            outcome.errors[str(key)] = rest.error_body(error)
            if halt:
                break
    return outcome.body()


class _Outcome:
    """The five maps of a batch answer."""

    def __init__(self) -> None:
        self.results: dict[str, Any] = {}
        self.errors: dict[str, Any] = {}
        self.totals: dict[str, Any] = {}
        self.nexts: dict[str, Any] = {}
        self.times: dict[str, Any] = {}

    def add(self, key: str, body: dict[str, Any]) -> None:
        self.results[key] = body["result"]
        self.times[key] = body["time"]
        if "total" in body:
            self.totals[key] = body["total"]
        if "next" in body:
            self.nexts[key] = body["next"]

    def body(self) -> dict[str, Any]:
        return {
            "result": self._shape(self.results),
            "result_error": self._shape(self.errors),
            "result_total": self._shape(self.totals),
            "result_next": self._shape(self.nexts),
            "result_time": self._shape(self.times),
        }

    def _shape(self, found: dict[str, Any]) -> Any:
        """PHP writes keys 0..n-1 in order as a list, any other keys as a map."""
        if list(found) == [str(n) for n in range(len(found))]:
            return list(found.values())
        return found


def _perform(call: Call, command: Any, results: dict[str, Any]) -> dict[str, Any]:
    name, params = _parse(command)
    inner = rest.sub_call(call, name, _fill(params, results))
    known = METHODS.get(inner.method)
    if known is not None and not known.batchable:
        raise errors.batch_method_not_allowed()
    fault = call.portal.faults.take(inner.method)
    if fault is not None:
        fault.before()
    body = rest.perform(inner)
    if fault is not None:
        fault.after()
    if isinstance(body, Raw):
        raise errors.batch_method_not_allowed()
    return body


def _parse(command: Any) -> tuple[str, Params]:
    if isinstance(command, dict):
        params = command.get("params", {})
        return str(command.get("method", "")), params if isinstance(params, dict) else {}
    if isinstance(command, list):
        params = command[1] if len(command) > 1 else {}
        return str(command[0] if command else ""), params if isinstance(params, dict) else {}
    name, _, query = str(command).partition("?")
    return name, from_query(query)


def _fill(value: Any, results: dict[str, Any]) -> Any:
    if isinstance(value, dict):
        return {key: _fill(inner, results) for key, inner in value.items()}
    if isinstance(value, list):
        return [_fill(inner, results) for inner in value]
    if not isinstance(value, str) or "$result" not in value:
        return value
    whole = REFERENCE.fullmatch(value)
    if whole:
        return _lookup(whole[1], results)
    return REFERENCE.sub(lambda found: str(_lookup(found[1], results) or ""), value)


def _lookup(path: str, results: dict[str, Any]) -> Any:
    found: Any = results
    for key in path[1:-1].split("]["):
        if isinstance(found, dict):
            found = found.get(key)
        elif isinstance(found, list) and 0 <= as_index(key) < len(found):
            found = found[as_index(key)]
        else:
            return None
    return found
