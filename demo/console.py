"""What a person reads while the story is played («консоль»)."""

from __future__ import annotations

import sys
from pathlib import Path

from demo.scene import Seen
from demo.seeing import Unexpected
from demo.story import Chapter, Failure, Step, sentence

TAIL = 15
LOGS = ("app", "web", "worker", "beat", "sandbox")


class Console:
    """Writes to stdout; colours only on a terminal."""

    def __init__(self) -> None:
        self._is_terminal = sys.stdout.isatty()

    def doing(self, words: str) -> None:
        self._line(words if words.startswith(" ") else f"▸ {words}")

    def chapter(self, chapter: Chapter) -> None:
        self._line(f"\n{self._bold(chapter.title)}")

    def step(self, step: Step, seen: Seen) -> None:
        self._line(f"  {self._green('✓')} {sentence(step)}\n      {seen.words}\n      {_clickable(seen.where)}")

    def failed(self, failure: Failure, folder: Path) -> None:
        """Which step, what was expected, what was seen, and the last words of every process."""
        self._line(f"  {self._red('✗')} {sentence(failure.step)}  [{failure.step.__name__}]")
        cause = failure.cause
        if isinstance(cause, Unexpected):
            self._line(f"      ожидалось: {cause.expected}\n      на деле:   {cause.seen}")
        else:
            self._line(f"      {type(cause).__name__}: {cause}")
        for name in LOGS:
            log = folder / f"{name}.log"
            lines = log.read_text("utf-8", "replace").splitlines()[-TAIL:] if log.exists() else []
            if lines:
                self._line(f"\n--- {log}\n" + "\n".join(line[:400] for line in lines))

    def ended(self, done: int, total: int) -> None:
        self._line(f"\nstory acts: {done}/{total} steps")

    def _line(self, text: str) -> None:
        print(text, flush=True)

    def _bold(self, text: str) -> str:
        return self._coloured("1", text)

    def _green(self, text: str) -> str:
        return self._coloured("32", text)

    def _red(self, text: str) -> str:
        return self._coloured("31", text)

    def _coloured(self, code: str, text: str) -> str:
        return f"\033[{code}m{text}\033[0m" if self._is_terminal else text


def _clickable(address: str) -> str:
    """Terminals end a link at the first space."""
    return address.replace(" ", "%20")
