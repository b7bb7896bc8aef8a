"""The REST entrance: who calls, may he, run it, wrap the answer as the host does."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sandbox import apps, errors
from sandbox.call import METHODS, Call, Method, Page, Raw, Settled
from sandbox.catalogue import check
from sandbox.errors import HostError
from sandbox.params import Params
from sandbox.portal import Portal

SUFFIXES = (".json", ".xml")


@dataclass(frozen=True)
class Answer:
    """`body` is JSON-ready, or a Raw file."""

    status: int
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)


def method_name(path: str) -> str:
    name = path.strip("/")
    for suffix in SUFFIXES:
        name = name.removesuffix(suffix)
    return name.lower()


def authorize(portal: Portal, method: str, params: Params, webhook: tuple[int, str] | None) -> Call:
    """A call with its caller. Raises NO_AUTH_FOUND, expired_token, INVALID_CREDENTIALS."""
    if webhook is not None:
        scope = portal.tokens.webhook_scope(*webhook)
        if scope is None:
            raise errors.invalid_credentials()
        return Call(portal, method, params, webhook[0], scope, webhook=f"{webhook[0]}/{webhook[1]}/")
    access = params.get("auth") or params.get("access_token")
    token = portal.tokens.by_access(str(access)) if access else None
    app = apps.by_client_id(portal, token.client_id) if token else None
    if token is None or app is None:
        raise errors.no_auth_found()
    if not portal.tokens.is_live(token):
        raise errors.expired_token()
    inner = {name: value for name, value in params.items() if name not in ("auth", "access_token")}
    return Call(portal, method, inner, token.user_id, frozenset(app["scope"]), app, token.access)


def find_method(call: Call) -> Method:
    """The method, if the caller may call it at all."""
    method = METHODS.get(call.method)
    if method is None:
        check.note_unknown(call.method)
        raise errors.method_not_found()
    if method.scope and not call.scope.intersection(method.scope.split("|")):
        raise errors.insufficient_scope()
    if method.app_only and call.app is None:
        raise errors.wrong_auth_type()
    if method.admin_only and not call.is_admin:
        raise errors.access_denied("Access denied!")
    return method


def answer(call: Call) -> Answer:
    """Raises HostError."""
    return Answer(200, perform(call))


def perform(call: Call) -> dict[str, Any] | Raw:
    """Run the method and wrap its result with total, next and time. Raises HostError."""
    started = call.portal.clock.seconds()
    result, operating = run(call, find_method(call), check.refuse_incomplete)
    return result if isinstance(result, Raw) else envelope(call, result, started, operating)


def run(call: Call, method: Method, afterwards: Callable[[Call], None] | None = None) -> tuple[Any, tuple[float, int]]:
    """The method's result and its operating time, which is held against the limit. Raises HostError.

    `afterwards` may still refuse: it is inside the transaction.
    """
    who = call.app["client_id"] if call.app else f"webhook:{call.user_id}"
    if call.portal.limiter.is_blocked(who, method.name):
        raise errors.operation_time_limit()
    cost = call.portal.limiter.cost(method.name)
    # Before the transaction: others are served meanwhile.
    call.time.take(cost, is_limited=call.portal.limiter.is_on)
    clock = time.thread_time()
    with call.portal.transaction() if method.transactional else nullcontext():
        result = method.run(call)
        if afterwards is not None and method.transactional:
            afterwards(call)
    spent = 0.0 if method.name == "batch" else time.thread_time() - clock + cost.seconds
    return result, call.portal.limiter.spend(who, method.name, spent)


def envelope(call: Call, result: Any, started: float, operating: tuple[float, int]) -> dict[str, Any]:
    body: dict[str, Any] = {"result": result}
    if isinstance(result, Page):
        body = {"result": result.result}
        if result.next is not None:
            body["next"] = result.next
        body["total"] = result.total
    body["time"] = times(call.portal, started, operating)
    return body


def times(portal: Portal, started: float, operating: tuple[float, int]) -> dict[str, Any]:
    """The `time` of an answer; `started` is unix time."""
    finished = portal.clock.seconds()
    zone = portal.clock.zone
    return {
        "start": started,
        "finish": finished,
        "duration": finished - started,
        "processing": finished - started,
        "date_start": datetime.fromtimestamp(int(started), zone).isoformat(),
        "date_finish": datetime.fromtimestamp(int(finished), zone).isoformat(),
        "operating_reset_at": operating[1],
        "operating": operating[0],
    }


def error_body(error: HostError) -> dict[str, str]:
    return {"error": error.code, "error_description": error.description}


class PhpObject(dict[str, Any]):
    """A PHP object: stays `{}` when empty, where an empty map is `[]` (dates of user.get)."""


def php(value: Any) -> Any:
    """As PHP writes JSON: an empty map is an empty list."""
    if isinstance(value, (PhpObject, Settled)):
        return value
    if isinstance(value, dict):
        return {key: php(inner) for key, inner in value.items()} if value else []
    if isinstance(value, (list, tuple)):
        return [php(inner) for inner in value]
    return value


def sub_call(call: Call, method: str, params: Params) -> Call:
    """The same caller with another method (batch); the batch's source is that of its commands."""
    source = {name: value for name, value in call.params.items() if name.lower() == "auth_connector"}
    return replace(call, method=method_name(method), params={**source, **params})
