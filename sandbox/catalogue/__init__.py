"""What the official docs say of each REST method: facts that `python -m sandbox.catalogue` puts in catalogue.json."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

THIRD = 3
FILE = Path(__file__).parent.with_suffix(".json")


@dataclass(frozen=True)
class Entry:
    """One documented method. `parameters` are those of the top level, name → type as the docs name it.

    `versions`: 1 is the classic REST, 3 is REST 3.0, whose page is `third_page`.
    """

    name: str
    scope: str
    page: str
    parameters: Mapping[str, str]
    required: tuple[str, ...]
    any_of: tuple[tuple[str, ...], ...]
    errors: Mapping[str, int | None]
    paged: bool
    app_context: bool
    frozen: bool
    versions: tuple[int, ...]
    third_page: str

    @property
    def is_third(self) -> bool:
        return THIRD in self.versions

    def missing(self, params: Mapping[str, Any]) -> str | None:
        """The first required parameter that a call lacks; names compare without case, as old methods read them."""
        given = {name.lower() for name in params}
        alternatives = {name for group in self.any_of for name in group}
        for group in self.any_of:
            if not given.intersection(name.lower() for name in group):
                return group[0]
        alone = (name for name in self.required if name not in alternatives)
        return next((name for name in alone if name.lower() not in given), None)


@cache
def entries() -> dict[str, Entry]:
    """Documented methods by lower-case name."""
    stored: dict[str, dict[str, Any]] = json.loads(FILE.read_text("utf-8"))
    return {name.lower(): _entry(name, facts) for name, facts in stored.items()}


def _entry(name: str, facts: Mapping[str, Any]) -> Entry:
    return Entry(
        name=name,
        scope=facts["scope"],
        page=facts["page"],
        parameters=facts.get("parameters", {}),
        required=tuple(facts.get("required", ())),
        any_of=tuple(tuple(group) for group in facts.get("any_of", ())),
        errors=facts.get("errors", {}),
        paged=facts.get("paged", False),
        app_context=facts.get("app_context", False),
        frozen=facts.get("frozen", False),
        versions=tuple(facts.get("versions", (1,))),
        third_page=facts.get("third_page", facts["page"]),
    )
