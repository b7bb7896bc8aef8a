"""Bulk reading: all rows of a kind by windows of ids, many requests at once, never counting and never by offsets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from app.domain.mirror import Stamp, Window
from app.errors import HostError, HostTimeout, HostUnavailable, RateLimited, RestNeeded
from app.portal.batch import MAX_COMMANDS, raise_first, results
from app.portal.chains import Row, commands, harvest, page_rows
from app.portal.client import PAUSES, PortalClient
from app.portal.pace import MOST_AT_ONCE, Pace
from app.portal.sources import UTC_ZONE, Source, source_of
from app.portal.values import mapping
from app.portal.windows import PAGE, Chain, Plan, Sample, guess, lanes
from app.portal.wire import Answer, portal_time
from app.ports import Changes, PortalTime, RawPortion

_PLACES = (0, *(digit * 10**power for power in range(3, 8) for digit in (1, 2, 5)))
"""Where the probe looks: how far the ids go is not known yet, so its places grow with them."""
_REST = timedelta(minutes=1)
"""When a method is blocked and the portal has not said until when."""
_DRAIN = 2.0
KEPT_AT_ONCE = 12
"""Requests under way when rows are written to the database: it takes no more a second, and they wait in memory."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One request: its chains, and when it was sent."""

    chains: list[Chain]
    at: datetime


@dataclass(slots=True)
class Portion:
    """Rows of one request that was sent at `read_at`, and all that is left to be read once they are kept."""

    rows: list[Row]
    read_at: datetime
    left: tuple[Window, ...]
    during: PortalTime | None


@dataclass(slots=True)
class _Flights:
    """Requests under way."""

    by_future: dict[Future[Answer], Shot] = field(default_factory=dict)
    failures: int = 0

    def windows(self) -> Iterator[Window]:
        return (chain.window for shot in self.by_future.values() for chain in shot.chains)


class BulkReader:
    """Reads one kind. A row that lives through the whole reading is read; one that is changed meanwhile, once."""

    def __init__(
        self, client: PortalClient, source: Source, *, at_once: int = MOST_AT_ONCE, only_ids: bool = False
    ) -> None:
        """`at_once`: requests whose rows are in memory together. `only_ids`: the rows hold no more than that."""
        self._client = client
        self._source = source
        self._at_once = at_once
        self._only_ids = only_ids
        self.rest_until: datetime | None = None
        """Set when the portal wants to be left alone: the reading has stopped before its end."""

    def probe(self) -> list[Window]:
        """The windows that hold all rows there are: one request, no counting. What is added later, events tell."""
        source = self._source
        asked = {f"p{at}": source.page(place, None, only_ids=True) for at, place in enumerate(_PLACES)}
        asked["last"] = source.page(0, None, descending=True, only_ids=True)
        pages = raise_first(results(self._client.read_batch(asked).result, list(asked)))
        found = [[int(row[source.id_key]) for row in page_rows(source, page)] for page in pages]
        last = max((ids[0] for ids in found if ids), default=0)
        samples = [Sample(place, ids) for place, ids in zip(_PLACES, found, strict=False)]
        windows = guess(samples, last)
        return lanes(windows, min(int(self._client.room()), self._at_once), MAX_COMMANDS * PAGE)

    def read(self, windows: Sequence[Window], *, stop: Callable[[], bool] = lambda: False) -> Iterator[Portion]:
        """Portions as they come, until nothing is left or `stop` says so. Raises HostError kinds."""
        plan, pace, flights = Plan(windows), Pace(self._client.room(), self._at_once), _Flights()
        with ThreadPoolExecutor(self._at_once, "bulk") as pool:
            while True:
                if not stop() and pace.rest_until is None:
                    self._send(pool, plan, pace, flights)
                if not flights.by_future:
                    break
                done, _ = wait(flights.by_future, return_when=FIRST_COMPLETED)
                for future in done:
                    shot = flights.by_future.pop(future)
                    rows = self._receive(future, shot, plan, pace, flights)
                    if rows is not None:
                        left = (*plan.pending, *flights.windows())
                        yield Portion(rows, shot.at, left, portal_time(future.result()))
        self.rest_until = pace.rest_until if plan.pending else None

    def _send(self, pool: ThreadPoolExecutor, plan: Plan, pace: Pace, flights: _Flights) -> None:
        free = pace.at_once(self._client.room(), _DRAIN) - len(flights.by_future)
        for others in range(free - 1, -1, -1):
            # What is under way will leave more to fill it with.
            if flights.by_future and not plan.is_worth_it(pace.commands):
                return
            chains = plan.next(pace.commands, others=others)
            if not chains:
                return
            asked = commands(self._source, chains, only_ids=self._only_ids)
            future = pool.submit(self._client.read_batch, asked)
            flights.by_future[future] = Shot(chains, self._client.clock.now())

    def _receive(
        self, future: Future[Answer], shot: Shot, plan: Plan, pace: Pace, flights: _Flights
    ) -> list[Row] | None:
        try:
            answer = future.result()
        except (RateLimited, HostUnavailable) as error:
            for chain in shot.chains:
                plan.put_back(chain.window)
            self._back_off(error, pace, flights)
            return None
        found = harvest(self._source, shot.chains, answer.result)
        for window in found.left:
            plan.put_back(window)
        times = mapping(mapping(answer.result).get("result_time"))
        pace.learn(answer.time, sum(chain.pages for chain in shot.chains), islice(times.values(), 3))
        flights.failures = 0
        for refused in found.errors:
            self._back_off(refused, pace, flights)
        return found.rows

    def _back_off(self, error: HostError, pace: Pace, flights: _Flights) -> None:
        """Go on slower, or raise what will not pass by waiting a little."""
        if error.code.upper() == "OPERATION_TIME_LIMIT":
            pace.rest_until = pace.rest_until or self._client.clock.now() + _REST
            return
        flights.failures += 1
        if not error.retryable or flights.failures >= len(PAUSES):
            raise error
        if isinstance(error, HostTimeout):
            pace.cut()
        else:
            pace.slow_down()
        self._client.pause(PAUSES[flights.failures - 1])


