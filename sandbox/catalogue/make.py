"""Turns what the docs say of a method into the catalogue's own facts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from sandbox.catalogue.sources import Row

BASE_SCOPE = ("базовый", "None", "")
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
CODE = re.compile(r"[A-Za-z][A-Za-z0-9_]{2,}|\d{1,3}|-")
EMPTY_CODE = re.compile(r"(?i)(пуст\S*( \S+)?|\"\"|''|—)?")
APP_ONLY = re.compile(
    r"(?i)context required|ERROR_WRONG_CONTEXT|авторизованный в приложении|авторизации приложения"
    r"|только в контексте приложения|не из контекста приложения"
)
PAGE_APP_ONLY = re.compile(r"етод работает только в контексте (авторизации )?\[?приложени")
ANY_OF = re.compile(r"хотя бы один из параметров: (\w+) (?:или|и) (\w+)")
INSTEAD_OF = re.compile(r"Обязател\w+, если не (?:передан|указан)(?: параметр)? (\w+)")
CONDITIONAL = "Чтобы"
THIRD = "Метод относится к REST 3.0"
ANSWER = "time"
CONDITIONAL_PARAMETER = "Необязателен, если"
# Polls are named by number, by signed number or by their message; the table of the first way is read.
ONE_OF_THREE_WAYS = ("download", "get", "getAnswerVoted", "getWithVoted", "recall", "resume", "stop", "vote")
# Starred in the table, yet the prose says when to leave them out (offline-events.md; event-unbind.md), or that the
# answer is then null or false (im-chat-get.md; access-name.md).
NOT_REQUIRED = {
    "event.bind": {"handler"}, "event.unbind": {"handler"}, "im.chat.get": {"ENTITY_TYPE", "ENTITY_ID"},
    "access.name": {"ACCESS"}, **{f"vote.AttachedVote.{verb}": {"attachId"} for verb in ONE_OF_THREE_WAYS},
}  # fmt: skip
CONTAINERS = ("object", "array")
FIRST_STATUS, LAST_STATUS = 200, 599


def facts(row: Row | None, spec: Row | None, text: str = "") -> dict[str, Any]:
    """One entry of catalogue.json; at least one of the two sources is given. What is empty or usual is left out."""
    parameters = dict(_specified(spec, row) if spec else _listed(row or {}))
    optional = NOT_REQUIRED.get(str((spec or row or {})["method"]), set())
    found = {
        "scope": _scope((spec or row or {}).get("scope")),
        "page": page(row, spec),
        "parameters": {name: kind for name, (kind, _) in parameters.items()},
        "required": [name for name, (_, is_required) in parameters.items() if is_required and name not in optional],
        "any_of": _alternatives(row or {}, spec),
        "errors": dict(sorted(_errors(row or {}))),
        "paged": "start" in {name.lower() for name in parameters} or _counts(row, spec),
        "app_context": bool(APP_ONLY.search(_prose(row or {})) or PAGE_APP_ONLY.search(text)),
        "frozen": bool((spec or {}).get("deprecated")) or "DEPRECATED" in _prose(row or {}),
        "versions": _versions(row, spec, text),
        "third_page": _third_page(row, spec),
    }
    usual: tuple[object, ...] = ({}, [], False, [1], "")
    return {key: value for key, value in found.items() if key in ("scope", "page") or value not in usual}


def _scope(named: Any) -> str:
    return "" if str(named) in BASE_SCOPE else str(named)


def page(row: Row | None, spec: Row | None) -> str:
    """The page of the classic method where there are two: the specification is of it."""
    return str(spec["source"]["file"] if spec else (row or {}).get("path") or (row or {})["doc"])


def _specified(spec: Row, row: Row | None) -> Iterator[tuple[str, tuple[str, bool]]]:
    """A page without parameters was read at its table of the answer, and one without stars has all required."""
    if ANSWER in {parameter["name"] for parameter in spec["params"]}:
        return
    starred = _starred(row) if row and not row.get("rest_v3") else None
    for parameter in spec["params"]:
        name = parameter["name"]
        is_required = parameter["required"] and (name in starred if starred is not None else spec["requiredConvention"])
        is_required = is_required and CONDITIONAL_PARAMETER not in parameter["description"]
        if NAME.fullmatch(name):
            yield name, (parameter["type"], bool(is_required))


def _starred(row: Row) -> set[str]:
    return {name.rstrip("*") for name, _ in row.get("params", []) if name.endswith("*")}


def _listed(row: Row) -> Iterator[tuple[str, tuple[str, bool]]]:
    """A flat list: what follows a container may stand inside it, so it is not called required."""
    is_top = True
    for name, kind in row.get("params", []):
        plain = name.rstrip("*")
        if NAME.fullmatch(plain):
            yield plain, (kind, name.endswith("*") and is_top)
        is_top = is_top and kind not in CONTAINERS


def _alternatives(row: Row, spec: Row | None) -> list[list[str]]:
    """Told in a note, or by each parameter of the other."""
    notes = (str(note[2]) for note in row.get("notes", []))
    found = [list(pair) for text in notes if CONDITIONAL not in text for pair in ANY_OF.findall(text)]
    for parameter in (spec or {}).get("params", []):
        for other in INSTEAD_OF.findall(parameter["description"]):
            if sorted([parameter["name"], other]) not in map(sorted, found):
                found.append([parameter["name"], other])
    return found


def _errors(row: Row) -> Iterator[tuple[str, int | None]]:
    for error in row.get("errors", []):
        if isinstance(error, dict):
            yield str(error["error"]), error["status"]
            continue
        first, words = str(error[0]).strip(), [part.strip() for part in str(error[1]).split("|")]
        if first.isdigit() and FIRST_STATUS <= int(first) <= LAST_STATUS:
            yield _code(words[0]), int(first)
        elif CODE.fullmatch(first):
            last = words[-1]
            yield _code(first), int(last) if re.fullmatch(r"[2-5]\d\d", last) else None


def _code(text: str) -> str:
    return "" if EMPTY_CODE.fullmatch(text) or not CODE.fullmatch(text) else text


def _counts(row: Row | None, spec: Row | None) -> bool:
    """Whether the sample answer carries a total or a next."""
    sample = (spec or {}).get("resultExample") or {}
    return bool({"total", "next"} & set(sample)) or '"next":' in str((row or {}).get("response"))


def _prose(row: Row) -> str:
    return json.dumps([row.get("who"), row.get("errors"), row.get("notes")], ensure_ascii=False)


def _versions(row: Row | None, spec: Row | None, text: str) -> list[int]:
    """REST 3.0 only, where the one page is about it; both, where a page of its own is."""
    if not (row or {}).get("rest_v3"):
        return [3] if THIRD in text else [1]
    return [1, 3] if _third_page(row, spec) else [3]


def _third_page(row: Row | None, spec: Row | None) -> str:
    """The page of REST 3.0 of a method that has a classic one as well."""
    both = (row or {}).get("rest_v3") and spec is not None and "rest-v3" in (row or {}).get("path", "")
    return str((row or {})["path"]) if both else ""
