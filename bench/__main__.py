"""`python -m bench ingest|sandbox|burst|mirror|chaos|delivery`: measurements, each beside what it must beat or hold."""

from __future__ import annotations

import argparse
import secrets
import sys

from bench import burst, ingest, mirror, sandbox
from bench.chaos import plan, trial
from bench.delivery import measuring as delivery
from bench.stand import DATABASES
from bench.tools import ToolMissing

SIZES = {"tiny": plan.TINY, "short": plan.SHORT, "full": plan.FULL}


def main() -> int:
    asked = _parser().parse_args()
    try:
        _measure(asked)
    except ToolMissing as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _measure(asked: argparse.Namespace) -> None:
    match asked.command:
        case "ingest":
            ingest.measure(rounds=asked.rounds, seconds=asked.seconds)
        case "sandbox":
            sandbox.measure(rows=asked.rows, rounds=asked.rounds, seconds=asked.seconds)
        case "burst":
            burst.measure(deals=asked.deals, database=asked.database)
        case "mirror":
            mirror.measure(rounds=asked.rounds)
        case "chaos":
            trial.measure(seed=_seed(asked), size=SIZES[asked.size], database=asked.database)
        case "delivery":
            delivery.measure(seed=_seed(asked), minutes=asked.minutes, database=asked.database)


def _seed(asked: argparse.Namespace) -> int:
    return secrets.randbelow(10**6) if asked.seed is None else int(asked.seed)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Измерения; последняя строка — JSON")
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("ingest", help="приём событий: с записью на диск рядом с ответом без неё")
    two = commands.add_parser("sandbox", help="песочница: списки по 50 строк рядом с постоянным ответом")
    two.add_argument("--rows", type=int, default=100_000, help="сколько сделок в портале")
    for command in (one, two):
        command.add_argument("--rounds", type=int, default=5, help="сколько раз чередовать, берутся медианы")
        command.add_argument("--seconds", type=int, default=5, help="длина одного измерения")
    three = commands.add_parser("burst", help="всплеск: события о многих сделках сразу, обработчики работают")
    three.add_argument("--deals", type=int, default=10_000, help="сколько сделок изменено разом")
    four = commands.add_parser("mirror", help="чтение портала целиком: рядом с fast_bitrix24")
    four.add_argument("--rounds", type=int, default=5, help="сколько раз чередовать, берутся медианы")
    five = commands.add_parser("chaos", help="хаос: убийства, сбои портала и счёт того, что вышло")
    five.add_argument("--seed", type=int, help="повторить план")
    five.add_argument("--full", dest="size", action="store_const", const="full", default="short", help="200 убийств")
    five.add_argument("--tiny", dest="size", action="store_const", const="tiny", help="несколько убийств, для тестов")
    six = commands.add_parser("delivery", help="хаос доставки: потерянное, задвоенное, опоздавшее; часы виртуальные")
    six.add_argument("--seed", type=int, help="повторить историю")
    six.add_argument("--minutes", type=int, default=15, help="длина каждой из четырёх историй в виртуальных минутах")
    for command in (three, five, six):
        command.add_argument("--database", choices=DATABASES, default="sqlite")
    return parser


if __name__ == "__main__":
    sys.exit(main())
