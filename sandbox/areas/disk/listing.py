"""Pages of the drive's lists: filter, order, fifty at a time."""

from __future__ import annotations

from sandbox import query
from sandbox.areas.disk import objects, storages, wire
from sandbox.call import PAGE, Call, Page
from sandbox.params import as_map
from sandbox.query import Column

NUMBERS = (
    "ID", "STORAGE_ID", "PARENT_ID", "DELETED_TYPE", "CREATED_BY", "UPDATED_BY", "DELETED_BY", "SIZE", "FILE_ID",
    "GLOBAL_CONTENT_VERSION", "ROOT_OBJECT_ID",
)  # fmt: skip
TEXTS = ("NAME", "CODE", "TYPE", "MODULE_ID", "ENTITY_TYPE", "ENTITY_ID")
INSTANTS = ("CREATE_TIME", "UPDATE_TIME", "DELETE_TIME")
COLUMNS = {
    **{name: Column(name, "integer") for name in NUMBERS},
    **{name: Column(name) for name in TEXTS},
    **{name: Column(name, "datetime") for name in INSTANTS},
    "REAL_OBJECT_ID": Column("ID", "integer"),
}


def _asked(call: Call) -> tuple[query.Where, str]:
    asked = as_map(call.get_any_case("filter"))
    where = query.where(asked, COLUMNS, call.portal.clock.zone, strict=False)
    return where, query.order(as_map(call.get_any_case("order")), COLUMNS, strict=False)


def page_of_children(call: Call, folder_id: int) -> Page:
    where, order = _asked(call)
    inside, args = objects.live_children(folder_id)
    condition = f"{inside} AND ({where.sql})" if where.sql else inside
    rows, args, start = objects.collection(call.portal), [*args, *where.args], max(call.start, 0)
    found = rows.select(condition, args, order=order, limit=PAGE, offset=start)
    total = 0 if call.start < 0 else rows.count(condition, args)
    shaped = [wire.shape(call, row) for row in found]
    return Page(shaped, total, start + PAGE if start + PAGE < total else None)


def page_of_storages(call: Call) -> Page:
    may = {row["ID"] for row in storages.accessible(call.portal, call.user_id)}
    where, order = _asked(call)
    found = storages.collection(call.portal).select(where.sql, where.args, order=order)
    rows = [wire.storage(row) for row in found if row["ID"] in may]
    start = max(call.start, 0)
    total = 0 if call.start < 0 else len(rows)
    return Page(rows[start : start + PAGE], total, start + PAGE if start + PAGE < total else None)
