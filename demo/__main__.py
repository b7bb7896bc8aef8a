"""`python -m demo`: start a portal and the application, play the acts' story, stay up for a person to try."""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import sys
import threading
from pathlib import Path

from demo.cast import NoCast
from demo.console import Console
from demo.pages import PageRefused
from demo.portal import Refused
from demo.processes import alone
from demo.seeing import Unexpected
from demo.stack import Stack
from demo.story import LENGTH, play

RUN = Path("run")
INTERRUPTED = 130


def main() -> int:
    asked = _parser().parse_args()
    console = Console()
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        with alone(RUN), Stack(RUN, seed=asked.seed, say=console.doing) as stack:
            held = _story(stack, console)
            if _stays(asked):
                _wait_for_a_person(stack, console)
            return 0 if held else 1
    except KeyboardInterrupt:
        console.doing("Остановлено: история не доиграна")
        return INTERRUPTED
    except (NoCast, PageRefused, Refused, RuntimeError, Unexpected, OSError) as failure:
        console.doing(f"Не вышло: {failure}")
        console.ended(0, LENGTH)
        return 1


def _story(stack: Stack, console: Console) -> bool:
    scene = stack.install()
    _write_env(stack)
    outcome = play(scene, on_chapter=console.chapter, on_step=console.step)
    if outcome.failure is not None:
        console.failed(outcome.failure, stack.folder)
    console.ended(outcome.done, LENGTH)
    return outcome.failure is None


def _stays(asked: argparse.Namespace) -> bool:
    return bool(asked.keep or (sys.stdout.isatty() and not asked.once))


def _wait_for_a_person(stack: Stack, console: Console) -> None:
    console.doing("Стенд работает: попробуйте сами. Остановить: Ctrl-C")
    console.doing(f"  сделки: {stack.portal.url}/crm/deal/")
    console.doing(f"  почта:  {stack.portal.url}/mail/")
    console.doing(f"  адреса и ключи: {stack.folder}/demo.env")
    with contextlib.suppress(KeyboardInterrupt):
        threading.Event().wait()
    console.doing("Останавливаю стенд")


def _write_env(stack: Stack) -> None:
    """The B24_* of the portal and APP_URL; they are secrets, if only of a sandbox."""
    found = {**stack.portal.env, "APP_URL": stack.app_url}
    lines = "".join(f"{name}={value}\n" for name, value in found.items())
    handle = os.open(stack.folder / "demo.env", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(lines)


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m demo", description="История актов на портале-песочнице")
    parser.add_argument("--seed", default="demo", help="имя посева или файл набора данных (.json)")
    parser.add_argument("--once", action="store_true", help="выйти после истории: 0, если всё сошлось")
    parser.add_argument("--keep", action="store_true", help="не выходить в любом случае")
    return parser


if __name__ == "__main__":
    sys.exit(main())
