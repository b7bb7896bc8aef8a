"""One portal (tenant): its people, apps, data, clock and bus («портал»)."""

from __future__ import annotations

import secrets
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sandbox.clock import Clock
from sandbox.events import EventBus
from sandbox.faults import Faults
from sandbox.limits import Limiter
from sandbox.request_log import RequestLog
from sandbox.store import Collection, Record, Store
from sandbox.tokens import Tokens

WITH_SOURCES = ("pro", "ent")


@dataclass(frozen=True)
class Actor:
    """Who does a thing: the user, whether a robot or process does it on the user's behalf, and by which source.

    `source` is an app's ID and the `auth_connector` of its call: that queue of the app does not tell of what the call
    has changed (events/offline-events.md).
    """

    user_id: int
    by_robot: bool = False
    source: tuple[int, str] | None = None


class Portal:
    """Everything of one portal. Write inside `with portal.transaction():`; calls come in one by one."""

    def __init__(
        self,
        domain: str,
        db: Path | str,
        *,
        member_id: str = "",
        scheme: str = "http",
        time_source: Callable[[], float] = time.time,
    ) -> None:
        self.domain = domain
        self.scheme = scheme
        self.store = Store(db)
        self.clock = Clock(source=time_source)
        identity = self.store.collection("portal")
        known = identity.get(1)
        if known is None:
            known = {"member_id": member_id or secrets.token_hex(16)}
            identity.add(known, 1)
        self.member_id: str = known["member_id"]
        self.tokens = Tokens(self)
        self.events = EventBus(self)
        self.limiter = Limiter(self.clock.seconds)
        self.faults = Faults()
        self.log = RequestLog(self)
        self._listeners: dict[str, list[Callable[..., None]]] = defaultdict(list)

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.domain}"

    @property
    def client_endpoint(self) -> str:
        return f"{self.url}/rest/"

    @property
    def auth_server(self) -> str:
        """Origin of the authorization server; in the sandbox it lives in the same process."""
        return self.url

    @property
    def server_endpoint(self) -> str:
        return f"{self.auth_server}/oauth-server/rest/"

    def transaction(self) -> AbstractContextManager[None]:
        return self.store.transaction()

    def collection(self, kind: str) -> Collection:
        return self.store.collection(kind)

    def user(self, user_id: int) -> Record | None:
        found = self.store.remember(("user",), ("user", user_id), lambda: self.collection("user").get(user_id))
        return dict(found) if found else None

    @property
    def has_sources(self) -> bool:
        """Is `auth_connector` sold? From the tariff «Профессиональный» on (events/offline-events.md)."""
        return self.limiter.licence.partition("_")[2].startswith(WITH_SOURCES)

    def is_admin(self, user_id: int) -> bool:
        return bool((self.user(user_id) or {}).get("IS_ADMIN"))

    def emit(self, event: str, data: dict[str, Any], actor: Actor) -> None:
        """Tell the apps bound to `event`; goes out after the transaction is committed."""
        self.events.emit(event, data, actor)

    def on(self, happening: str, listener: Callable[..., None]) -> None:
        """Let an area react inside the portal, in the same transaction. Happenings are listed in the README."""
        self._listeners[happening].append(listener)

    def happen(self, happening: str, **facts: Any) -> None:
        for listener in self._listeners[happening]:
            listener(**facts)

    def stage_changed(self, kind: int, item: Record, before: str | None, after: str, actor: Actor) -> None:
        """An item of `kind` (entityTypeId) entered a stage; `before` is None for a new item."""
        self.happen("stage_changed", kind=kind, item=item, before=before, after=after, actor=actor)

    def close(self) -> None:
        self.events.stop()
        self.log.write()
        self.store.close()
