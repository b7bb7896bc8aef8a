"""When a failed attempt is repeated: the table of delays («Повторы»)."""

from __future__ import annotations

from datetime import timedelta

DELAYS = tuple(timedelta(seconds=seconds) for seconds in (0, 5, 60, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600))
"""How long after each failed attempt the next one comes; none after the last."""
