"""The REST addresses over HTTP: both forms of call, limits, faults, log, CORS."""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, request

from sandbox import json_text, params, rest
from sandbox.call import Call, Raw
from sandbox.errors import HostError
from sandbox.faults import ConnectionCut, Fault, FaultKind
from sandbox.portal import Portal
from sandbox.request_time import RequestTooLong
from sandbox.tenants import Tenants
from sandbox.v3 import wire as third

CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": "origin, content-type, accept, x-requested-with, idempotency-key",
    "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
    "Access-Control-Expose-Headers": "idempotency-key, idempotent-replayed",
}
log = logging.getLogger(__name__)
BROKEN_OFF = "<html><head><title>504 Gateway Time-out</title></head><body><h1>504 Gateway Time-out</h1></body></html>"
METHODS = ["GET", "POST", "OPTIONS"]


def routes(tenants: Tenants) -> Blueprint:
    blueprint = Blueprint("rest", __name__)

    @blueprint.before_request
    def renamed() -> Response | None:
        """A renamed portal sends callers on; the call is to be made again as it was (change-domen.md)."""
        portal = tenants.moved(request.host)
        if portal is None:
            return None
        return Response(status=302, headers={**CORS, "Location": f"{portal.url}{request.full_path.rstrip('?')}"})

    @blueprint.route("/rest/<int:user_id>/<secret>/<path:name>", methods=METHODS)
    def by_webhook(user_id: int, secret: str, name: str) -> Response:
        return _serve(CLASSIC, tenants.of_host(request.host), name, (user_id, secret))

    @blueprint.route("/rest/<path:name>", methods=METHODS)
    def by_token(name: str) -> Response:
        return _serve(CLASSIC, tenants.of_host(request.host), name, None)

    @blueprint.route("/rest/api/<int:user_id>/<secret>/<path:name>", methods=METHODS)
    def third_by_webhook(user_id: int, secret: str, name: str) -> Response:
        return _serve(THIRD, tenants.of_host(request.host), name, (user_id, secret))

    @blueprint.route("/rest/api/<path:name>", methods=METHODS)
    def third_by_token(name: str) -> Response:
        return _serve(THIRD, tenants.of_host(request.host), name, None)

    return blueprint


def _serve(wire: Wire, portal: Portal, path: str, webhook: tuple[int, str] | None) -> Response:
    if request.method == "OPTIONS":
        return Response(status=200, headers=CORS)
    started = time.perf_counter()
    name = rest.method_name(path)
    asked: params.Params = {}
    fault = portal.faults.take(name)
    who, code = "", ""
    try:
        asked = wire.read()
        if fault is not None:
            fault.before()
        portal.limiter.check(request.remote_addr or "")
        call = rest.authorize(portal, name, asked, webhook)
        who = f"{call.app['NAME'] if call.app else 'webhook'}:{call.user_id}"
        agent = request.headers.get("User-Agent", "")
        portal.happen("authorized", call=call, address=request.remote_addr or "", agent=agent)
        answer = wire.answer(call)
        if fault is not None:
            fault.after()
    except Exception as error:
        if isinstance(error, ConnectionCut):
            _cut()
        told = _told(error, name)
        code, answer = told.code, rest.Answer(told.status, wire.error_body(told))
    spent = (time.perf_counter() - started) * 1000
    portal.log.add(f"{wire.mark}{name}", asked, answer.status, code, who, spent)
    if code == "REQUEST_TIMEOUT":
        return Response(BROKEN_OFF, status=answer.status, content_type="text/html")
    return _finish(answer, fault)


def _told(error: Exception, name: str) -> HostError:
    """What the caller hears of it."""
    if isinstance(error, HostError):
        return error
    if isinstance(error, ConnectionCut):
        return HostError("CONNECTION_CUT", "on demand", HTTPStatus.GATEWAY_TIMEOUT)
    if isinstance(error, RequestTooLong):
        return HostError("REQUEST_TIMEOUT", "the minute is over", HTTPStatus.GATEWAY_TIMEOUT)
    log.error("%s failed", name, exc_info=error)
    return HostError("INTERNAL_SERVER_ERROR", "Internal server error", 500)


def read_params() -> params.Params:
    """Query, form and JSON body as one; the body wins."""
    asked = params.from_query(request.query_string.decode("utf-8", "replace"))
    if request.mimetype == "multipart/form-data":
        return {**asked, **params.from_pairs(request.form.items(multi=True))}
    body = request.get_data()
    if not body:
        return asked
    if request.mimetype == "application/x-www-form-urlencoded":
        return {**asked, **params.from_query(body.decode("utf-8", "replace"))}
    return {**asked, **params.from_json(body)}


@dataclass(frozen=True)
class Wire:
    """One version of REST: how it reads a body, answers a call and tells of an error; `mark` is for the journal."""

    read: Callable[[], params.Params]
    answer: Callable[[Call], rest.Answer]
    error_body: Callable[[HostError], dict[str, Any]]
    mark: str = ""


CLASSIC = Wire(read_params, rest.answer, rest.error_body)
THIRD = Wire(third.read, third.answer, third.error_body, mark="api/")


def _cut() -> None:
    """Close the caller's connection without an answer."""
    connection = request.environ.get("werkzeug.socket")
    if isinstance(connection, socket.socket):
        connection.shutdown(socket.SHUT_RDWR)


def _finish(answer: rest.Answer, fault: Fault | None) -> Response:
    if isinstance(answer.body, Raw):
        return _file(answer.body)
    text = json_text.dumps(rest.php(answer.body))
    if fault is not None and fault.kind is FaultKind.CUT_JSON:
        text = text[: len(text) // 2]
    headers = {**CORS, **answer.headers}
    return Response(text, status=answer.status, headers=headers, content_type="application/json; charset=utf-8")


def _file(raw: Raw) -> Response:
    disposition = f"attachment; filename*=utf-8''{quote(raw.name)}"
    headers = {**CORS, "Content-Disposition": disposition}
    return Response(raw.content, status=200, headers=headers, content_type=raw.content_type)
