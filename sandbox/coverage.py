"""`python -m sandbox.coverage`: write COVERAGE.md, what of the documented host the sandbox has («охват»)."""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sandbox import areas
from sandbox.call import METHODS
from sandbox.catalogue import Entry, entries
from sandbox.v3.calls import METHODS as THIRD

HERE = Path(__file__).parent
FILE = HERE / "COVERAGE.md"
SAMPLES_FILE = HERE / "catalogue/samples.json"
TRAPS_FILE = HERE / "catalogue/traps.json"
WITHOUT_PAGE = "served by address, without a page of its own as a method"
# Two or more words of a name that make an area of their own; everything else goes by its first word.
DEEP = (
    "crm.item.productrow", "crm.item.payment", "crm.item.details", "crm.item", "crm.activity", "crm.timeline",
    "crm.requisite", "crm.address", "crm.type", "crm.category", "crm.status", "crm.stagehistory", "crm.automation",
    "crm.documentgenerator", "crm.deal", "crm.contact", "crm.company", "crm.lead", "crm.quote", "crm.product",
    "crm.currency", "crm.invoice", "disk.storage", "disk.folder", "disk.file", "bizproc.robot", "bizproc.activity",
    "bizproc.workflow", "bizproc.task", "lists.element", "lists.field", "lists.section", "tasks.task",
    "event.offline", "sale.payment",
)  # fmt: skip
LATER = {
    "crm.documentgenerator": "documents by template", "documentgenerator": "documents by template", "mail": "REST 3.0",
    "entity": "storage of applications", "sale": "the shop", "sign": "signing", "calendar": "the calendar",
    "landing": "sites", "telephony": "telephony", "voximplant": "telephony",
    "crm.invoice": "outdated by the host", "catalog": "the catalogue of goods", "imbot": "chat bots",
    "imopenlines": "open lines", "booking": "booking", "rpa": "outdated by the host",
}  # fmt: skip


def area_of(method: str) -> str:
    return next((area for area in DEEP if method == area or method.startswith(f"{area}.")), method.partition(".")[0])


def is_here(name: str) -> bool:
    """A method that both versions have counts by the classic one; REST 3.0 has a part of its own."""
    return name in METHODS or (name in THIRD and 1 not in entries()[name].versions)


def report() -> str:
    areas.load()
    samples: dict[str, dict[str, Any]] = json.loads(SAMPLES_FILE.read_text("utf-8"))
    parts = [_head(samples), *_table(samples), "", *_partly(), "", *_third(), "", *_differing(samples), "", *_traps()]
    return "\n".join([*parts, ""])


def _head(samples: dict[str, dict[str, Any]]) -> str:
    known = _here(list(entries()))
    checked = sum(bool(outcome.get("passed")) for outcome in samples.values())
    own = ", ".join(f"`{name}`" for name in sorted(METHODS.keys() - entries().keys()))
    return f"""# What of the host the sandbox has

Made by `python -m sandbox.coverage`; a test compares. Documented methods: {len(entries())}. Here: {len(known)}.
Called by a replay: {len(samples)}. Of these, answers of the same shape as the docs' own sample: {checked}.
Also {own}: {WITHOUT_PAGE}.

*Here* says that the method follows the rules of its page as far as the sandbox's data goes; *sample*, that its
answer has every key and type of the page's sample (a page without a readable sample cannot be checked so).

| area | documented | here | sample | left for later |
|---|---:|---:|---:|---|"""


def _table(samples: dict[str, dict[str, Any]]) -> Iterator[str]:
    by_area: dict[str, list[str]] = defaultdict(list)
    for name in entries():
        by_area[area_of(name)].append(name)
    for area in sorted(by_area, key=lambda a: (not _here(by_area[a]), a)):
        names = by_area[area]
        here = _here(names)
        checked = sum(bool((samples.get(name) or samples.get(f"api/{name}", {})).get("passed")) for name in names)
        later = LATER.get(area, "not begun") if not here else ""
        yield f"| {area} | {len(names)} | {len(here) or '–'} | {checked or '–'} | {later} |"


def _here(names: list[str]) -> list[str]:
    return [name for name in names if is_here(name)]


def _partly() -> Iterator[str]:
    yield "## Areas that are here in part: what they lack\n"
    lacking: dict[str, list[Entry]] = defaultdict(list)
    for name, entry in entries().items():
        if not is_here(name):
            lacking[area_of(name)].append(entry)
    begun = {area_of(name) for name in (*METHODS, *THIRD)}
    for area in sorted(begun & lacking.keys()):
        names = ", ".join(f"`{entry.name}`{_note(entry)}" for entry in lacking[area])
        yield f"- **{area}**: {names}"


def _note(entry: Entry) -> str:
    return " (REST 3.0)" if entry.versions == (3,) else ""


def _third() -> Iterator[str]:
    yield "## REST 3.0 (`/rest/api/`)\n"
    by_area: dict[str, list[str]] = defaultdict(list)
    for name, entry in entries().items():
        if entry.is_third:
            by_area[".".join(name.split(".")[:2])].append(name)
    documented = [name for names in by_area.values() for name in names]
    own = ", ".join(f"`{name}`" for name in sorted(THIRD.keys() - entries().keys()))
    yield f"{sum(name in THIRD for name in documented)} of {len(documented)} documented methods; also {own}.\n"
    for area, names in sorted(by_area.items()):
        lacking = [f"`{name}`" for name in names if name not in THIRD]
        absent = "" if len(lacking) in (0, len(names)) else f"; not {', '.join(lacking)}"
        yield f"- **{area}**: {len(names) - len(lacking)} of {len(names)}{absent}"


def _differing(samples: dict[str, dict[str, Any]]) -> Iterator[str]:
    yield "## Answers that differ from the docs' sample\n"
    found = {name: outcome["differences"] for name, outcome in samples.items() if outcome.get("differences")}
    for name, texts in found.items():
        yield f"- `{name}`: {'; '.join(texts)}"
    if not found:
        yield "None of those that could be compared."


def _traps() -> Iterator[str]:
    """Behaviours that surprise; `tests/sandbox/test_traps_*.py` shows them."""
    traps: list[dict[str, str]] = json.loads(TRAPS_FILE.read_text("utf-8"))
    shown = [trap for trap in traps if "test" in trap]
    yield "## Traps\n"
    yield f"{len(shown)} of {len(traps)} surprises of the host are shown by a test each. The others:\n"
    yield from (f"- {trap['id']}. {trap['trap']}: {trap['why']}" for trap in traps if "test" not in trap)


def main() -> None:
    FILE.write_text(report(), "utf-8")
    sys.stdout.write(f"{FILE.name} is written\n")


if __name__ == "__main__":
    main()
