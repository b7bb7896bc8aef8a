"""What the app registers with the portal: robots, events, placements; what the portal says of the app."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import available_timezones

from app.errors import AccessDenied, HostError
from app.portal.batch import Command, raise_first
from app.portal.client import PortalClient
from app.portal.values import flag, mapping, rows, text, whole

ALREADY_ROBOT = "ERROR_ACTIVITY_ALREADY_INSTALLED"
GONE_ROBOT = "ERROR_ACTIVITY_NOT_FOUND"
NO_METHOD = "ERROR_METHOD_NOT_FOUND"


@dataclass(frozen=True, slots=True)
class EventBinding:
    """`event` in upper case; `auth_user` 0 = whoever caused the event; offline ones have no handler."""

    event: str
    handler: str
    auth_user: int = 0
    is_offline: bool = False


@dataclass(frozen=True, slots=True)
class PlacementBinding:
    placement: str
    handler: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Installation:
    """app.info: `status` L local, F free, S subscription…; `is_installed` False until installFinish."""

    code: str
    version: int
    status: str
    is_installed: bool
    licence: str


@dataclass(frozen=True, slots=True)
class Standing:
    """All that stands registered for the app; of robots and activities the portal tells codes only."""

    robots: list[str]
    activities: list[str]
    events: list[EventBinding]
    placements: list[PlacementBinding]
    installation: Installation

    @property
    def count(self) -> int:
        return len(self.robots) + len(self.activities) + len(self.events) + len(self.placements)


@dataclass(frozen=True, slots=True)
class RobotSpec:
    """bizproc.robot.add, bizproc.activity.add. `include`, `document_type` in its shape; `waits`: USE_SUBSCRIPTION."""

    code: str
    handler: str
    name: Mapping[str, str]
    properties: Mapping[str, Mapping[str, Any]]
    returns: Mapping[str, Mapping[str, Any]]
    user_id: int
    waits: bool = True
    document_type: tuple[str, str, str] | None = None
    include: tuple[tuple[str, ...], ...] = ()
    description: Mapping[str, str] | None = None

    def fields(self) -> dict[str, Any]:
        found: dict[str, Any] = {
            "HANDLER": self.handler,
            "AUTH_USER_ID": self.user_id,
            # Empty means that the process waits: always say it.
            "USE_SUBSCRIPTION": "Y" if self.waits else "N",
            "NAME": dict(self.name),
            "PROPERTIES": {key: dict(value) for key, value in self.properties.items()},
            "RETURN_PROPERTIES": {key: dict(value) for key, value in self.returns.items()},
        }
        if self.description:
            found["DESCRIPTION"] = dict(self.description)
        if self.document_type:
            found["DOCUMENT_TYPE"] = list(self.document_type)
        if self.include:
            found["FILTER"] = {"INCLUDE": [list(rule) for rule in self.include]}
        return found


def bucket_of(licence: str) -> tuple[float, float]:
    """Depth and drain a second of the portal's leaky bucket, by its tariff (limits.md): ru_ent250 is Enterprise."""
    return (250.0, 5.0) if licence.partition("_")[2].startswith("ent") else (50.0, 2.0)


