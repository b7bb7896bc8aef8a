"""`python -m sandbox`: serve a portal until told to stop."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from pathlib import Path

from sandbox.server import SandboxServer, settle


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description="Портал для разработки и проверки")
    parser.add_argument("--port", type=int, default=0, help="0: свободный порт")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--seed", default="demo", help="имя посева или файл набора данных")
    parser.add_argument("--db", default=None, help="файл SQLite; без него данные живут до остановки")
    parser.add_argument("--no-limits", action="store_true", help="без лимита запросов")
    parser.add_argument("--tls", nargs="?", type=Path, const=Path("var/sandbox-tls"), metavar="ПАПКА",
                        help="https; в папке хранится центр сертификации ca.pem")  # fmt: skip
    parser.add_argument("--domain", default="", help="имя портала вместо адрес:порт")
    parser.add_argument("--print-env", action="store_true", help="напечатать переменные B24_* и READY")
    return parser.parse_args()


def main() -> None:
    options = _options()
    # A pipe, for an Event's lock may be held by the very code that the signal interrupts.
    told, tell = os.pipe()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: os.write(tell, b"."))
    server = SandboxServer(
        seed=options.seed,
        db=options.db,
        host=options.host,
        port=options.port,
        limiter=not options.no_limits,
        tls=options.tls,
        domain=options.domain,
    )
    with server:
        settle()
        if options.print_env:
            lines = [f"{name}={value}" for name, value in server.env.items()]
            sys.stdout.write("\n".join([*lines, "READY", ""]))
            sys.stdout.flush()
        os.read(told, 1)


if __name__ == "__main__":
    main()
