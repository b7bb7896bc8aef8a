"""How items of a kind look in an answer: worked out once for a set of names, then run over the rows of a page."""

from __future__ import annotations

from collections.abc import Mapping
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
        self._names = tuple(names)
        self._keys = tuple(field.name for field in names.values())
        self._special = tuple((name, field) for name, field in names.items() if not _is_plain(field))
        self._tail = {"entityTypeId": kind.id} if len(names) == len(kind.fields) else {}

    def shown(self, call: Call, item: Record) -> dict[str, Any]:
        """An item as crm.item.* answers it; `entityTypeId` is last, when everything is asked for."""
        out = dict(zip(self._names, map(item.get, self._keys), strict=True))
        for name, field in self._special:
            out[name] = self._value(call, field, item)
        out.update(self._tail)
        return out

    def page(self, call: Call, rows: list[Record]) -> Settled:
        return Settled([self.shown(call, row) for row in rows])

    def _value(self, call: Call, field: Field, item: Record) -> Any:
        value = item.get(field.name)
        if field.type == "crm_multifield":
            return [{name: entry[key] for key, name in ENTRY.items()} for entry in value or []]
        if field.dynamic and field.type == "boolean":
            return "Y" if value else "N"
        return values.outgoing(call, field, value, kind_id=self._kind.id, item_id=item["ID"])


def _is_plain(field: Field) -> bool:
    is_flag = field.dynamic and field.type == "boolean"
    return not (field.off or field.multiple or is_flag or field.type in ("file", "crm_multifield"))
