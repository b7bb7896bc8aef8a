"""event.offline.get, .list, .clear, .error (api-reference/events/): administrators of an application only."""

from __future__ import annotations

from typing import Any

from sandbox import query
from sandbox.areas.core import errors
from sandbox.call import PAGE, Call, Page, method
from sandbox.offline import OfflineQueue
from sandbox.params import as_bool, as_int, as_list, as_map
from sandbox.query import Column
from sandbox.store import Record

TEXTS = ("EVENT_NAME", "MESSAGE_ID", "PROCESS_ID")
COLUMNS = {
    "ID": Column("ID", "integer"), "ERROR": Column("ERROR", "integer"),
    "TIMESTAMP_X": Column("TIMESTAMP_X", "datetime"),
    **{name: Column(name) for name in TEXTS},
}  # fmt: skip
OWN = (("app", "integer"), ("connector", "string"))


def _queue(call: Call) -> OfflineQueue:
    if not call.is_admin:
        raise errors.offline_needs_admin()
    return call.portal.events.offline


def _app(call: Call) -> Record:
    return call.app or {}


def _selected(call: Call, also: dict[str, Any], limit: int = -1, offset: int = 0) -> tuple[list[Record], int]:
    """Rows of the app and source that the call asks for, and how many there are."""
    columns = {**COLUMNS, **{name: Column(name, kind) for name, kind in OWN}}
    asked = {
        k.upper(): v for k, v in as_map(call.get_any_case("filter")).items() if query.split(k.upper())[1] in COLUMNS
    }
    own = {"app": _app(call)["ID"], "connector": call.source, **also}
    condition = query.where({**asked, **own}, columns, call.portal.clock.zone, strict=False)
    order = query.order({k.upper(): v for k, v in as_map(call.get_any_case("order")).items()}, COLUMNS, strict=False)
    rows = call.portal.events.offline.rows
    return (
        rows.select(condition.sql, condition.args, order=order, limit=limit, offset=offset),
        rows.count(condition.sql, condition.args),
    )


def _shown(row: Record) -> dict[str, Any]:
    return {
        "ID": str(row["ID"]), "TIMESTAMP_X": row["TIMESTAMP_X"], "EVENT_NAME": row["EVENT_NAME"],
        "EVENT_DATA": row["EVENT_DATA"], "EVENT_ADDITIONAL": False, "MESSAGE_ID": row["MESSAGE_ID"],
    }  # fmt: skip


@method("event.offline.get", app_only=True)
def offline_get(call: Call) -> dict[str, Any]:
    """By default the rows are gone once given; with clear=0 they stay reserved under a process_id."""
    queue = _queue(call)
    limit = as_int(call.get_any_case("limit", PAGE)) or PAGE
    process_id = str(call.get_any_case("process_id", "") or "")
    if process_id:
        found = [row for row in queue.of_process(_app(call), process_id) if not row["ERROR"]][:limit]
        return {"process_id": process_id, "events": [_shown(row) for row in found]}
    with_errors = as_bool(call.get_any_case("error", 0))
    found, _ = _selected(call, {"ERROR": 1} if with_errors else {"PROCESS_ID": "", "ERROR": 0}, limit)
    if as_bool(call.get_any_case("clear", 1)):
        queue.drop(found)
        return {"process_id": None, "events": [_shown(row) for row in found]}
    return {"process_id": queue.reserve(found), "events": [_shown(row) for row in found]}


@method("event.offline.list", app_only=True)
def offline_list(call: Call) -> Page:
    """Looks and changes nothing."""
    _queue(call)
    start = max(call.start, 0)
    found, total = _selected(call, {}, PAGE, start)
    shown = [{**_shown(row), "PROCESS_ID": row["PROCESS_ID"], "ERROR": str(row["ERROR"])} for row in found]
    return Page(shown, total, start + PAGE if start + PAGE < total else None)


def _named(call: Call) -> list[Record]:
    """Rows of a process, narrowed by id or message_id."""
    process_id = str(call.get_any_case("process_id", "") or "")
    if not process_id:
        return []
    rows = call.portal.events.offline.of_process(_app(call), process_id)
    numbers = {str(one) for one in as_list(call.get_any_case("id"))}
    messages = {str(one) for one in as_list(call.get_any_case("message_id"))}
    if numbers:
        return [row for row in rows if str(row["ID"]) in numbers]
    return [row for row in rows if not messages or row["MESSAGE_ID"] in messages]


@method("event.offline.clear", app_only=True)
def offline_clear(call: Call) -> bool:
    _queue(call).drop(_named(call))
    return True


@method("event.offline.error", app_only=True)
def offline_error(call: Call) -> bool:
    """They are given again only to a call with error=1."""
    queue = _queue(call)
    for row in _named(call):
        queue.rows.change(row["ID"], ERROR=1)
    return True
