"""Calls as JSON for the inbox and back; what came with secrets has lost them before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from app.domain.calls import HostEvent, RobotCall

_EVENT: TypeAdapter[HostEvent] = TypeAdapter(HostEvent)
_ROBOT: TypeAdapter[RobotCall] = TypeAdapter(RobotCall)


def pack_event(event: HostEvent) -> dict[str, Any]:
    # By hand: this stands between the portal and its 200.
    return {
        "code": event.code,
        "kind": event.kind,
        "entity_type_id": event.entity_type_id,
        "object_id": event.object_id,
        "at": event.at.isoformat(),
    }


def unpack_event(body: Mapping[str, Any]) -> HostEvent:
    """Raises pydantic's ValidationError for what is no event."""
    return _EVENT.validate_python(body)


def pack_robot(call: RobotCall) -> dict[str, Any]:
    packed: dict[str, Any] = _ROBOT.dump_python(call, mode="json")
    return packed


def unpack_robot(body: Mapping[str, Any]) -> RobotCall:
    """Raises pydantic's ValidationError for what is no robot's call."""
    return _ROBOT.validate_python(body)
