"""The journal of events («журнал событий»): who has come in, once an hour, as the host writes it for REST."""

from __future__ import annotations

from sandbox.areas.eventlog import journal
from sandbox.call import Call
from sandbox.portal import Portal

HOUR = 3600


def attach(portal: Portal) -> None:
    seen: set[tuple[str, int, int]] = set()

    def note(call: Call, address: str, agent: str) -> None:
        who = call.app["client_id"] if call.app else call.webhook
        key = (who, call.user_id, int(portal.clock.seconds()) // HOUR)
        if key not in seen:
            seen.add(key)
            journal.authorized(call, address=address, agent=agent)

    portal.on("authorized", note)
