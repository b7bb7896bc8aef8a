"""One HTTP exchange with the portal: JSON out, an answer or one of our errors back."""

from __future__ import annotations

import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

import orjson
import requests
from requests.exceptions import ConnectionError as NotConnected
from requests.exceptions import ConnectTimeout, ProxyError, RequestException
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError, SSLError

from app.errors import HostError, HostTimeout, HostUnavailable, InboundRefused, PortalMoved
from app.portal.refusals import refusal
from app.portal.scrub import scrubbed_words
from app.portal.values import instant
from app.ports import PortalTime

CONNECT_SECONDS = 10.0
READ_SECONDS = 70.0
"""The cloud ends a request at 60 s (settings/performance/limits.md)."""
MAX_ANSWER = 64 * 1024 * 1024
_CHUNK = 64 * 1024
_REDIRECTS = range(300, 400)
_OVERLOADED = 503
"""The limiter or the balancer said it: the method was not entered."""
_ERRORS = 400
_UNAUTHORISED = 401


@dataclass(frozen=True, slots=True)
class Answer:
    """A good answer: `next` and `total` of lists are None where the portal gives none."""

    result: Any
    next: int | None = None
    total: int | None = None
    time: Mapping[str, Any] = field(default_factory=dict)
    """How long it took there: duration, operating (limits.md)."""


def portal_time(answer: Answer) -> PortalTime | None:
    """From when until when the portal worked at the answer, by its own clock; None where it does not say."""
    began, ended = instant(answer.time.get("date_start")), instant(answer.time.get("date_finish"))
    return PortalTime(began, ended) if began and ended else None


class Wire:
    """Posts and streams. Follows no redirects: a renamed portal is confirmed first (PortalMoved)."""

    def __init__(self, session: requests.Session, *, timeout: tuple[float, float] | None = None) -> None:
        self._session = session
        self._timeout = timeout or (CONNECT_SECONDS, READ_SECONDS)

    def post(self, url: str, body: Mapping[str, Any]) -> Answer:
        """Raises HostError kinds; HostTimeout when the portal may have acted and no whole answer came."""
        return read_answer(*self._exchange(url, json=dict(body)))

    def post_form(
        self, url: str, form: Mapping[str, str], *, timeout: tuple[float, float] | None = None
    ) -> tuple[int, Any]:
        """Status and JSON body as they are: the auth server's answers have no envelope."""
        status, content = self._exchange(url, data=dict(form), timeout=timeout or self._timeout)
        return status, parse(content, status)

    def upload(self, url: str, body: Any, content_type: str) -> Answer:
        """POST a streamed body that knows its length."""
        return read_answer(*self._exchange(url, data=body, headers={"Content-Type": content_type}))

    def stream(self, url: str) -> requests.Response:
        """An open GET answer (settings of signed download links: a non-empty User-Agent is a must)."""
        try:
            answer = self._session.get(url, stream=True, timeout=self._timeout, allow_redirects=False)
        except RequestException as error:
            raise HostUnavailable("NO_ANSWER", scrubbed_words(str(error)), 0) from None
        except InboundRefused as error:
            raise HostError("PRIVATE_ADDRESS", error.reason, 0) from None
        _refuse_redirect(url, answer)
        if answer.status_code >= _ERRORS:
            # A link bears the token of its day: once that is over, whoever needs the file asks for a fresh link.
            code = "EXPIRED_TOKEN" if answer.status_code == _UNAUTHORISED else ""
            with answer:
                raise refusal(code, f"HTTP {answer.status_code}", answer.status_code)
        return answer

    def _exchange(self, url: str, **sent: Any) -> tuple[int, bytes]:
        options = {"timeout": self._timeout, **sent}
        try:
            with self._session.post(url, stream=True, allow_redirects=False, **options) as answer:
                _refuse_redirect(url, answer)
                return answer.status_code, _body(answer)
        except RequestException as error:
            raise _cut(error) from None
        except InboundRefused as error:
            raise HostError("PRIVATE_ADDRESS", error.reason, 0) from None


def read_answer(status: int, content: bytes) -> Answer:
    """The envelope (result, total, next) or the refusal that an answer carries."""
    if status == _OVERLOADED and not content.lstrip().startswith(b"{"):
        raise HostUnavailable("NO_ANSWER", f"HTTP {status}", status)
    body = parse(content, status)
    if not isinstance(body, dict):
        raise HostTimeout("ERROR_UNEXPECTED_ANSWER", f"HTTP {status}", status)
    if "error" in body:
        raise refusal(body["error"], body.get("error_description"), status)
    if status >= _ERRORS or "result" not in body:
        raise HostTimeout("ERROR_UNEXPECTED_ANSWER", f"HTTP {status}", status)
    time = body.get("time")
    return Answer(
        body["result"], _count(body.get("next")), _count(body.get("total")), time if isinstance(time, dict) else {}
    )


def parse(content: bytes, status: int) -> Any:
    """The JSON of an answer; an answer that was cut says nothing about what was done."""
    try:
        return orjson.loads(content)
    except ValueError:
        return _parse_loosely(content, status)


def _parse_loosely(content: bytes, status: int) -> Any:
    """PHP writes halves of characters, which the fast parser refuses."""
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        raise HostTimeout("ERROR_UNEXPECTED_ANSWER", f"HTTP {status}: not JSON", status) from None


def _count(value: Any) -> int | None:
    return value if isinstance(value, int) else None


def _body(answer: requests.Response) -> bytes:
    content = bytearray()
    for chunk in answer.iter_content(_CHUNK):
        content += chunk
        if len(content) > MAX_ANSWER:
            raise HostTimeout("ERROR_UNEXPECTED_ANSWER", "the answer is too long", answer.status_code)
    return bytes(content)


def _refuse_redirect(url: str, answer: requests.Response) -> None:
    if answer.status_code in _REDIRECTS:
        target = urljoin(url, answer.headers.get("Location", ""))
        answer.close()
        raise PortalMoved(target.partition("?")[0])


def _cut(error: RequestException) -> HostUnavailable:
    words = scrubbed_words(str(error))
    kind = HostUnavailable if _before_sending(error) else HostTimeout
    return kind("NO_ANSWER", words, 0)


def _before_sending(error: RequestException) -> bool:
    if isinstance(error, ConnectTimeout | ProxyError):
        return True
    cause = error.args[0] if isinstance(error, NotConnected) and error.args else None
    reason = cause.reason if isinstance(cause, MaxRetryError) else cause
    if isinstance(reason, SSLError) and reason.args:
        return isinstance(reason.args[0], ssl.SSLCertVerificationError)
    return isinstance(reason, NewConnectionError | ConnectTimeoutError)
