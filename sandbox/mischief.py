"""What may happen to posts on their way to apps («сбои доставки»): lost, doubled, late, out of order, by dice."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

HOLD_SECONDS = 1.0


@dataclass(frozen=True)
class Fate:
    """What happens to one post. `hold`: it lets the next one go first, if that comes within a second."""

    is_lost: bool = False
    is_doubled: bool = False
    seconds: float = 0.0
    hold: bool = False


PLAIN = Fate()


@dataclass(frozen=True)
class Odds:
    """Probabilities from 0 to 1; `seconds` is how late a late post is, by the portal's clock."""

    drop: float = 0.0
    double: float = 0.0
    delay: float = 0.0
    reorder: float = 0.0
    seconds: float = 5.0
    seed: int = 0


class Mischief:
    """The same odds with the same seed give the same fates. Used inside the portal's transaction, so one by one."""

    def __init__(self) -> None:
        self.play(Odds())

    def play(self, odds: Odds) -> None:
        """Raises ValueError for what is no probability."""
        if not all(0 <= chance <= 1 for chance in (odds.drop, odds.double, odds.delay, odds.reorder)):
            raise ValueError("probability")
        self.odds = odds
        self._dice = Random(odds.seed)

    def next(self) -> Fate:
        odds = self.odds
        lost, doubled, late, held = (
            self._dice.random() < chance for chance in (odds.drop, odds.double, odds.delay, odds.reorder)
        )
        return Fate(lost, doubled, odds.seconds if late else 0.0, held)
