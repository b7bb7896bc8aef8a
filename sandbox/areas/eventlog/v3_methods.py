"""main.eventlog.* (api-reference/event-log/): administrators only."""

from __future__ import annotations

from typing import Any

from sandbox.areas.eventlog import journal
from sandbox.call import Call
from sandbox.store import Record
from sandbox.v3 import errors, listing
from sandbox.v3.calls import FILTER, ID, LISTING, SELECT, describe, method
from sandbox.v3.dto import Dto, Field
from sandbox.v3.selecting import Selection, selection

SCOPE = "main"
# Its page of lists lets every field be filtered and ordered by; the page of fields shows five that may.
COLUMNS = (
    ("id", "int", "ID"), ("timestampX", "datetime", "TIMESTAMP_X"), ("severity", "string", "SEVERITY"),
    ("auditTypeId", "string", "AUDIT_TYPE_ID"), ("moduleId", "string", "MODULE_ID"), ("itemId", "string", "ITEM_ID"),
    ("remoteAddr", "string", "REMOTE_ADDR"), ("userAgent", "string", "USER_AGENT"),
    ("requestUri", "string", "REQUEST_URI"), ("siteId", "string", "SITE_ID"), ("userId", "int", "USER_ID"),
    ("guestId", "int", "GUEST_ID"), ("description", "string", "DESCRIPTION"),
)  # fmt: skip
ENTRY = Dto("EventLogDto", tuple(Field(*column, filterable=True, sortable=True) for column in COLUMNS))

describe("main.eventlog", ENTRY, scope=SCOPE, admin_only=True)


def _shape(row: Record, asked: Selection) -> Any:
    return asked.of({field.name: row.get(field.key) for field in ENTRY.fields})


@method("main.eventlog.get", ID, SELECT, scope=SCOPE, admin_only=True)
def entry_get(call: Call) -> dict[str, Any]:
    asked = selection(ENTRY, call.get("select"))
    found = journal.collection(call.portal).get(call.get("id"))
    if found is None:
        raise errors.entity_not_found(call.get("id"))
    return {"item": _shape(found, asked)}


@method("main.eventlog.list", *LISTING, scope=SCOPE, admin_only=True)
def entry_list(call: Call) -> dict[str, Any]:
    asked = selection(ENTRY, call.get("select"))
    where, order, part = listing.where(call, ENTRY), listing.order(call, ENTRY), listing.part(call)
    entries = journal.collection(call.portal)
    rows = entries.select(where.sql, where.args, order=order, limit=part.limit, offset=part.offset)
    return {"items": [_shape(row, asked) for row in rows]}


@method("main.eventlog.tail", SELECT, FILTER, Field("cursor", "object"), scope=SCOPE, admin_only=True)
def entry_tail(call: Call) -> dict[str, Any]:
    asked, cursor = selection(ENTRY, call.get("select")), listing.cursor(call, ENTRY)
    where = listing.where(call, ENTRY, apart_from=cursor.name)
    condition = f"({where.sql}) AND {cursor.beyond}" if where.sql else cursor.beyond
    args = [*where.args, cursor.value]
    rows = journal.collection(call.portal).select(condition, args, order=cursor.order, limit=cursor.limit)
    return {"items": [_shape(row, asked) for row in rows]}
