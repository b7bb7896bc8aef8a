"""When a template is to be repeated («расчёт даты следующего запуска»): crm-deal-recurring-fields.md#params-fields."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta

from sandbox.params import as_int
from sandbox.store import Record

UNITS = {
    "day": relativedelta(days=1), "week": relativedelta(weeks=1), "month": relativedelta(months=1),
    "year": relativedelta(years=1),
}  # fmt: skip
NUMBERS = ("SINGLE_BEFORE_START_DATE_VALUE", "MULTIPLE_INTERVAL", "OFFSET_BEGINDATE_VALUE", "OFFSET_CLOSEDATE_VALUE")
TYPES = ("SINGLE_BEFORE_START_DATE_TYPE", "MULTIPLE_TYPE", "OFFSET_BEGINDATE_TYPE", "OFFSET_CLOSEDATE_TYPE")
MOST = 1_000
MOST_RUNS = 20_000


def accepted(given: dict[str, Any]) -> Record:
    """PARAMS as they are kept: numbers whole and not below zero, an unknown unit is none."""
    mode = given.get("MODE")
    numbers = {name: min(max(as_int(given.get(name)), 0), MOST) for name in NUMBERS}
    types = {name: given[name] if str(given.get(name)) in UNITS else None for name in TYPES}
    return {"MODE": mode if mode in ("single", "multiple") else None, **types, **numbers}


def offset(params: Record, what: str) -> relativedelta:
    """`what`: OFFSET_BEGINDATE, OFFSET_CLOSEDATE, SINGLE_BEFORE_START_DATE."""
    return _span(params[f"{what}_TYPE"], params[f"{what}_VALUE"])


def _span(unit: str | None, count: int) -> relativedelta:
    return UNITS[unit or "day"] * count


def following(record: Record, start: datetime, now: datetime, last: datetime | None) -> datetime | None:
    """The next run, from the start of the reckoning on; none when a limit is reached, or beyond the calendar."""
    if record["ACTIVE"] != "Y":
        return None
    try:
        found = _found(record["PARAMS"], start, now, last)
    except (OverflowError, ValueError):
        return None
    return None if found is None or _is_over(record, found) else found


def _found(params: Record, start: datetime, now: datetime, last: datetime | None) -> datetime | None:
    if params["MODE"] == "single" and last is None:
        return start - offset(params, "SINGLE_BEFORE_START_DATE")
    if params["MODE"] != "multiple":
        return None
    earliest = max(now.date(), last.date() + timedelta(days=1)) if last else now.date()
    interval = params["MULTIPLE_INTERVAL"] or 1
    runs = (start + _span(params["MULTIPLE_TYPE"], interval * times) for times in range(MOST_RUNS))
    return next((run for run in runs if run.date() >= earliest), None)


def _is_over(record: Record, found: datetime) -> bool:
    if record["IS_LIMIT"] == "D" and record["LIMIT_DATE"]:
        return found > datetime.fromisoformat(record["LIMIT_DATE"])
    return record["IS_LIMIT"] == "T" and (record["COUNTER_REPEAT"] or 0) >= (record["LIMIT_REPEAT"] or 0)
