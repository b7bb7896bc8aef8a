"""Commands on a whole installation: `audit`, `backup`, `mirror`, `restore`, `keys --rotate`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from app import audit, backup, reading
from app.bootstrap import build
from config.settings import Settings


def run(asked: argparse.Namespace) -> int:
    """The exit code. Raises AppError kinds."""
    match asked.command:
        case "keys":
            _rotate_keys()
        case "audit":
            return _audit(asked)
        case "mirror":
            return _mirror(asked)
        case "backup" | "restore":
            _copy(asked.command, asked.file)
    return 0


def _audit(asked: argparse.Namespace) -> int:
    application = build(Settings.load(), ring=_nobody)
    try:
        match asked.what:
            case "head":
                return audit.show_heads(application, asked.portal)
            case "export":
                return audit.export(application, asked.portal)
        return audit.check(application, asked.portal, asked.head, asked.file)
    finally:
        application.close()


def _mirror(asked: argparse.Namespace) -> int:
    application = build(Settings.load(), ring=_nobody)
    try:
        return reading.read_portal(application, asked.portal, again=asked.again)
    finally:
        application.close()


def _rotate_keys() -> None:
    """Seal all secrets anew with the newest key: the older ones may be taken out of ENCRYPTION_KEYS then."""
    application = build(Settings.load(), ring=_nobody)
    count = application.portals.reseal()
    application.close()
    sys.stdout.write(f"Порталов перешифровано новым ключом: {count}. Прежние ключи можно убрать из ENCRYPTION_KEYS.\n")


def _copy(what: str, file: Path) -> None:
    application = build(Settings.load(), ring=_nobody)
    try:
        if what == "backup":
            backup.backup(application.database, file)
            sys.stdout.write(f"Копия записана: {file}. Храните её отдельно от ENCRYPTION_KEYS.\n")
        else:
            backup.restore(application.database, file)
            sys.stdout.write("База восстановлена. Что сверить с порталом: docs/ru/deployment.md, «Восстановление».\n")
    finally:
        application.close()


def _nobody() -> None:
    """A command that ends at once has nobody to ring for."""
