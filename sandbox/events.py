"""Events for apps: which exist, who is bound, and what is posted («события»).

api-reference/events/: names upper case, ids as strings, no token where a robot caused it, nothing before installation.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sandbox.offline import OfflineQueue
from sandbox.outgoing import Outgoing
from sandbox.store import Record

if TYPE_CHECKING:
    from sandbox.portal import Actor, Portal

DECLARED: dict[str, str] = {}
LIFE = ("ONAPPINSTALL", "ONAPPUPDATE", "ONAPPUNINSTALL", "ONAPPPAYMENT", "ONAPPTEST", "ONAPPMETHODCONFIRM")


NAME_SOURCES: list[tuple[str, Callable[[Portal], list[str]]]] = []


def declare_for_portal(scope: str, names_of: Callable[[Portal], list[str]]) -> None:
    """Events whose names depend on what a portal has (single smart processes)."""
    NAME_SOURCES.append((scope, names_of))


def known(portal: Portal) -> dict[str, str]:
    """Event names of a portal with their scopes."""
    own = {name: scope for scope, names_of in NAME_SOURCES for name in names_of(portal)}
    return {**DECLARED, **own}


def declare(scope: str, *names: str) -> None:
    """An area's events; `scope` is '' for those that every app may bind."""
    for name in names:
        DECLARED[name.upper()] = scope


declare("", *LIFE, "ONOFFLINEEVENT")


class EventBus:
    """Bindings of one portal and the posts that they cause."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal
        self.outgoing = Outgoing(portal)
        self.offline = OfflineQueue(portal)
        self.bindings = portal.collection("event_binding")

    def start(self) -> None:
        self.outgoing.start()

    def stop(self) -> None:
        self.outgoing.stop()

    def emit(self, event: str, data: dict[str, Any], actor: Actor, *, only: int = 0) -> None:
        """To all that are bound; `only` is the ID of the one app that is to know."""
        of_app = {"app": only} if only else {}
        for binding in self.bindings.find(event=event.upper(), **of_app):
            app = self._portal.collection("app").get(binding["app"])
            if app is None or not app["INSTALLED"]:
                continue
            if binding.get("offline"):
                source = str(binding.get("connector", ""))
                if actor.source != (app["ID"], source):
                    self.offline.note(app, event.upper(), data, source)
                    self._tell_of_queue(app, actor)
                continue
            self.post(
                app,
                event,
                data,
                handler=binding["handler"],
                handler_id=binding["ID"],
                auth=self._event_auth(app, binding, actor),
            )

    def _tell_of_queue(self, app: Record, actor: Actor) -> None:
        """ONOFFLINEEVENT: not more often than each of its bindings wants (events/on-offline-event.md)."""
        now = self._portal.clock.timestamp()
        for binding in self.bindings.find(event="ONOFFLINEEVENT", app=app["ID"]):
            if now - int(binding.get("told", 0)) < int(binding.get("min_timeout", 1)):
                continue
            self.bindings.change(binding["ID"], told=now)
            auth = self.full_auth(app, int(binding["auth_type"]) or actor.user_id, refresh=True)
            handler, number = binding["handler"], binding["ID"]
            self.post(app, "ONOFFLINEEVENT", {}, handler=handler, handler_id=number, auth=auth)

    def post(
        self, app: Record, event: str, data: dict[str, Any], *, handler: str, handler_id: int, auth: dict[str, Any]
    ) -> None:
        form = {"event": event.upper(), "event_handler_id": str(handler_id), "data": data, "auth": auth}
        self.outgoing.put(kind="event", name=event.upper(), client_id=app["client_id"], url=handler, form=form)

    def _event_auth(self, app: Record, binding: Record, actor: Actor) -> dict[str, Any]:
        if actor.by_robot:
            return self.base_auth(app)
        return self.full_auth(app, int(binding["auth_type"]) or actor.user_id)

    def base_auth(self, app: Record) -> dict[str, Any]:
        """The auth block without tokens (robots' events, ONAPPUNINSTALL)."""
        return {
            "domain": self._portal.domain,
            "client_endpoint": self._portal.client_endpoint,
            "server_endpoint": self._portal.server_endpoint,
            "member_id": self._portal.member_id,
            "application_token": app["application_token"],
        }

    def full_auth(self, app: Record, user_id: int, *, refresh: bool = False) -> dict[str, Any]:
        """The auth block with an access token of `user_id`; with the refresh token only where the host sends it."""
        token = self._portal.tokens.issue(app["client_id"], user_id)
        auth = {
            "access_token": token.access,
            "expires": str(token.expires),
            "expires_in": "3600",
            "scope": ",".join(app["scope"]),
            "status": app["STATUS"],
            "user_id": str(user_id),
            **self.base_auth(app),
        }
        return {**auth, "refresh_token": token.refresh} if refresh else auth
