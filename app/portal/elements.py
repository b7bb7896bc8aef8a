"""Elements of universal lists («Элементы списков»): lists.element.*, api-reference/lists/elements/.

An update clears what it is not given, so it is given all that is there (docs/adr/0014). Files stay by themselves and
may not be given; files of the drive are given by their numbers on the drive, not by those of their attachments.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.errors import ObjectGone
from app.portal.batch import Command, raise_first
from app.portal.client import PortalClient
from app.portal.values import flag, mapping, must_id, rows, text

LISTS = "lists"
TAKEN = "ERROR_ELEMENT_ALREADY_EXISTS"
DISK_FILE = "S:DiskFile"
_AUTOMATIC = ("TIMESTAMP_X", "DATE_CREATE", "CREATED_BY", "MODIFIED_BY")
_FILES = ("F", "PREVIEW_PICTURE", "DETAIL_PICTURE")
Element = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ListField:
    """`id`: PROPERTY_n, or a system field's own name; `options`: id -> text of a field of the kind «Список»."""

    id: str
    kind: str
    code: str
    title: str
    is_multiple: bool
    options: Mapping[str, str]

    @property
    def is_property(self) -> bool:
        return self.id.startswith("PROPERTY_")


class Elements:
    """Elements of one list. Raises HostError kinds."""

    def __init__(self, client: PortalClient, iblock_id: int) -> None:
        self._client = client
        self._where = {"IBLOCK_TYPE_ID": LISTS, "IBLOCK_ID": iblock_id}

    def get(self, element_id: int) -> Element:
        """Raises ObjectGone, AccessDenied."""
        found = rows(self._client.call("lists.element.get", {**self._where, "ELEMENT_ID": element_id}))
        if not found:
            raise ObjectGone("ERROR_ELEMENT_NOT_FOUND", "Элемента списка больше нет.", 404)
        return found[0]

    def of_code(self, code: str) -> Element | None:
        found = rows(self._client.call("lists.element.get", {**self._where, "ELEMENT_CODE": code}))
        return next((row for row in found if text(row.get("CODE")) == code), None)

    def add(self, code: str, fields: Mapping[str, Any]) -> int:
        """`code` is unique in the list: a second add is refused as TAKEN."""
        params = {**self._where, "ELEMENT_CODE": code, "FIELDS": dict(fields)}
        return must_id(self._client.call("lists.element.add", params))

    def change(self, element: Element, changed: Mapping[str, Any]) -> None:
        """Write what has changed together with all else that `element` (as just read) holds."""
        kept = self._kept(element, leave_out=changed)
        params = {**self._where, "ELEMENT_ID": must_id(element.get("ID")), "FIELDS": {**kept, **changed}}
        self._client.call("lists.element.update", params)

    def fields(self) -> list[ListField]:
        found = mapping(self._client.call("lists.field.get", self._where))
        return [_field(name, mapping(row)) for name, row in found.items()]

    def shown_moment(self) -> str:
        """A moment as this portal writes it: of the last change of the list."""
        found = rows(self._client.call("lists.get", self._where))
        return text(found[0].get("TIMESTAMP_X")) if found else ""

    def _kept(self, element: Element, *, leave_out: Mapping[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = {"NAME": text(element.get("NAME"))}
        for field in self.fields():
            held = values_of(element, field.id) if field.is_property else [element.get(field.id)]
            held = [one for one in held if one not in (None, "")]
            if not held or field.id in leave_out or field.kind in (*_AUTOMATIC, *_FILES):
                continue
            if field.kind == DISK_FILE:
                held = self._files_of(held)
            found[field.id] = held if field.is_multiple else held[0]
        return found

    def _files_of(self, attachments: Sequence[Any]) -> list[Any]:
        commands = [Command("disk.attachedobject.get", {"id": number}) for number in attachments]
        told = raise_first(self._client.each(commands))
        return list(dict.fromkeys(must_id(mapping(one).get("OBJECT_ID")) for one in told))


def values_of(element: Element, name: str) -> list[Any]:
    """Of a property, which comes as {id of the value: value} even where it holds one only."""
    held = element.get(name)
    if isinstance(held, Mapping):
        return list(held.values())
    if isinstance(held, list):
        return held
    return [] if held in (None, "", False) else [held]


def _field(name: str, row: Mapping[str, Any]) -> ListField:
    options = {str(key): text(value) for key, value in mapping(row.get("DISPLAY_VALUES_FORM")).items()}
    return ListField(
        text(row.get("FIELD_ID")) or name, text(row.get("TYPE")), text(row.get("CODE")), text(row.get("NAME")),
        flag(row.get("MULTIPLE")), options,
    )  # fmt: skip