class Registration:
    """Safe to repeat: what stands already is not an error. Raises HostError kinds (administrators only)."""

    def __init__(self, client: PortalClient) -> None:
        self._client = client

    def installation(self) -> Installation:
        return _installation(self._client.call("app.info"))

    def standing(self) -> Standing:
        """One request. What the app has no right to ask about, it has not registered."""
        methods = ("bizproc.robot.list", "bizproc.activity.list", "event.get", "placement.get", "app.info")
        robots, activities, events, placements, info = self._client.batch([Command(method) for method in methods])
        return Standing(
            [text(code) for code in _permitted(robots)],
            [text(code) for code in _permitted(activities)],
            [_event(row) for row in rows(raise_first([events])[0])],
            [_placement(row) for row in rows(_permitted(placements))],
            _installation(raise_first([info])[0]),
        )

    def time_zone(self) -> str:
        """IANA name of the installer's zone ("" when the profile has none, or one that nobody knows)."""
        zone = text(mapping(self._client.call("profile")).get("TIME_ZONE"))
        return zone if zone in available_timezones() else ""

    def scopes(self) -> list[str]:
        return [text(code) for code in self._client.call("scope") or []]

    def robots(self) -> list[str]:
        """The codes; the portal tells nothing more of them."""
        return [text(code) for code in self._client.call("bizproc.robot.list") or []]

    def put_robot(self, robot: RobotSpec) -> None:
        """Add the robot, or bring the one of this code to the spec."""
        try:
            self._client.call("bizproc.robot.add", {"CODE": robot.code, **robot.fields()})
        except HostError as error:
            if error.code != ALREADY_ROBOT:
                raise
            self.change_robot(robot)

    def change_robot(self, robot: RobotSpec) -> None:
        """Bring the robot of this code to the spec."""
        self._client.call("bizproc.robot.update", {"CODE": robot.code, "FIELDS": robot.fields()})

    def delete_robot(self, code: str) -> None:
        self._delete("bizproc.robot.delete", code)

    def delete_activity(self, code: str) -> None:
        self._delete("bizproc.activity.delete", code)

    def activities(self) -> list[str]:
        """The codes; the portal tells nothing more of them."""
        return [text(code) for code in self._client.call("bizproc.activity.list") or []]

    def put_activity(self, activity: RobotSpec) -> None:
        """Add the activity, or bring the one of this code to the spec."""
        try:
            self._client.call("bizproc.activity.add", {"CODE": activity.code, **activity.fields()})
        except HostError as error:
            if error.code != ALREADY_ROBOT:
                raise
            self.change_activity(activity)

    def change_activity(self, activity: RobotSpec) -> None:
        self._client.call("bizproc.activity.update", {"CODE": activity.code, "FIELDS": activity.fields()})

    def events(self) -> list[EventBinding]:
        return [_event(row) for row in rows(self._client.call("event.get"))]

    def bind_event(self, event: str, handler: str, *, auth_user: int | None = None) -> None:
        params: dict[str, Any] = {"event": event, "handler": handler}
        if auth_user is not None:
            params["auth_type"] = auth_user
        self._once("event.bind", params)

    def bind_offline(self, events: Sequence[str]) -> None:
        """Have the portal keep the events until it is asked for them (events/offline-events.md)."""
        bind = [Command("event.bind", {"event": event, "event_type": "offline"}) for event in events]
        raise_first([answer for answer in self._client.batch(bind) if not _stands_already(answer)])

    def unbind_event(self, binding: EventBinding) -> None:
        params: dict[str, Any] = {"event": binding.event, "auth_type": binding.auth_user}
        params |= {"event_type": "offline"} if binding.is_offline else {"handler": binding.handler}
        self._client.call("event.unbind", params)

    def placements(self) -> list[PlacementBinding]:
        return [_placement(row) for row in rows(self._client.call("placement.get"))]

    def bind_placement(self, placement: str, handler: str, *, titles: Mapping[str, str]) -> None:
        """`titles`: language -> title; the Russian one is the portal's default."""
        params = {
            "PLACEMENT": placement,
            "HANDLER": handler,
            "TITLE": titles.get("ru") or next(iter(titles.values()), ""),
            "LANG_ALL": {lang: {"TITLE": title} for lang, title in titles.items()},
        }
        self._once("placement.bind", params)

    def unbind_placement(self, placement: str, handler: str) -> None:
        self._client.call("placement.unbind", {"PLACEMENT": placement, "HANDLER": handler})

    def _delete(self, method: str, code: str) -> None:
        try:
            self._client.call(method, {"CODE": code})
        except HostError as error:
            if error.code != GONE_ROBOT:
                raise

    def _once(self, method: str, params: Mapping[str, Any]) -> None:
        try:
            self._client.call(method, params)
        except HostError as error:
            if not _stands_already(error):
                raise


def _installation(answer: Any) -> Installation:
    info = mapping(answer)
    return Installation(
        code=text(info.get("CODE")),
        version=whole(info.get("VERSION")) or 0,
        status=text(info.get("STATUS")),
        is_installed=flag(info.get("INSTALLED")),
        licence=text(info.get("LICENSE")),
    )


def _stands_already(answer: Any) -> bool:
    return isinstance(answer, HostError) and "already binded" in answer.description.lower()


def _event(row: Mapping[str, Any]) -> EventBinding:
    code, handler = text(row.get("event")).upper(), text(row.get("handler"))
    return EventBinding(code, handler, whole(row.get("auth_type")) or 0, flag(row.get("offline")))


def _placement(row: Mapping[str, Any]) -> PlacementBinding:
    return PlacementBinding(text(row.get("placement")), text(row.get("handler")), text(row.get("title")))


def _permitted(answer: Any) -> Any:
    """Nothing where the scope, or the method, is not given. Raises the other HostErrors."""
    if isinstance(answer, AccessDenied) or (isinstance(answer, HostError) and answer.code == NO_METHOD):
        return []
    return raise_first([answer])[0] or []
