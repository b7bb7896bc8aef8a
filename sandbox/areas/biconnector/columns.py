"""Columns of a dataset («Поля датасета»): api-reference/biconnector/dataset/biconnector-dataset-fields-update.md."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from sandbox.areas.biconnector import errors
from sandbox.params import as_bool, as_int, as_list, as_map
from sandbox.portal import Portal
from sandbox.store import Record

TYPES = ("int", "string", "double", "date", "datetime")
NAME = re.compile(r"[A-Z][A-Z0-9_]*")
LONGEST = 32
KEYS = {"code": "externalCode", "name": "name"}


def made(portal: Portal, given: Any, known: list[Record], *, added: bool) -> list[Record]:
    """New columns with numbers of their own. Raises VALIDATION_FIELD_*, VALIDATION_DUPLICATE_*."""
    asked = [as_map(one) for one in as_list(given)]
    for one in asked:
        _check(one, added=added)
    for word, key in KEYS.items():
        values = [str(one[key]) for one in asked]
        doubled = [value for value, count in Counter(values).items() if count > 1]
        if doubled:
            raise errors.doubled(word, doubled)
        taken = sorted({str(one[key]) for one in known} & set(values))
        if taken:
            raise errors.exists(word, taken)
    numbers = portal.collection("bi_column")
    return [
        {"id": numbers.add({}), "type": one["type"], "name": one["name"], "externalCode": one["externalCode"],
         "visible": True}
        for one in asked
    ]  # fmt: skip


def _check(one: dict[str, Any], *, added: bool) -> None:
    if not all(isinstance(one.get(key), str) and one[key] for key in ("name", "externalCode", "type")):
        raise errors.column_incomplete(added=added)
    if len(one["name"]) > LONGEST:
        raise errors.column_name_too_long()
    if not NAME.fullmatch(one["name"]):
        raise errors.column_name_wrong()
    if one["type"] not in TYPES:
        raise errors.column_wrong_type()


def changed(known: list[Record], updates: Any, deletes: Any) -> list[Record]:
    """With others shown or hidden, without those deleted. Raises VALIDATION_FIELD_*."""
    visible: dict[int, bool] = {}
    for one in map(as_map, as_list(updates)):
        if as_int(one.get("id")) <= 0 or "visible" not in one:
            raise errors.column_update_incomplete()
        visible[as_int(one["id"])] = as_bool(one["visible"])
    gone = [as_int(one) for one in as_list(deletes)]
    if any(one <= 0 for one in gone):
        raise errors.column_delete_wrong()
    left = [column for column in known if column["id"] not in gone]
    return [{**column, "visible": visible.get(column["id"], column["visible"])} for column in left]
