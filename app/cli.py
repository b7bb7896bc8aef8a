"""The command line: `python -m app serve`, `web`, `worker`, `beat`, `migrate`, `keys`, `audit`, `backup`, `mirror`…"""

from __future__ import annotations

import argparse
import os
import secrets
import sys
from collections.abc import Sequence
from pathlib import Path

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
            if asked.rotate:
                return _upkeep(asked)
            _print_keys()
        case "migrate":
            migrate(Settings.load())
        case "serve":
            settings = Settings.load()
            serve(
                asked.host, asked.port, asked.run,
                redis_url=settings.redis_url, database_url=settings.database_url,
            )  # fmt: skip
        case "web":
            _become(commands.web(asked.host, asked.port))
        case "worker":
            _become(commands.worker())
        case "beat":
            _become(commands.beat())
        case "audit" | "backup" | "mirror" | "restore":
            return _upkeep(asked)
    return None


def migrate(settings: Settings) -> None:
    """Bring the database to the newest revision; make it when there is none."""
    # Here, for the supervisor has no database, and a restart must not wait for what it does not use.
    from app.store.database import Database, make_folder  # noqa: PLC0415

    make_folder(settings.database_url)
    database = Database(settings.database_url)
    database.migrate()
    database.dispose()


def _upkeep(asked: argparse.Namespace) -> int:
    from app import upkeep  # noqa: PLC0415 (the whole application, as above)

    return upkeep.run(asked)


def _print_keys() -> None:
    """Fresh secrets for .env: they are shown once, and nobody else has them."""
    from cryptography.fernet import Fernet  # noqa: PLC0415 (as above)

    sys.stdout.write(f"ENCRYPTION_KEYS={Fernet.generate_key().decode()}\nQR_KEY={secrets.token_hex(32)}\n")


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
