"""The command line: `python -m app serve`, `web`, `worker`, `beat`, `migrate`, `keys`, `audit`, `backup`, `mirror`…"""

from __future__ import annotations

import argparse
import os
import secrets
import sys
from collections.abc import Sequence
from pathlib import Path

from cryptography.fernet import Fernet

from app import audit, backup, reading
from app.bootstrap import build
from app.errors import AppError
from app.serve import commands
from app.serve.embedded import serve
from config.settings import Settings


def main(arguments: Sequence[str] | None = None) -> int:
    asked = _parser().parse_args(arguments)
    try:
        return _run(asked) or 0
    except AppError as error:
        sys.stderr.write(f"{error}\n")
        return 1


def _run(asked: argparse.Namespace) -> int | None:
    match asked.command:
        case "keys":
            _rotate_keys() if asked.rotate else _print_keys()
        case "migrate":
            migrate(Settings.load())
        case "serve":
            serve(asked.host, asked.port, asked.run, redis_url=Settings.load().redis_url)
        case "web":
            _become(commands.web(asked.host, asked.port))
        case "worker":
            _become(commands.worker())
        case "beat":
            _become(commands.beat())
        case "audit":
            return _audit(asked)
        case "mirror":
            return _mirror(asked)
        case "backup" | "restore":
            _copy(asked.command, asked.file)
    return None


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


def migrate(settings: Settings) -> None:
    """Bring the database to the newest revision; make it when there is none."""
    application = build(settings, ring=_nobody)
    application.database.migrate()
    application.close()


def _print_keys() -> None:
    """Fresh secrets for .env: they are shown once, and nobody else has them."""
    sys.stdout.write(f"ENCRYPTION_KEYS={Fernet.generate_key().decode()}\nQR_KEY={secrets.token_hex(32)}\n")


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


def _become(command: list[str]) -> None:
    os.execv(command[0], command)  # noqa: S606


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m app", description="«Первичка»: приложение для Битрикс24")
    commands_ = parser.add_subparsers(dest="command", required=True)
    everything = commands_.add_parser("serve", help="всё сразу, под присмотром: redis, web, worker, beat")
    everything.add_argument("--run", type=Path, default=Path("run"), help="папка для pid и журналов")
    web = commands_.add_parser("web", help="только веб (gunicorn)")
    for one in (everything, web):
        one.add_argument("--host", default="127.0.0.1")
        one.add_argument("--port", type=int, default=8000, help="0: свободный порт (только serve)")
    commands_.add_parser("worker", help="только обработчик очередей")
    commands_.add_parser("beat", help="только часы")
    commands_.add_parser("migrate", help="обновить базу данных")
    keys = commands_.add_parser("keys", help="напечатать новые секреты для .env")
    keys.add_argument("--rotate", action="store_true", help="перешифровать базу самым новым ключом")
    for name, words in (("backup", "записать копию базы в файл"), ("restore", "заполнить пустую базу из копии")):
        commands_.add_parser(name, help=words).add_argument("file", type=Path)
    portal = commands_.add_parser("mirror", help="прочитать портал в зеркало, с того места, где чтение остановилось")
    portal.add_argument("--portal", default="", help="адрес портала или member_id, если порталов несколько")
    portal.add_argument("--again", action="store_true", help="с начала, даже если прочитано")
    history = commands_.add_parser("audit", help="история: head — печать сейчас, verify — проверка, export — выгрузка")
    history.add_argument("what", choices=["head", "verify", "export"])
    history.add_argument("--portal", default="", help="адрес портала или его member_id; без него — все порталы")
    history.add_argument("--head", default="", help="verify: печать, которую сохранили раньше")
    history.add_argument("--file", type=Path, help="verify: проверить выгрузку, а не базу")
    return parser
