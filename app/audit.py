"""Checking the sealed history from the command line: `python -m app audit head|verify|export`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import Any

from app.bootstrap import Application
from app.domain.seal import Batch, Head, HistoryLine, Verdict, verify
from app.errors import SettingsError
from app.store.portals import PortalRow
from app.store.seals import Seals


def show_heads(application: Application, portal: str) -> int:
    """A line a portal, to be kept where whoever could change the database cannot reach it."""
    for row in _chosen(application, portal):
        seals = Seals(application.database, row.id)
        seals.seal(application.clock.now())
        sys.stdout.write(f"{row.member_id} {row.domain} {seals.head()}\n")
    return 0


def check(application: Application, portal: str, head: str, file: Path | None) -> int:
    """0: whole; 1: the line says what does not fit. `file`: an export, checked without any database."""
    expected = _head(head)
    if file is not None:
        return _tell(str(file), _verify_file(file, expected))
    rows = _chosen(application, portal)
    if expected is not None and len(rows) != 1:
        raise SettingsError("Сохранённый хеш принадлежит одному порталу: назовите его в --portal.")
    answers = [_tell(row.domain, Seals(application.database, row.id).verify(expected)) for row in rows]
    return max(answers, default=0)


def export(application: Application, portal: str) -> int:
    """JSON lines: each line of the history with the number of its seal, and after a batch the seal itself."""
    for row in _chosen(application, portal, one=True):
        seals = Seals(application.database, row.id)
        seals.seal(application.clock.now())
        for batch in seals.batches():
            for line in batch.lines:
                _write({"seal": batch.head.n, "line": asdict(line)})
            _write({"head": str(batch.head)})
    return 0


def _chosen(application: Application, portal: str, *, one: bool = False) -> list[PortalRow]:
    rows = [row for row in application.portals.all() if portal in ("", row.domain, row.member_id)]
    if portal and not rows:
        raise SettingsError(f"Портал {portal} не найден.")
    if one and len(rows) != 1:
        raise SettingsError("Назовите один портал: --portal с его адресом или member_id.")
    return rows


def _head(text: str) -> Head | None:
    try:
        return Head.parse(text) if text else None
    except ValueError as error:
        raise SettingsError(f"{text} не похоже на строку команды «audit head»: нужно номер:строк:хеш.") from error


def _tell(name: str, verdict: Verdict) -> int:
    if verdict.is_whole:
        sys.stdout.write(f"✓ {name}: история цела, строк {verdict.head.total}, печать {verdict.head}\n")
        return 0
    sys.stdout.write(f"✗ {name}: {verdict.fault}; до печати {verdict.head} история цела\n")
    return 1


def _verify_file(file: Path, expected: Head | None) -> Verdict:
    try:
        with file.open(encoding="utf-8") as lines:
            return verify(_batches(json.loads(line) for line in lines), expected)
    except (ValueError, KeyError, TypeError) as error:
        raise SettingsError(f"{file}: это не выгрузка команды «audit export» ({error}).") from error


def _batches(records: Iterable[dict[str, Any]]) -> Iterator[Batch]:
    lines: list[HistoryLine] = []
    for is_head, group in groupby(records, key=lambda record: "head" in record):
        if not is_head:
            lines = [HistoryLine(**record["line"]) for record in group]
            continue
        for record in group:
            yield Batch(Head.parse(record["head"]), lines)
            lines = []
    if lines:
        raise ValueError("строки без печати в конце")


def _write(record: dict[str, Any]) -> None:
    sys.stdout.write(f"{json.dumps(record, ensure_ascii=False)}\n")
