"""`python -m bench ingest|sandbox`: measurements, each beside the thing that it must beat."""

from __future__ import annotations

import argparse
import sys

from bench import ingest, sandbox
from bench.tools import ToolMissing


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Измерения; последняя строка — JSON")
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("ingest", help="приём событий: с записью на диск рядом с ответом без неё")
    two = commands.add_parser("sandbox", help="песочница: списки по 50 строк рядом с постоянным ответом")
    two.add_argument("--rows", type=int, default=100_000, help="сколько сделок в портале")
    for command in (one, two):
        command.add_argument("--rounds", type=int, default=5, help="сколько раз чередовать, берутся медианы")
        command.add_argument("--seconds", type=int, default=5, help="длина одного измерения")
    asked = parser.parse_args()
    try:
        if asked.command == "ingest":
            ingest.measure(rounds=asked.rounds, seconds=asked.seconds)
        else:
            sandbox.measure(rows=asked.rows, rounds=asked.rounds, seconds=asked.seconds)
    except ToolMissing as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
