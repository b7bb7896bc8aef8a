"""Every request: HEAD, headers that browsers obey, one line in the log, errors as answers."""

from __future__ import annotations

import time

import structlog
from flask import Flask, Response, g, jsonify, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.wrappers import Response as AnyResponse

from app.errors import HostError
from app.web.refusals import Refusal, refusal_of
from app.web.screen import sorry

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
_PROBES = frozenset({"/health", "/ready", "/metrics"})
log = structlog.get_logger("web")


def watch(site: Flask) -> None:
    site.before_request(_begin)
    site.after_request(_finish)
    site.register_error_handler(Exception, _refuse)


def _begin() -> Response | None:
    g.began = time.monotonic()
    structlog.contextvars.clear_contextvars()
    # The market's check and the portal's forms look whether an address is there: HEAD on what only takes POST.
    if request.method == "HEAD" and isinstance(request.routing_exception, MethodNotAllowed):
        return Response(status=200)
    return None


def _finish(response: AnyResponse) -> AnyResponse:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if request.path not in _PROBES:
        ms = round((time.monotonic() - g.began) * 1000, 1)
        # The path alone: a query may carry what is nobody's business.
        log.info("request", method=request.method, path=request.path, status=response.status_code, ms=ms)
    return response


def _refuse(error: Exception) -> AnyResponse:
    """The outermost edge: whoever asked is answered, and the log has the cause."""
    refusal = refusal_of(error)
    if refusal.is_ours:
        log.error("failed", code=refusal.code, cause=repr(error), exc_info=error)
    elif not isinstance(error, HTTPException) or refusal.status not in (404, 405):
        log.warning("refused", code=refusal.code, status=refusal.status, cause=_cause(error))
    answer = _answer(refusal, error)
    answer.headers.update(refusal.headers)
    answer.status_code = refusal.status
    return answer


def _cause(error: Exception) -> str:
    return f"{error.code}: {error.description}" if isinstance(error, HostError) else str(error)


def _answer(refusal: Refusal, error: Exception) -> AnyResponse:
    if request.path.startswith("/api/"):
        return jsonify({"error": {"code": refusal.code, "message": refusal.message}})
    if request.path.startswith("/hook/"):
        return Response(refusal.message + "\n", content_type="text/plain; charset=utf-8")
    # Only a page may be shown in a frame, and only to a portal that got so far as to be known.
    portal = g.get("portal")
    return sorry(refusal.message, refusal.status, portal)
