"""How a configurable activity looks («структура конфигурируемого дела»): which parts it may have, and what is in them.

crm/timeline/activities/configurable/structure/. The codes of errors are of crm-activity-configurable-add.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sandbox.areas.activities import errors
from sandbox.params import as_bool, as_int, as_list, as_map

KEY = re.compile(r"[A-Za-z0-9_-]+")
LANGUAGES = ("ru", "en")
DEEPEST = 12


@dataclass(frozen=True)
class Part:
    """A field of a part: `kind` is a scalar's name or another part's; `many` is the most of a map of them."""

    kind: str = "string"
    required: bool = False
    values: tuple[str, ...] = ()
    many: int = 0


TEXT, FLAG, NEEDED = Part("text"), Part("flag"), Part("text", required=True)
ACTION, SCOPE = Part("action"), Part("enum", values=("web", "mobile"))
COLOURS = ("warning", "success", "failure", "primary", "secondary")
UNBOUND = 10**6
PARTS: dict[str, dict[str, Part]] = {
    "layout": {
        "icon": Part("icon", required=True), "header": Part("header", required=True),
        "body": Part("body", required=True), "footer": Part("footer"),
    },
    "icon": {"code": Part(required=True)},
    "header": {"title": NEEDED, "titleAction": ACTION, "tags": Part("tag", many=2)},
    "tag": {
        "title": NEEDED, "type": Part("enum", required=True, values=COLOURS), "action": ACTION, "scope": SCOPE,
        "hideIfReadonly": FLAG,
    },
    "body": {"logo": Part("logo", required=True), "blocks": Part("block", many=20)},
    "logo": {"code": Part(required=True), "action": ACTION},
    "footer": {"buttons": Part("button", many=2), "menu": Part("menu")},
    "button": {
        "title": NEEDED, "type": Part("enum", required=True, values=("primary", "secondary")),
        "action": Part("action", required=True), "scope": SCOPE, "hideIfReadonly": FLAG,
    },
    "menu": {
        "showPinItem": FLAG, "showPostponeItem": FLAG, "showDeleteItem": FLAG,
        "items": Part("menu item", many=UNBOUND),
    },
    "menu item": {"title": NEEDED, "action": Part("action", required=True), "scope": SCOPE, "hideIfReadonly": FLAG},
    "slider": {"width": Part("number"), "leftBoundary": Part("number"), "title": Part()},
}  # fmt: skip
ACTIONS: dict[str, dict[str, Part]] = {
    "redirect": {"uri": Part()},
    "restEvent": {"id": Part(required=True), "actionParams": Part("free"), "animationType": Part()},
    "openRestApp": {"actionParams": Part("free"), "sliderParams": Part("slider")},
}
BLOCKS: dict[str, dict[str, Part]] = {
    "text": {
        "value": NEEDED, "multiline": FLAG, "title": TEXT, "bold": FLAG, "scope": SCOPE,
        "size": Part("enum", values=("xs", "sm", "md")),
        "color": Part("enum", values=("base_50", "base_60", "base_70", "base_90")),
    },
    "largeText": {"value": NEEDED, "scope": SCOPE},
    "link": {"text": NEEDED, "action": Part("action", required=True), "bold": FLAG, "scope": SCOPE},
    "withTitle": {"title": NEEDED, "block": Part("inner block", required=True), "inline": FLAG, "scope": SCOPE},
    "lineOfBlocks": {"blocks": Part("inner block", required=True, many=UNBOUND), "scope": SCOPE},
    "deadline": {"readonly": FLAG, "scope": SCOPE},
}  # fmt: skip
INNER = ("text", "link", "deadline")


def checked(given: Any) -> dict[str, Any]:
    """The layout as the host keeps it. Raises ERROR_EMPTY_LAYOUT, FIELD_IS_REQUIRED, FIELD_IS_REDUNDANT, ENUM_FIELD,
    TOO_MANY_ITEMS, KEY_CONTAIN_WRONG_SYMBOLS, WRONG_LANG.
    """
    if not as_map(given):
        raise errors.empty_layout()
    return _fields(PARTS["layout"], as_map(given), "layout", 0)


def blocks(given: Any) -> dict[str, Any]:
    """Content blocks alone, one to twenty (RestAppLayoutDto). Raises as `checked`."""
    if not as_map(given):
        raise errors.no_blocks()
    return dict(_value(Part("block", many=20), given, "blocks", 0))


def _fields(known: dict[str, Part], given: dict[str, Any], path: str, depth: int) -> dict[str, Any]:
    for name in given:
        if name not in known:
            raise errors.redundant(f"{path}.{name}")
    for name, part in known.items():
        if part.required and given.get(name) in (None, "", [], {}):
            raise errors.required(f"{path}.{name}")
    if depth > DEEPEST:
        raise errors.too_many(path)
    return {name: _value(known[name], value, f"{path}.{name}", depth + 1) for name, value in given.items()}


def _value(part: Part, value: Any, path: str, depth: int) -> Any:
    if part.many:
        return _map(part, as_map(value), path, depth)
    if part.kind in PARTS:
        return _fields(PARTS[part.kind], as_map(value), path, depth)
    if part.kind == "action":
        return _typed(ACTIONS, as_map(value), path, depth)
    if part.kind in ("block", "inner block"):
        return _block(part, as_map(value), path, depth)
    return _scalar(part, value, path)


def _map(part: Part, given: dict[str, Any], path: str, depth: int) -> dict[str, Any]:
    if len(given) > part.many:
        raise errors.too_many(path)
    for key in given:
        if not KEY.fullmatch(key):
            raise errors.wrong_key(f"{path}.{key}")
    one = Part(part.kind)
    return {key: _value(one, value, f"{path}.{key}", depth + 1) for key, value in given.items()}


def _typed(kinds: dict[str, dict[str, Part]], given: dict[str, Any], path: str, depth: int) -> dict[str, Any]:
    kind = str(given.get("type") or "")
    if not kind:
        raise errors.required(f"{path}.type")
    if kind not in kinds:
        raise errors.not_of_list(f"{path}.type")
    rest = {name: value for name, value in given.items() if name != "type"}
    return {"type": kind, **_fields(kinds[kind], rest, path, depth)}


def _block(part: Part, given: dict[str, Any], path: str, depth: int) -> dict[str, Any]:
    kind = str(given.get("type") or "")
    if not kind:
        raise errors.required(f"{path}.type")
    if kind not in BLOCKS or (part.kind == "inner block" and kind not in INNER):
        raise errors.not_of_list(f"{path}.type")
    for name in given:
        if name not in ("type", "properties"):
            raise errors.redundant(f"{path}.{name}")
    return {"type": kind, "properties": _fields(BLOCKS[kind], as_map(given.get("properties")), path, depth)}


def _scalar(part: Part, value: Any, path: str) -> Any:
    if part.kind == "flag":
        return as_bool(value)
    if part.kind == "number":
        return as_int(value)
    if part.kind == "free":
        return _strings(value)
    if part.kind == "text" and isinstance(value, dict):
        if not set(value) <= set(LANGUAGES):
            raise errors.wrong_language(path)
        return {language: str(text) for language, text in value.items()}
    if part.values and str(value) not in part.values:
        raise errors.not_of_list(path)
    return str(value) if isinstance(value, (str, int, float)) else ""


def _strings(value: Any) -> Any:
    """Parameters of actions are kept as strings: the page's sample sends 456 and gets «456»."""
    if isinstance(value, dict):
        return {key: _strings(one) for key, one in value.items()}
    return [_strings(one) for one in as_list(value)] if isinstance(value, list) else str(value)


def said(text: Any) -> str:
    """A text with translations, in Russian."""
    if isinstance(text, dict):
        return str(text.get("ru") or text.get("en") or next(iter(text.values()), ""))
    return str(text or "")


def texts_of(layout: dict[str, Any]) -> list[str]:
    """What its body says, a line a block."""
    return [line for one in as_map(layout.get("body")).get("blocks", {}).values() if (line := _line(one))]


def _line(block: dict[str, Any]) -> str:
    held = block["properties"]
    title = said(held.get("title")) if block["type"] == "withTitle" else ""
    inner = [held["block"]] if "block" in held else list(held.get("blocks", {}).values())
    parts = [title, said(held.get("value") or held.get("text")), *map(_line, inner)]
    return " ".join(part for part in parts if part)


def events_of(layout: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """(title, action) of everything that may be clicked and tells the app of it (`restEvent`)."""
    found: list[tuple[str, dict[str, Any]]] = []

    def walk(node: Any, title: str) -> None:
        if not isinstance(node, dict):
            return
        title = said(node.get("title") or node.get("text") or title)
        if node.get("type") == "restEvent":
            found.append((title, node))
        for inner in node.values():
            walk(inner, title)

    walk(layout, "")
    return found
