"""The docs' sample answers, read leniently: comments, stray commas, and ends that were cut off."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from sandbox.catalogue import sources

METHODS = Path(__file__).parents[4] / "shared/data/bitrix24/methods.jsonl"
COMMENT = re.compile(r"(?m)(^|[\s,{\[])//.*$")
STRAY_COMMA = re.compile(r",(\s*[}\]])")
CLOSING = {"{": "}", "[": "]"}


def read() -> dict[str, Any]:
    """The `result` of each sample by lower-case method, of REST 3.0 after `api/`.

    Nothing where the catalogue of methods is absent.
    """
    if not METHODS.exists():
        return {}
    rows = sources.extracted(METHODS)
    marked = {f"api/{name}" if row.get("rest_v3") else name: row for name, row in rows.items()}
    parsed = {name: parse(row.get("response") or "") for name, row in marked.items()}
    return {
        name: sample["result"] for name, sample in parsed.items() if isinstance(sample, dict) and "result" in sample
    }


def parse(text: str) -> Any:
    """What can be read of a sample; None when nothing can."""
    clean = STRAY_COMMA.sub(r"\1", COMMENT.sub(r"\1", text))
    for candidate in (clean, closed(clean)):
        try:
            return json.loads(STRAY_COMMA.sub(r"\1", candidate))
        except ValueError:
            continue
    return None


def closed(text: str) -> str:
    """A text that ends in the middle, cut back to its last whole element and closed."""
    stack: list[str] = []
    whole, open_then = 0, list(stack)
    inside, escaped = False, False
    for place, sign in enumerate(text):
        if inside:
            inside, escaped = sign != '"' or escaped, sign == "\\" and not escaped
        elif sign == '"':
            inside = True
        elif sign in CLOSING:
            stack.append(sign)
        elif sign in CLOSING.values() and stack:
            stack.pop()
        elif sign == ",":
            whole, open_then = place, list(stack)
    return text[:whole] + "".join(CLOSING[sign] for sign in reversed(open_then))
