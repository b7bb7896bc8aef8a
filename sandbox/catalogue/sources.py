"""Reads what others extracted from the official docs: a list of methods, and the docs' own specification."""

from __future__ import annotations

import io
import json
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SPECIFICATION = "_assets/simulator/spec/methods"
PAGES = "api-reference"
Row = dict[str, Any]


def extracted(path: Path) -> dict[str, Row]:
    """Methods of a JSON-lines file by lower-case name; of two rows about one method the fuller, events left out."""
    rows: dict[str, Row] = {}
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        key = row["method"].lower()
        is_event = key.startswith("on") and "." not in key
        if not is_event and (key not in rows or "path" in row):
            rows[key] = row
    return rows


def specified(repository: Path) -> dict[str, Row]:
    """The specification files of a clone (bare or not) of the docs repository. Raises CalledProcessError."""
    specs = (json.loads(text) for _, text in _files(repository, SPECIFICATION, ".json"))
    return {spec["method"].lower(): spec for spec in specs}


def pages(repository: Path) -> dict[str, str]:
    """The pages about methods by path. Raises CalledProcessError."""
    return dict(_files(repository, PAGES, ".md"))


def _files(repository: Path, folder: str, ending: str) -> Iterator[tuple[str, str]]:
    command = ["git", "-C", str(repository), "archive", "HEAD", folder]
    archive = subprocess.run(command, check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        for member in files:
            content = files.extractfile(member) if member.name.endswith(ending) else None
            if content is not None:
                yield member.name, content.read().decode("utf-8")
