"""A REST call and the table of methods that areas fill."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from sandbox import errors
from sandbox.params import Params, as_int, as_map
from sandbox.portal import Actor, Portal
from sandbox.request_time import RequestTime
from sandbox.store import Record

PAGE = 50


@dataclass(frozen=True)
class Call:
    """One method call: who calls what on which portal, with which parameters."""

    portal: Portal
    method: str
    params: Params
    user_id: int
    scope: frozenset[str]
    app: Record | None = None
    auth: str = ""
    webhook: str = ""
    time: RequestTime = field(default_factory=RequestTime)

    def link(self, name: str, **query: str) -> str:
        """An address of this portal's REST that the caller's own authorization opens (files)."""
        if self.auth:
            query = {"auth": self.auth, **query}
        return f"{self.portal.client_endpoint}{self.webhook}{name}?{urlencode(query)}"

    @property
    def user(self) -> Record:
        return self.portal.user(self.user_id) or {}

    @property
    def is_admin(self) -> bool:
        return self.portal.is_admin(self.user_id)

    @property
    def actor(self) -> Actor:
        return Actor(self.user_id, source=(int(self.app["ID"]), self.source) if self.app and self.source else None)

    @property
    def source(self) -> str:
        """`auth_connector`, the key of an exchange; a tariff that does not sell it does not know it."""
        return str(self.get_any_case("auth_connector", "") or "") if self.portal.has_sources else ""

    def get(self, *names: str, default: Any = None) -> Any:
        """The first of the names that is given; names are compared as written."""
        for name in names:
            if name in self.params:
                return self.params[name]
        return default

    def get_any_case(self, name: str, default: Any = None) -> Any:
        """As old methods read their parameters: `ID`, `id`, `Id` are one."""
        wanted = name.lower()
        return next((v for k, v in self.params.items() if k.lower() == wanted), default)

    def require(self, *names: str) -> Any:
        """As `get`; error 100 of the newer controllers names the first when none is given."""
        found = self.get(*names)
        if found is None:
            raise errors.missing_parameter(names[0])
        return found

    def fields(self, name: str = "fields") -> dict[str, Any]:
        return as_map(self.get_any_case(name, {}))

    @property
    def start(self) -> int:
        """Offset of a list; -1 means: do not count."""
        return as_int(self.get_any_case("start", 0))


class Settled(list[Any]):
    """Rows in the form of the wire already: no empty map is in them, and nobody needs to look for one."""


@dataclass(frozen=True)
class Page:
    """A list answer: `result` plus `total` and, when more follows, `next`."""

    result: Any
    total: int
    next: int | None = None


@dataclass(frozen=True)
class Raw:
    """A file instead of JSON (download methods)."""

    content: bytes
    name: str
    content_type: str = "application/octet-stream"


@dataclass(frozen=True)
class Method:
    name: str
    scope: str
    run: Callable[[Call], Any]
    app_only: bool = False
    admin_only: bool = False
    batchable: bool = True
    transactional: bool = True


METHODS: dict[str, Method] = {}


def method(
    name: str,
    *,
    scope: str = "",
    app_only: bool = False,
    admin_only: bool = False,
    batchable: bool = True,
    transactional: bool = True,
) -> Callable[[Callable[[Call], Any]], Callable[[Call], Any]]:
    """Register a function as a REST method. `scope` may hold alternatives: "user|user_basic"."""

    def register(run: Callable[[Call], Any]) -> Callable[[Call], Any]:
        key = name.lower()
        if key in METHODS:
            raise ValueError(f"{name} is registered twice")
        METHODS[key] = Method(key, scope, run, app_only, admin_only, batchable, transactional)
        return run

    return register


def page_of(rows: list[Any], call: Call, wrap: str = "") -> Page:
    """Cut a whole list to the page that the call asks for; `wrap` puts it under a key (newer methods)."""
    start = call.start
    offset = max(start, 0)
    part = rows[offset : offset + PAGE]
    result: Any = {wrap: part} if wrap else part
    if start < 0:
        return Page(result, 0)
    more = offset + PAGE
    return Page(result, len(rows), more if more < len(rows) else None)
