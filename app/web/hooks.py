"""What the portal's own servers post: events and robots' calls. Verified, stored, answered 200 at once.

The host sends an event once and never again (api-reference/events/index.md): 200 means that it is on disk.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, request
from structlog.contextvars import bind_contextvars

from app.bootstrap import event_payload, robot_payload
from app.domain.calls import AppEvent, HostEvent
from app.errors import PortalGone
from app.portal.inbound import InboundEvent, InboundRobot, parse_event, parse_robot
from app.store.portals import PortalRow
from app.web.gate import Gate
from app.web.happenings import Happenings

if TYPE_CHECKING:
    from app.bootstrap import Application


def blueprint(application: Application, gate: Gate, happenings: Happenings) -> Blueprint:
    routes = Blueprint("hooks", __name__, url_prefix="/hook")

    @routes.post("/event")
    def event() -> Response:
        found = parse_event(request.form.to_dict())
        if isinstance(found.event, AppEvent):
            happenings.take(found, found.event)
        else:
            _accept_event(application, gate, found, found.event)
        return Response(status=200)

    @routes.post("/robot")
    def robot() -> Response:
        found = parse_robot(request.form.to_dict())
        _accept_robot(application, gate, found)
        return Response(status=200)

    return routes


def _accept_event(application: Application, gate: Gate, found: InboundEvent, event: HostEvent) -> None:
    lane = f"{event.kind}:{event.object_id}"
    _accept(application, gate, found, kind="event", code=event.code, payload=event_payload(event), lane=lane)


def _accept_robot(application: Application, gate: Gate, found: InboundRobot) -> None:
    call = found.call
    lane = f"{call.kind}:{call.item_id}"
    _accept(application, gate, found, kind="robot", code=call.code, payload=robot_payload(call), lane=lane)


def _accept(
    application: Application, gate: Gate, found: InboundEvent | InboundRobot,
    *, kind: str, code: str, payload: Mapping[str, Any], lane: str,
) -> None:  # fmt: skip
    """A portal that another process has erased meanwhile may be here again, as another row."""

    def accept(portal: PortalRow) -> None:
        bind_contextvars(portal=portal.id, call=found.key)
        now = application.clock.now()
        application.inbox.accept(
            portal.id, key=found.key, kind=kind, code=code, payload=payload, lane=lane, now=now
        )

    try:
        accept(gate.admit(found.sender))
    except PortalGone:
        accept(gate.admit(found.sender, afresh=True))
