"""What the installer builds of universal lists («Списки»): lists and their fields, api-reference/lists/."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.portal.client import PAGE, PortalClient
from app.portal.elements import LISTS, Elements, ListField, values_of
from app.portal.values import flag, mapping, must_id, rows, text

STAGE = "L"


@dataclass(frozen=True, slots=True)
class UniversalList:
    """`runs_processes`: business processes may start by themselves on its elements."""

    id: int
    title: str
    code: str
    runs_processes: bool


@dataclass(frozen=True, slots=True)
class ListFieldSpec:
    """A field to add; `kind` is TYPE (S, S:Date…, or a system field's name); `binds`: the kind of CRM object."""

    code: str
    kind: str
    title: str
    binds: str = ""
    options: Sequence[str] = ()


class Lists:
    """Raises HostError kinds; lists are made by administrators only."""

    def __init__(self, client: PortalClient) -> None:
        self._client = client

    def all(self) -> list[UniversalList]:
        """By id."""
        found: list[UniversalList] = []
        start: int | None = 0
        while start is not None:
            asked = {"IBLOCK_TYPE_ID": LISTS, "IBLOCK_ORDER": {"ID": "ASC"}, "start": start}
            answer = self._client.call_full("lists.get", asked)
            found += map(_list, rows(answer.result))
            start = answer.next
        return found

    def add(self, code: str, title: str, *, about: str, rights: Mapping[str, str]) -> int:
        """`rights`: access code -> letter; set here and never again. `code` is unique in the portal."""
        params = {
            "IBLOCK_TYPE_ID": LISTS, "IBLOCK_CODE": code, "RIGHTS": dict(rights),
            "FIELDS": {"NAME": title, "DESCRIPTION": about, "BIZPROC": "Y"},
        }  # fmt: skip
        return must_id(self._client.call("lists.add", params))

    def delete(self, list_id: int) -> None:
        self._client.call("lists.delete", _of(list_id))

    def fields(self, list_id: int) -> list[ListField]:
        return Elements(self._client, list_id).fields()

    def add_field(self, list_id: int, spec: ListFieldSpec) -> str:
        """Returns the portal's name of it."""
        fields: dict[str, Any] = {"NAME": spec.title, "TYPE": spec.kind, "IS_REQUIRED": "N", "MULTIPLE": "N"}
        if spec.code:
            fields["CODE"] = spec.code
        if spec.binds:
            # A tab of its own in the card is our placement's business (VISIBLE).
            none = dict.fromkeys(("VISIBLE", "LEAD", "CONTACT", "COMPANY", "DEAL"), "N")
            fields["USER_TYPE_SETTINGS"] = {**none, spec.binds: "Y"}
        if spec.options:
            fields["LIST"] = _options(spec.options)
        return text(self._client.call("lists.field.add", {**_of(list_id), "FIELDS": fields}))

    def add_options(self, list_id: int, field: ListField, texts: Sequence[str]) -> None:
        """More values for a field of the kind «Список»; those that it has stay."""
        known = {key: {"VALUE": shown} for key, shown in field.options.items()}
        fields = {
            "NAME": field.title, "TYPE": field.kind, "CODE": field.code, "MULTIPLE": "Y" if field.is_multiple else "N",
            "LIST": {**known, **_options(texts)},
        }  # fmt: skip
        self._client.call("lists.field.update", {**_of(list_id), "FIELD_ID": field.id, "FIELDS": fields})

    def delete_field(self, list_id: int, field_id: str) -> None:
        self._client.call("lists.field.delete", {**_of(list_id), "FIELD_ID": field_id})

    def count(self, list_id: int) -> int:
        """How many elements there are; for judging what is in use, not for reading."""
        answer = self._client.call_full("lists.element.get", _of(list_id))
        return answer.total if answer.total is not None else len(rows(answer.result))

    def filled(self, list_id: int, field_id: str) -> tuple[int, bool]:
        """In how many of the first elements the field holds something, and whether those are all the elements."""
        answer = self._client.call_full("lists.element.get", _of(list_id))
        found = rows(answer.result)
        return sum(bool(values_of(row, field_id)) for row in found), len(found) < PAGE


def _of(list_id: int) -> dict[str, Any]:
    return {"IBLOCK_TYPE_ID": LISTS, "IBLOCK_ID": list_id}


def _options(texts: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Under names of their own until the portal gives them its ids."""
    return {f"n{at}": {"VALUE": shown, "SORT": 10 * at} for at, shown in enumerate(texts, start=1)}


def _list(row: Mapping[str, Any]) -> UniversalList:
    found = mapping(row)
    return UniversalList(
        must_id(found.get("ID")), text(found.get("NAME")), text(found.get("CODE")), flag(found.get("BIZPROC"))
    )