class PortalBulk:
    """app.ports.host.Bulk."""

    def __init__(self, client: PortalClient, zone: ZoneInfo = UTC_ZONE) -> None:
        """`zone`: the portal's."""
        self._client = client
        self._zone = zone

    def probe(self, kind: str) -> list[Window]:
        return self._reader(kind).probe()

    def read(
        self, kind: str, windows: Sequence[Window], *, stop: Callable[[], bool] = lambda: False
    ) -> Iterator[RawPortion]:
        source, reader = source_of(kind, self._zone), self._reader(kind)
        for portion in reader.read(windows, stop=stop):
            objects = [source.raw(row) for row in portion.rows]
            yield RawPortion(objects, portion.read_at, portion.left, portion.during)
        if reader.rest_until is not None:
            raise RestNeeded(reader.rest_until)

    def changed(self, since: Mapping[str, datetime]) -> Changes:
        kinds = list(since)
        pages = self._client.batch([source_of(kind, self._zone).changed(since[kind], 0) for kind in kinds])
        found: dict[str, list[Stamp]] = {}
        refused: dict[str, HostError] = {}
        for kind, page in zip(kinds, pages, strict=True):
            try:
                found[kind] = self._changed_from(source_of(kind, self._zone), since[kind], page)
            except HostError as error:
                refused[kind] = error
        return Changes(found, refused)

    def _changed_from(self, source: Source, since: datetime, first: Any) -> list[Stamp]:
        rows = page_rows(source, *raise_first([first]))
        while rows and len(rows) % PAGE == 0:
            more = self._further(source, since, int(rows[-1][source.id_key]))
            if not more:
                break
            rows += more
        return [source.stamp_of(row) for row in rows]

    def stamps(self, kind: str) -> Iterator[Stamp]:
        source = source_of(kind, self._zone)
        reader = BulkReader(self._client, source, only_ids=True)
        for portion in reader.read(reader.probe()):
            yield from map(source.stamp_of, portion.rows)
        if reader.rest_until is not None:
            raise RestNeeded(reader.rest_until)

    def _further(self, source: Source, since: datetime, after: int) -> list[Row]:
        """The next pages, as many as one request holds; each begins where the one before it ended."""
        asked: dict[str, str] = {}
        at: object = after
        for page in range(MAX_COMMANDS):
            label = f"p{page}"
            asked[label] = str(source.changed(since, at))
            at = source.last_of(label, PAGE - 1)
        rows: list[Row] = []
        for page in results(self._client.read_batch(asked).result, list(asked)):
            # Behind a page that is not full the references lead nowhere: what those commands say is not looked at.
            found = page_rows(source, raise_first([page])[0])
            rows += found
            if len(found) < PAGE:
                break
        return rows

    def _reader(self, kind: str) -> BulkReader:
        return BulkReader(self._client, source_of(kind, self._zone), at_once=KEPT_AT_ONCE)
