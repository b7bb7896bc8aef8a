"""The acts' story, from the deal's stage to the won deal («история актов»)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from demo.scene import Scene, Seen
from demo.steps import ending, making, paying, register, signing, tab

Step = Callable[[Scene], Seen]


@dataclass(frozen=True)
class Chapter:
    title: str
    steps: Sequence[Step]


STORY = (
    Chapter("1. Акт создан", making.STEPS),
    Chapter("2. Вкладка в карточке сделки", tab.STEPS),
    Chapter("3. Подписанная копия", signing.STEPS),
    Chapter("4. Оплата", paying.STEPS),
    Chapter("5. Конец", ending.STEPS),
    Chapter("6. Реестр", register.STEPS),
)
LENGTH = sum(len(chapter.steps) for chapter in STORY)


@dataclass(frozen=True)
class Failure:
    """The step that did not hold, and why."""

    step: Step
    cause: Exception


@dataclass(frozen=True)
class Outcome:
    done: int
    failure: Failure | None = None


def sentence(step: Step) -> str:
    return (step.__doc__ or step.__name__).strip()


def play(
    scene: Scene, *, on_chapter: Callable[[Chapter], None], on_step: Callable[[Step, Seen], None]
) -> Outcome:
    """Play until the end, or until a step does not hold: the later ones rest on it."""
    done = 0
    for chapter in STORY:
        on_chapter(chapter)
        for step in chapter.steps:
            try:
                seen = step(scene)
            except Exception as cause:
                return Outcome(done, Failure(step, cause))
            done += 1
            on_step(step, seen)
    return Outcome(done)
