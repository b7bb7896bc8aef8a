"""Forms as the portal posts them to the application: events and robots' calls («формы»)."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

DEAL_UPDATED = "ONCRMDEALUPDATE"


def deal_event(auth: Mapping[str, str], deal_id: int, *, ts: int, name: str = DEAL_UPDATED) -> str:
    """api-reference/events/index.md. `ts`: unix seconds."""
    form = {"event": name, "event_handler_id": "715", "data[FIELDS][ID]": deal_id, "ts": ts}
    return urlencode(form | {f"auth[{key}]": value for key, value in auth.items() if key != "refresh_token"})
