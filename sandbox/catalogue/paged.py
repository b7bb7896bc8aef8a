"""Methods that neither list has, read from their pages: name, scope, the parameters of the top level, error codes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from sandbox.catalogue.sources import Row

# An event has no such line, and the JS library's own functions have no scope.
HEADING = re.compile(r"# .*?\s([a-z]\w*(?:\.\w+)+)\s*$", re.MULTILINE)
SCOPE = re.compile(r"^> Scope: \[`([\w,.]+)`\]", re.MULTILINE)
WHO = "Кто может выполнять метод"
PARAMETERS = re.compile(r"^##? Параметры метода\s*$(.*?)^#{2,}? ", re.MULTILINE | re.DOTALL)
PARAMETER = re.compile(r"^\|\| \*\*(\w+)(\*?)(?:\^\*\^)?\*\*\s*\n?\[`([\w\[\]]+)`\]", re.MULTILINE)
ERROR = re.compile(r"^\|\| `([A-Z][A-Z0-9_]+)` \|([^|\n]*)", re.MULTILINE)


def rows(pages: Mapping[str, str]) -> dict[str, Row]:
    """By lower-case name, in the form of the extracted list."""
    found = (_row(path, text) for path, text in pages.items() if WHO in text)
    return {row["method"].lower(): row for row in found if row is not None}


def _row(path: str, text: str) -> Row | None:
    heading, scope = HEADING.match(text), SCOPE.search(text)
    if heading is None or scope is None:
        return None
    return {
        "method": heading[1],
        "path": path,
        "scope": scope[1],
        "params": list(_parameters(text)),
        "errors": [list(error) for error in ERROR.findall(text)],
        "notes": [["warning", "DEPRECATED", ""]] if '"DEPRECATED"' in text else [],
        "rest_v3": "rest-v3" in path,
    }


def _parameters(text: str) -> Iterator[list[str]]:
    section = PARAMETERS.search(text)
    for name, star, kind in PARAMETER.findall(section[1] if section else ""):
        yield [name + star, kind]
