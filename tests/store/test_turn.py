from __future__ import annotations

import threading
from pathlib import Path

from app.store.turn import Turn


def test_who_comes_second_goes_in_when_the_first_is_out(tmp_path: Path) -> None:
    first, second = Turn(f"{tmp_path}/a.db"), Turn(f"{tmp_path}/a.db")
    order: list[str] = []

    def follow() -> None:
        with second.taken():
            order.append("second")

    follower = threading.Thread(target=follow)
    with first.taken():
        follower.start()
        order.append("first")
    follower.join(timeout=10)
    assert order == ["first", "second"]
    first.close()
    second.close()


def test_where_no_line_can_be_formed_nobody_waits() -> None:
    with Turn("/nonexistent/folder/a.db").taken():
        pass
