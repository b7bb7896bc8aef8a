"""Which fields connectors, sources and datasets have («Поля»), and what may be put into them.

api-reference/biconnector/*/biconnector-*-fields.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sandbox.areas.biconnector import errors


@dataclass(frozen=True)
class Field:
    title: str
    type: str = "string"
    required: bool = False
    read_only: bool = False
    immutable: bool = False
    multiple: bool = False

    def shown(self) -> dict[str, Any]:
        return {
            "title": self.title, "type": self.type, "isRequired": self.required, "isReadOnly": self.read_only,
            "isImmutable": self.immutable, "isMultiple": self.multiple,
        }  # fmt: skip


def _kept(*names: str, kind: str = "string") -> tuple[Field, ...]:
    """What the host fills itself."""
    return tuple(Field(name, kind, required=True, read_only=True) for name in names)


ID = _kept("id", kind="integer")
CREATED = _kept("dateCreate", kind="datetime")
TRACE = (*CREATED, *_kept("dateUpdate", kind="datetime"), *_kept("createdById", "updatedById", kind="integer"))
URLS = ("urlCheck", "urlData", "urlTableList", "urlTableDescription")
SETTINGS = Field("settings", "array", required=True, multiple=True)
CONNECTOR = (
    *ID, Field("title", required=True), Field("logo", required=True), Field("description"), Field("sort", "integer"),
    *(Field(name, required=True) for name in URLS), SETTINGS, *CREATED,
)  # fmt: skip
SOURCE = (
    *ID, Field("title", required=True), *_kept("type", "code"), Field("description"), Field("active", "boolean"),
    *TRACE, Field("connectorId", "integer", required=True, immutable=True), SETTINGS,
)  # fmt: skip
DATASET = (
    *ID, Field("sourceId", "integer", required=True, immutable=True), Field("name", required=True, immutable=True),
    *_kept("type"), Field("description"), Field("externalName", required=True, immutable=True),
    Field("externalCode", required=True, immutable=True), *_kept("externalId", kind="integer"), *TRACE,
    Field("fields", "array", required=True, multiple=True),
)  # fmt: skip


def checked(given: Any, known: tuple[Field, ...], *, new: bool) -> dict[str, Any]:
    """What is given, if every field may be set so. Raises VALIDATION_*."""
    if not isinstance(given, dict) or not given:
        raise errors.no_fields()
    by_title = {field.title: field for field in known}
    unknown = [name for name in given if name not in by_title]
    if unknown:
        raise errors.unknown(unknown)
    if new:
        _refuse_missing(given, known)
    for name, value in given.items():
        field = by_title[name]
        if field.read_only:
            raise errors.read_only(name)
        if field.immutable and not new:
            raise errors.immutable(name)
        if not _fits(field, value):
            raise errors.wrong_type(name, field.type)
    return given


def _refuse_missing(given: dict[str, Any], known: tuple[Field, ...]) -> None:
    for field in known:
        if field.required and not field.read_only and given.get(field.title) in (None, "", [], {}):
            raise errors.required(field.title)


def _fits(field: Field, value: Any) -> bool:
    """Numbers come as texts in forms; true is no number."""
    if field.type == "integer":
        return not isinstance(value, bool) and str(value).strip().isdigit()
    if field.type == "boolean":
        return isinstance(value, bool) or value in ("Y", "N", 0, 1, "0", "1")
    return isinstance(value, (list, dict)) if field.type == "array" else isinstance(value, str)
