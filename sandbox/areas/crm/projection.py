"""How items of a kind look in an answer: worked out once for a set of names, then run over the rows of a page."""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter
from typing import Any

from sandbox.areas.crm import values
from sandbox.areas.crm.field import Field
from sandbox.areas.crm.kinds import Kind
from sandbox.call import Call, Settled
from sandbox.store import Record

ENTRY = {"ID": "id", "VALUE_TYPE": "valueType", "VALUE": "value", "TYPE_ID": "typeId"}


class Projection:
    """`names` → fields. Most values go out as they are stored; the others are seen to one by one."""

    def __init__(self, kind: Kind, names: Mapping[str, Field]) -> None:
        self._kind = kind
        used = {name: field for name, field in names.items() if not field.off}
        self._names = tuple(used)
        self._keys = tuple(field.name for field in used.values())
        self._values = itemgetter(*self._keys, "ID")  # with one key alone it would give no tuple
        self._lists = tuple(name for name, field in names.items() if _is_list(field))
        self._special = tuple((name, field) for name, field in names.items() if _is_special(field))
        self._pattern: dict[str, Any] = dict.fromkeys(names)
        if len(names) == len(kind.fields):
            self._pattern["entityTypeId"] = kind.id

    def shown(self, call: Call, item: Record) -> dict[str, Any]:
        """An item as crm.item.* answers it; `entityTypeId` is last, when everything is asked for."""
        return self.page(call, [item])[0]

    def page(self, call: Call, rows: list[Record]) -> list[dict[str, Any]]:
        try:
            found = list(map(self._values, rows))
        except KeyError:  # a row stored before the kind got a field
            found = [tuple(map(row.get, self._keys)) for row in rows]
        shown = []
        for values_of_row in found:
            out = self._pattern.copy()  # has the size and the order already
            out.update(zip(self._names, values_of_row, strict=False))
            shown.append(out)
        for name in self._lists:
            for out in shown:
                if out[name] is None:
                    out[name] = []
        for name, field in self._special:
            for out, row in zip(shown, rows, strict=True):
                out[name] = self._value(call, field, row)
        return Settled(shown)

    def _value(self, call: Call, field: Field, item: Record) -> Any:
        value = item.get(field.name)
        if field.type == "crm_multifield":
            return [{name: entry[key] for key, name in ENTRY.items()} for entry in value or []]
        if field.dynamic and field.type == "boolean":
            return "Y" if value else "N"
        return values.outgoing(call, field, value, kind_id=self._kind.id, item_id=item["ID"])


def _is_special(field: Field) -> bool:
    """Made at each call: files carry its authorization, flags have two forms."""
    is_flag = field.dynamic and field.type == "boolean"
    return not field.off and (is_flag or field.type in ("file", "crm_multifield"))


def _is_list(field: Field) -> bool:
    return field.multiple and not field.off and not _is_special(field)
