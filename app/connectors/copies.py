"""Reading a signed copy («Подписанная копия»): opened in a process of its own, which may die of it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import structlog

from app.domain.copy import HEAD_BYTES, MAX_PAGES, CopyKind, CopyReading, kind_of
from app.domain.money import plural
from app.errors import CopyRefused

MAX_BYTES = 20 * 1024 * 1024
WALL_SECONDS = 70.0
"""More than the reader allows itself, so that its own limits speak first."""

_READER = Path(__file__).with_name("copy_reader.py")
_TOO_LONG = frozenset({-signal.SIGXCPU, -signal.SIGALRM, -signal.SIGKILL})
_SENTENCES = {
    "broken": "Файл повреждён или загрузился не полностью. Сохраните его заново и приложите снова.",
    "locked": "PDF защищён паролем. Снимите пароль и приложите файл снова.",
    "pixels": "Страница или снимок слишком большого размера. Отсканируйте акт с разрешением 200-300 dpi.",
    "complex": "Файл слишком сложный, открыть его не удалось. Отсканируйте акт и приложите скан.",
    "long": "Файл читался слишком долго. Отсканируйте акт и приложите скан.",
}

log = structlog.get_logger(__name__)


class ConfinedCopies:
    """Reads files that somebody else made; the port Copies."""

    def read(self, path: Path) -> CopyReading:
        """Return what the file is and the texts of all QR codes in it.

        Raises CopyRefused, with a sentence for the manager, for what is no PDF or image, is too big, locked,
        damaged, too long, or cannot be read in the time and memory allowed. The file's name is not asked.
        """
        if path.stat().st_size > MAX_BYTES:
            raise CopyRefused(f"Файл больше {MAX_BYTES // 1024**2} МБ. Сожмите его и приложите снова.")
        with path.open("rb") as file:
            kind = kind_of(file.read(HEAD_BYTES))
        pages, marks = _answer(_run(path, kind))
        return CopyReading(kind, pages, marks)


def _run(path: Path, kind: CopyKind) -> bytes:
    # Isolated, with an empty environment: no secret of ours is there to be taken.
    command = [sys.executable, "-I", "-B", str(_READER), kind.value, str(MAX_PAGES)]
    try:
        with path.open("rb") as file:
            done = subprocess.run(
                command, stdin=file, capture_output=True, timeout=WALL_SECONDS, cwd="/", env={}, check=False
            )
    except subprocess.TimeoutExpired as error:
        raise CopyRefused(_SENTENCES["long"]) from error
    if done.returncode == 0:
        return done.stdout
    last_words = done.stderr[-2000:].decode(errors="replace")
    log.warning("copy reader died", returncode=done.returncode, stderr=last_words)
    if done.returncode in _TOO_LONG:
        raise CopyRefused(_SENTENCES["long"])
    raise CopyRefused(_SENTENCES["complex" if done.returncode < 0 else "broken"])


def _answer(output: bytes) -> tuple[int, tuple[str, ...]]:
    answer = json.loads(output)
    if "refused" not in answer:
        return int(answer["pages"]), tuple(str(mark) for mark in answer["marks"])
    if answer["refused"] == "pages":
        pages = int(answer["detail"])
        noun = plural(pages, "страница", "страницы", "страниц")
        raise CopyRefused(f"В файле {pages} {noun}, а читается не больше {MAX_PAGES}. Приложите только акт.")
    raise CopyRefused(_SENTENCES[answer["refused"]])
