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


def test_threads_of_one_process_wait_for_each_other_and_a_holder_may_take_it_once_more(tmp_path: Path) -> None:
    turn, other = Turn(f"{tmp_path}/a.db"), Turn(f"{tmp_path}/a.db")
    order: list[str] = []

    def follow(held: Turn, name: str) -> None:
        with held.taken():
            order.append(name)

    pairs = ((turn, "same"), (other, "other"))
    followers = [threading.Thread(target=follow, args=pair) for pair in pairs]
    with turn.taken():
        for follower in followers:
            follower.start()
        with turn.taken():
            order.append("first")
        assert order == ["first"]
    for follower in followers:
        follower.join(timeout=10)
    assert sorted(order[1:]) == ["other", "same"]
    turn.close()
    other.close()
