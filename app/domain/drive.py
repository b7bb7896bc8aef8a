"""Names on the shared drive («Общий диск»), from texts that anybody may have typed."""

from __future__ import annotations

from app.domain.text import one_line

MAX_BYTES = 255
NAMELESS = "Без названия"
_SWAPS = str.maketrans(
    {**dict.fromkeys("/\\:|", "-"), **dict.fromkeys('"<>', "'"), **dict.fromkeys("*?", "")}
)
_DEVICES = frozenset({"CON", "PRN", "AUX", "NUL", *(f"{d}{n}" for d in ("COM", "LPT") for n in range(1, 10))})


def clean_name(text: str, ending: str = "") -> str:
    """Return a name for a folder or a file: `text` without what a file system or a reader trips over.

    At most 255 bytes of UTF-8, never empty. `ending` («.pdf», « (ID 42)») is kept whole whatever `text` is.
    """
    tail = _plain(ending).rstrip(". ")
    if len(tail.encode()) >= MAX_BYTES // 2:
        raise ValueError("an ending that leaves no room for the name")
    name = _cut(_plain(text).strip(". "), MAX_BYTES - len(tail.encode())).rstrip(". ") or NAMELESS
    # The portal's drive is synchronised to Windows, where these are devices whatever follows the dot.
    if name.partition(".")[0].rstrip().upper() in _DEVICES:
        name = _cut(f"_{name}", MAX_BYTES - len(tail.encode())).rstrip(". ")
    return name + tail


def _plain(text: str) -> str:
    lead = " " if text.startswith(" ") else ""
    return lead + one_line(text.translate(_SWAPS))


def _cut(text: str, limit: int) -> str:
    return text.encode()[:limit].decode(errors="ignore")
