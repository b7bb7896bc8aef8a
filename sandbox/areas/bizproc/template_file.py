"""Files of templates (`.bpt`): a PHP array, serialized and packed by zlib, that holds a tree of activities.

api-reference/bizproc/template/bizproc-workflow-template-add.md names the format and no more. Of the tree the sandbox
can carry out a sequence of tasks for people; activities of apps stand in it under names that only the host knows.
"""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Callable
from typing import Any

from sandbox.areas.bizproc import assignments
from sandbox.params import as_list, as_map
from sandbox.store import Record

LARGEST_BYTES = 8 * 1024 * 1024
DEEPEST = 100
SCALARS: dict[bytes, Callable[[bytes], Any]] = {b"i": int, b"d": float, b"b": lambda text: text == b"1"}


def read(given: Any) -> Record:
    """TEMPLATE (steps), PARAMETERS, VARIABLES, CONSTANTS of a file (`[name, base64]`, `{fileData: …}` or base64).

    Raises ValueError: no template.
    """
    parts = as_list(as_map(given).get("fileData", given) if isinstance(given, dict) else given)
    try:
        packed = base64.b64decode(str(parts[-1]) if parts else "", validate=True)
        content = zlib.decompressobj().decompress(packed, LARGEST_BYTES) if packed[:1] == b"x" else packed
    except (binascii.Error, zlib.error) as error:
        raise ValueError("not a packed template") from error
    tree = as_map(Reader(content).value())
    if not as_map(tree.get("TEMPLATE")):
        raise ValueError("no TEMPLATE in it")
    described = {name: as_map(tree.get(name)) for name in ("PARAMETERS", "VARIABLES", "CONSTANTS")}
    return {"TEMPLATE": _steps(tree["TEMPLATE"]), **described}


def _steps(tree: dict[str, Any]) -> list[Record]:
    """The top level of the tree, one after another."""
    root = as_map(next(iter(tree.values()), {}))
    children = [as_map(one) for one in as_map(root.get("Children")).values()]
    return [
        {"name": str(one.get("Name", "")), "CODE": str(one.get("Type", "")), "client_id": "", "timeout": 0, "delay": 0,
         "title": assignments.TITLES.get(str(one.get("Type")), str(one.get("Type", ""))), "auth_user_id": 0,
         "properties": as_map(one.get("Properties"))}
        for one in children
    ]  # fmt: skip


class Reader:
    """PHP's serialize() read back: numbers, strings, arrays; objects are refused. Keys become strings."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0

    def value(self, depth: int = 0) -> Any:
        """Raises ValueError on anything that is not serialized."""
        kind = self._take(1)
        if depth > DEEPEST:
            raise ValueError("too deep")
        if kind == b"N":
            self._expect(b";")
            return None
        self._expect(b":")
        if kind in SCALARS:
            return SCALARS[kind](self._until(b";"))
        if kind not in (b"s", b"a"):
            raise ValueError("not serialized, or an object")
        size = int(self._until(b":"))
        return self._string(size) if kind == b"s" else self._array(size, depth)

    def _string(self, size: int) -> str:
        self._expect(b'"')
        text = self._take(size)
        self._expect(b'";')
        return text.decode("utf-8", "replace")

    def _array(self, size: int, depth: int) -> dict[str, Any]:
        self._expect(b"{")
        found = {}
        for _ in range(size):
            key = self.value(depth + 1)
            found[str(key)] = self.value(depth + 1)
        self._expect(b"}")
        return found

    def _take(self, size: int) -> bytes:
        part = self._content[self._at : self._at + size]
        if size < 0 or len(part) != size:
            raise ValueError("it ends too early")
        self._at += size
        return part

    def _expect(self, sign: bytes) -> None:
        if self._take(len(sign)) != sign:
            raise ValueError("not serialized")

    def _until(self, sign: bytes) -> bytes:
        end = self._content.find(sign, self._at)
        if end < 0:
            raise ValueError("it ends too early")
        part = self._content[self._at : end]
        self._at = end + 1
        return part
