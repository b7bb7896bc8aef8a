"""Lists of connectors, sources and datasets («Списки»): select, filter, order, pages by number."""

from __future__ import annotations

from typing import Any

from sandbox import query
from sandbox.areas.biconnector import errors
from sandbox.areas.biconnector.fields import Field
from sandbox.call import PAGE, Call
from sandbox.params import as_int, as_list
from sandbox.query import Column
from sandbox.store import Collection, Record

NUMBERS = ("integer", "boolean")
STRUCTURED = ("settings", "fields")


def page(call: Call, rows: Collection, known: tuple[Field, ...], app: str) -> list[Record]:
    """Records of one page that the application made, with the fields that are selected. Raises VALIDATION_*."""
    titles = [field.title for field in known]
    columns = {field.title: _column(field) for field in known}
    asked = {name: _map(call, name) for name in ("filter", "order")}
    condition = query.where(_plain(asked["filter"], titles), columns, call.portal.clock.zone, strict=False)
    for name in asked["order"]:
        if name not in titles:
            raise errors.not_allowed(name, "order")
    order = query.order(asked["order"], columns, strict=False)
    offset = (max(as_int(call.get("page")), 1) - 1) * PAGE
    own = "json_extract(data, '$.app') = ?"
    where = f"{own} AND ({condition.sql})" if condition.sql else own
    found = rows.select(where, [app, *condition.args], order=order, limit=PAGE, offset=offset)
    return [_cut(row, _selected(call, titles)) for row in found]


def _column(field: Field) -> Column:
    kind = "integer" if field.type in NUMBERS else field.type if field.type == "datetime" else "string"
    return Column("ID" if field.title == "id" else field.title, kind)


def _map(call: Call, name: str) -> dict[str, Any]:
    given = call.get(name, default={})
    if given in (None, "", []):
        return {}
    if not isinstance(given, dict):
        raise errors.not_an_array(name)
    return given


def _plain(asked: dict[str, Any], titles: list[str]) -> dict[str, Any]:
    for key in asked:
        name = query.split(key)[1]
        if name.lower() != "logic" and not name.isdigit() and name not in titles:
            raise errors.not_allowed(name, "filter")
    return {key: value for key, value in asked.items() if query.split(key)[1] not in STRUCTURED}


def _selected(call: Call, titles: list[str]) -> list[str]:
    given = call.get("select", default=[])
    if given and not isinstance(given, (list, dict)):
        raise errors.not_an_array("select")
    names = [str(name) for name in as_list(given)]
    for name in names:
        if name not in titles:
            raise errors.not_allowed(name, "select")
    return names or titles


def _cut(row: Record, names: list[str]) -> Record:
    whole = {**row, "id": str(row["ID"])}
    return {name: whole[name] for name in names if name in whole and name != "fields"}
