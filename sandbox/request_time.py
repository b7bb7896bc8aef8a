"""The minute that one request of the cloud may take («время запроса»): settings/performance/limits.md.

The page says that a request is broken off by timeout and no more. That its command is not done, those of a batch
before it are, and that a server in front answers 504 without JSON, is a guess.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from sandbox.limits import Cost

REQUEST_SECONDS = 60.0


class RequestTooLong(Exception):
    """The minute is over: the whole request is broken off, a batch with it."""


@dataclass
class RequestTime:
    """What is left of the minute; one for all commands of a batch."""

    left: float = REQUEST_SECONDS

    def take(self, cost: Cost, *, is_limited: bool) -> None:
        """Wait if the cost is to be waited for. Raises RequestTooLong when it does not fit any more."""
        is_over = is_limited and cost.seconds > self.left
        if cost.waits and cost.seconds:
            time.sleep(self.left if is_over else cost.seconds)
        self.left -= cost.seconds
        if is_over:
            raise RequestTooLong
