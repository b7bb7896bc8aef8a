"""The portal client: one door for every REST call, with its token, limits, retries and log."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import requests

from app.errors import AccessDenied, AuthLost, HostError, HostUnavailable, PortalMoved, RateLimited
from app.portal.access import Access, InstallerAccess, UserAccess
from app.portal.batch import MAX_COMMANDS, Command, results
from app.portal.oauth import AuthServer, same_portal
from app.portal.refusals import TokenExpired
from app.portal.scrub import scrubbed, scrubbed_words
from app.portal.values import mapping, rows, whole
from app.portal.wire import Answer, Wire, portal_time
from app.ports import PortalTime
from app.ports.access import Bucket, PortalAddress, RequestLog, RequestNote, TokenVault
from app.ports.office import Clock

PAGE = 50
PAUSES = (1.0, 2.0, 4.0)
"""Seconds before the second, third and fourth attempt at a read."""
BUCKET_SECONDS = 30.0
"""How long a call waits for room in the bucket; then the row goes back to the queue."""
_OK = 200
_READS = (
    ".get", ".list", ".fields", ".getlist", ".getchildren", ".current", ".getversions", ".gettasks", ".items",
    "profile", "scope", "events", "app.info", "server.time", "user.admin",
)  # fmt: skip
_SOON = frozenset({"QUERY_LIMIT_EXCEEDED", "OVERLOAD_LIMIT"})
"""Limits that pass in seconds; a method's operating time comes back in minutes."""
_TAKING = frozenset({"event.offline.get"})
"""Named as reads, yet what they give is gone afterwards."""


def _bucket_full() -> RateLimited:
    return RateLimited("BUCKET_FULL", "no room in the portal's bucket", 503)


@dataclass(frozen=True, slots=True)
class Line:
    """What every call of one portal shares, whoever's token it goes with."""

    wire: Wire
    bucket: Bucket
    log: RequestLog
    clock: Clock
    sleep: Callable[[float], None] = time.sleep
    is_awaited: bool = False
    """A person waits: these calls go before all others of the portal."""


def is_read(method: str) -> bool:
    """Whether the method changes nothing, so that it may be asked again."""
    name = method.lower()
    return name.endswith(_READS) and name not in _TAKING


def installer_client(
    address: PortalAddress,
    vault: TokenVault,
    bucket: Bucket,
    log: RequestLog,
    server: AuthServer,
    *,
    session: requests.Session,
    clock: Clock,
    sleep: Callable[[float], None] = time.sleep,
    is_awaited: bool = False,
    on_move: Callable[[PortalAddress], None] = lambda _: None,
) -> PortalClient:
    """The client of one portal with the installer's token; `session` is a guarded one (endpoints).

    `on_move` is told the new address of a renamed portal once the auth server has confirmed it.
    """
    line = Line(Wire(session), bucket, log, clock, sleep, is_awaited)
    return PortalClient(address, InstallerAccess(address, vault, server, sleep, on_move), line)


