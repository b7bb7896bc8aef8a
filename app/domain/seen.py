"""What of a stream of ascending ids has been seen: up to where, and which of the last ones.

A portal gives an id when it begins to write and shows the row when it has committed: a smaller id may show later.
"""

from __future__ import annotations

from dataclasses import dataclass

LATE = 30
"""So many ids back it is looked for late ones: what begins together is committed within moments."""
_ALL = (1 << LATE) - 1


@dataclass(frozen=True, slots=True)
class Seen:
    """`last`: the greatest id seen. Bit n of `mask`: whether last - n was; 0 stands for all of them."""

    last: int = 0
    mask: int = 0

    @property
    def after(self) -> int:
        """Read on behind this id."""
        return max(self.last - LATE, 0)

    def has(self, number: int) -> bool:
        """Whether it was seen; what is far behind counts as seen."""
        back = self.last - number
        return back >= LATE or (back >= 0 and bool((self.mask or _ALL) >> back & 1))

    def plus(self, number: int) -> Seen:
        """Seen too."""
        mask, back = self.mask or _ALL, self.last - number
        if back >= 0:
            return Seen(self.last, mask | (1 << back) & _ALL)
        return Seen(number, (mask << min(-back, LATE) | 1) & _ALL)
