"""Commands of a batch (how-to-call-rest-api/batch.md): one string each, PHP brackets, 50 a request."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from app.errors import HostError, HostTimeout
from app.portal.refusals import refusal
from app.portal.values import mapping

MAX_COMMANDS = 50
_OK = 200


@dataclass(frozen=True, slots=True)
class Command:
    method: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method}?{query(self.params)}"


def query(params: Mapping[str, Any]) -> str:
    """The parameters as PHP reads them. Raises ValueError for an empty list: a query cannot carry one."""
    return "&".join(f"{quote(key, safe='[]')}={quote(value, safe='')}" for key, value in _pairs(params, ""))


def results(body: Any, labels: Sequence[str]) -> list[Any]:
    """What each command gave, in order: its result, or the HostError to raise for it."""
    inner = mapping(body)
    good, bad = _by_label(inner.get("result"), labels), mapping(inner.get("result_error"))
    return [_one(label, good, bad) for label in labels]


def _by_label(value: Any, labels: Sequence[str]) -> dict[str, Any]:
    if isinstance(value, list):
        return dict(zip(labels, value, strict=False))
    return mapping(value)


def _one(label: str, good: Mapping[str, Any], bad: Mapping[str, Any]) -> Any:
    if label in bad:
        error = mapping(bad[label])
        return refusal(error.get("error"), error.get("error_description"), _OK)
    if label in good:
        return good[label]
    return HostTimeout("ERROR_UNEXPECTED_ANSWER", "the batch does not tell what became of a command", _OK)


def raise_first(answers: Sequence[Any]) -> list[Any]:
    """The results, or the first refusal raised."""
    for answer in answers:
        if isinstance(answer, HostError):
            raise answer
    return list(answers)


def _pairs(value: Any, key: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping | list | tuple):
        if not value and key:
            raise ValueError(f"a batch command cannot carry the empty {key}")
        items = value.items() if isinstance(value, Mapping) else enumerate(value)
        for name, item in items:
            yield from _pairs(item, f"{key}[{name}]" if key else str(name))
        return
    yield key, _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    return "" if value is None else str(value)