class PortalClient:
    """Raises HostError kinds.

    A read is repeated when the portal is busy or silent. A write is repeated only when it certainly was
    not begun; else HostTimeout says that nobody knows.
    """

    def __init__(self, address: PortalAddress, access: Access, line: Line) -> None:
        self.address = address
        self._access = access
        self._line = line

    def as_user(self, access_token: str) -> PortalClient:
        """The same portal with a person's own token: it sees what that person may see."""
        return PortalClient(self.address, UserAccess(access_token), self._line)

    @property
    def clock(self) -> Clock:
        return self._line.clock

    def call(self, method: str, params: Mapping[str, Any] | None = None) -> Any:
        """The `result` of one method."""
        return self.call_full(method, params).result

    def call_full(self, method: str, params: Mapping[str, Any] | None = None) -> Answer:
        """The result with `next` and `total` of a list."""
        return self._call(method, params or {}, repeatable=is_read(method))

    def batch(self, commands: Sequence[Command]) -> list[Any]:
        """What each command gave, in order: its result, or the HostError that it met (not raised)."""
        return [one for portion, _ in self._portions(commands) for one in portion]

    def each(self, commands: Sequence[Command]) -> list[Any]:
        """The same; a single command needs no batch around it."""
        return self.each_timed(commands)[0]

    def each_timed(self, commands: Sequence[Command]) -> tuple[list[Any], PortalTime | None]:
        """The same, and how long the portal was at it by its own clock (None: it did not say)."""
        if len(commands) == 1:
            answer = self.call_full(commands[0].method, commands[0].params)
            return [answer.result], portal_time(answer)
        portions = list(self._portions(commands))
        times = [time for _, time in portions]
        return [one for portion, _ in portions for one in portion], PortalTime.spanning(times)

    def _portions(self, commands: Sequence[Command]) -> Iterator[tuple[list[Any], PortalTime | None]]:
        repeatable = all(is_read(command.method) for command in commands)
        for start in range(0, len(commands), MAX_COMMANDS):
            portion = {f"c{at}": str(c) for at, c in enumerate(commands[start : start + MAX_COMMANDS])}
            answer = self._call("batch", {"halt": 0, "cmd": portion}, repeatable=repeatable)
            yield results(answer.result, list(portion)), portal_time(answer)

    def read_batch(self, commands: Mapping[str, str]) -> Answer:
        """Labelled commands that only read, asked once: whoever reads in bulk knows better when to ask again."""
        try:
            return self._authorized("batch", {"halt": 0, "cmd": dict(commands)})
        except RateLimited as error:
            if error.code.upper() == "QUERY_LIMIT_EXCEEDED":
                self._line.bucket.overflow()
            raise

    def pause(self, seconds: float) -> None:
        self._line.sleep(seconds)

    def room(self) -> float:
        """How many requests the portal would take at once now."""
        return self._line.bucket.room()

    def rows_after(
        self,
        method: str,
        params: Mapping[str, Any],
        *,
        wrap: str = "",
        id_key: str = "ID",
        after: int = 0,
        pages: int = 1000,
    ) -> Iterator[dict[str, Any]]:
        """The rows with a greater id, ascending, by windows: no offsets, which lose rows, and no counting.

        `wrap` is the key of the list inside the result (crm.item.list: items).
        """
        for _ in range(pages):
            window = {
                **params,
                "filter": {**params.get("filter", {}), f">{id_key}": after},
                "order": {id_key: "ASC"},
                "start": -1,
            }
            result = self.call(method, window)
            found = rows(mapping(result).get(wrap) if wrap else result)
            yield from found
            if len(found) < PAGE:
                return
            after = whole(found[-1].get(id_key)) or after

    def upload(self, url: str, body: Any, content_type: str) -> Any:
        """POST a streamed body to an address that the portal gave for it; returns the result."""
        self._own_address(url)
        self._admit()
        with self._noted("upload", {"content_type": content_type}):
            return self._line.wire.upload(url, body, content_type).result

    @contextmanager
    def download(self, url: str) -> Iterator[requests.Response]:
        """An open answer of a signed link of the portal; read it in chunks."""
        self._own_address(url)
        with self._noted("download", {}), self._line.wire.stream(url) as answer:
            yield answer

    def _call(self, method: str, params: Mapping[str, Any], *, repeatable: bool) -> Answer:
        pauses = iter(PAUSES)
        while True:
            try:
                return self._authorized(method, params)
            except HostUnavailable:
                pause = next(pauses, None) if repeatable else None
                if pause is None:
                    raise
                self._line.sleep(pause)
            except RateLimited as error:
                # Refused at the door, so a write may be repeated too; the bucket says when.
                pause = next(pauses, None) if error.code.upper() in _SOON else None
                if pause is None:
                    raise
                if error.code.upper() == "QUERY_LIMIT_EXCEEDED":
                    self._line.bucket.overflow()
                self._line.sleep(pause)

    def _authorized(self, method: str, params: Mapping[str, Any]) -> Answer:
        token = self._access.token()
        try:
            return self._send(method, params, token)
        except TokenExpired:
            return self._send(method, params, self._access.renew(token))
        except PortalMoved as moved:
            self.address = self._access.follow(moved)
            return self._send(method, params, token)
        except AuthLost as error:
            return self._send(method, params, self._access.instead_of(token, error))

    def _send(self, method: str, params: Mapping[str, Any], token: str) -> Answer:
        self._admit()
        url = f"{self.address.client_endpoint}{method}.json"
        with self._noted(method, params):
            return self._line.wire.post(url, {**params, "auth": token})

    def _admit(self) -> None:
        if self._line.is_awaited:
            booked = self._line.bucket.book(BUCKET_SECONDS)
            if booked is None:
                raise _bucket_full()
            if booked:
                self._line.sleep(booked)
            return
        waited = 0.0
        while (wait := self._line.bucket.take()) > 0:
            waited += wait
            if waited > BUCKET_SECONDS:
                raise _bucket_full()
            self._line.sleep(wait)

    def _own_address(self, url: str) -> None:
        if not same_portal(self.address, url):
            raise AccessDenied("FOREIGN_ADDRESS", "Портал дал ссылку на чужой адрес.", 0)

    @contextmanager
    def _noted(self, method: str, params: Mapping[str, Any]) -> Iterator[None]:
        at, started = self._line.clock.now(), time.perf_counter()
        status, error = _OK, ""
        try:
            yield
        except HostError as refused:
            status, error = refused.status, scrubbed_words(str(refused))
            raise
        finally:
            spent = int((time.perf_counter() - started) * 1000)
            self._line.log.write(RequestNote(at, method, scrubbed(params), status, error, spent))
