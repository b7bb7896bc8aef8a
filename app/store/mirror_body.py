"""An object of the mirror as the database keeps it: its text, and a digest that equal objects share."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

import orjson

from app.domain.mirror import RawObject

_NUL = "\\u0000"


def packed(item: RawObject) -> tuple[int, str]:
    """Digest (63 bits, not negative) and JSON with sorted keys; what no database keeps is left out."""
    try:
        body = _dump(item.body)
    except TypeError:  # half a character, or a number longer than 64 bits
        body = _dump(_storable(item.body))
    if _NUL in body:
        body = _dump(_storable(item.body))
    digest = blake2b(f"{item.id}:{body}".encode(), digest_size=8).digest()
    return int.from_bytes(digest) >> 1, body


def _dump(value: Any) -> str:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS).decode()


def _storable(value: Any) -> Any:
    if isinstance(value, dict):
        return {_storable(key): _storable(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_storable(inner) for inner in value]
    if isinstance(value, str):
        return value.replace("\0", "").encode(errors="replace").decode()
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() > 63:  # noqa: PLR2004
        return str(value)
    return value
