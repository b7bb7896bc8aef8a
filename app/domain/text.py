"""Text that came from outside, made safe to print: one line, nothing invisible in it."""

from __future__ import annotations

import unicodedata

_SPACES = frozenset({"Zs", "Zl", "Zp", "Cc"})
"""Line breaks and tabs are Cc: they part words, so they become a space and are not dropped."""
_INVISIBLE = frozenset({"Cf", "Cs", "Co", "Cn"})
"""Directional overrides, zero-width characters, lone surrogates, unassigned code points."""


def one_line(text: str) -> str:
    """Return `text` in NFC on one line: no control or invisible characters, single spaces."""
    seen = (_visible(char) for char in unicodedata.normalize("NFC", text))
    return " ".join("".join(seen).split())


def quoted(text: str) -> str:
    """Return «text», with the quotation marks inside it made „inner“ ones, as Russian typography wants."""
    return f"«{text.replace('«', '„').replace('»', '“')}»"


def _visible(char: str) -> str:
    category = unicodedata.category(char)
    if category in _SPACES:
        return " "
    return "" if category in _INVISIBLE else char
