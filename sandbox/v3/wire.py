"""The one place that owns REST 3.0 on the wire: JSON bodies only, one envelope, its own errors."""

from __future__ import annotations

from typing import Any

from flask import request

from sandbox import json_text, rest
from sandbox.call import Call
from sandbox.catalogue import check
from sandbox.errors import HostError
from sandbox.params import Params
from sandbox.v3 import errors, idempotency
from sandbox.v3.calls import METHODS, Bare, ThirdMethod

ROOT = "[]"
"""Under this name stands a body that is a list (batch)."""
JSON_TYPE = "application/json"
DEEPEST = 64


def read() -> Params:
    """The body alone: nothing is read from the query. Raises INVALIDJSONEXCEPTION."""
    body = request.get_data()
    if not body.strip():
        return {}
    if request.mimetype != JSON_TYPE:
        raise errors.invalid_json()
    try:
        given = json_text.loads(body)
    except ValueError as error:
        raise errors.invalid_json() from error
    if not isinstance(given, (dict, list)) or _is_too_deep(given):
        raise errors.invalid_json()
    return given if isinstance(given, dict) else {ROOT: given}


def _is_too_deep(value: Any) -> bool:
    level = [value]
    for _ in range(DEEPEST):
        level = [inner for one in level for inner in _inside(one)]
        if not level:
            return False
    return True


def _inside(value: Any) -> list[Any]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [one for one in inner if isinstance(one, (dict, list))]


def answer(call: Call) -> rest.Answer:
    """Run a call, or give what its first run gave: the header counts where something changes. Raises HostError."""
    method, key = find_method(call), request.headers.get(idempotency.HEADER)
    if key is None or not method.changes:
        return rest.Answer(200, perform(call))
    # One transaction: a repeat that comes meanwhile waits for the first one's answer.
    with call.portal.transaction():
        told = idempotency.stored(call, key)
        if told is not None:
            return rest.Answer(200, told, {idempotency.HEADER: key, idempotency.REPLAYED: "true"})
        told = rest.php(perform(call))
        idempotency.store(call, key, told)
    return rest.Answer(200, told, {idempotency.HEADER: key})


def find_method(call: Call) -> ThirdMethod:
    """Raises METHODNOTFOUND…, INSUFFICIENTSCOPE…, ACCESSDENIEDEXCEPTION."""
    method = METHODS.get(call.method)
    if method is None:
        check.note_unknown(call.method, version=3)
        raise errors.method_not_found(call.method)
    if method.scope and method.scope not in call.scope:
        raise errors.insufficient_scope()
    if method.admin_only and not call.is_admin:
        raise errors.access_denied()
    return method


def perform(call: Call) -> dict[str, Any]:
    """Run the method and wrap its result. Raises HostError."""
    started, method = call.portal.clock.seconds(), find_method(call)
    method.check(call.params)
    result, operating = rest.run(call, method)
    if isinstance(result, Bare):
        return result.body
    return {"result": result, "time": rest.times(call.portal, started, operating)}


def error_body(error: HostError) -> dict[str, Any]:
    """What is not of REST 3.0 itself (limits, tokens) has the form of always (_includes/system-errors.md)."""
    return error.body() if isinstance(error, errors.Refusal) else rest.error_body(error)
