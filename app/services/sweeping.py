"""Completeness («Полнота»): what the portal never told is found all the same, and whether all is here is certified."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from app.domain.mirror import Certificate, ReadingState, Stamp, checksum
from app.errors import RestNeeded
from app.ports import Context, Transaction

COMPARE = "compare_mirror"
"""Code of the inner call that compares all ids."""
EVERY = timedelta(minutes=2)
OVERLAP = timedelta(minutes=12)
"""Wider than the clocks may differ: the portal's times of change are its own."""
_AGAIN = timedelta(seconds=30)
_ROUNDS = 3
"""How often what was found different is looked at again before the next hour."""
_LOOKED = "swept"
_PAGE = 10_000
_SECOND = timedelta(seconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def look(ctx: Context) -> None:
    """Mark what has changed since the last look; kinds that have been read whole, every EVERY."""
    now = ctx.clock.now()
    with ctx.store.reading() as tx:
        last = tx.cursor(_LOOKED)
        since = _since(tx, last)
    if not since or last > _seconds(now - EVERY):
        return
    found = ctx.bulk.changed(since)
    with ctx.store.transaction() as tx:
        for kind, stamps in found.items():
            _mark(tx, kind, _differing(dict(stamps), dict(tx.mirror.stamps_of(kind, [one for one, _ in stamps]))))
        tx.set_cursor(_LOOKED, _seconds(now))


def compare(ctx: Context, payload: Mapping[str, Any]) -> None:
    """Compare the ids and times of change of everything with the portal's, and certify what was found.

    What differs is marked, to be read in a moment; then it is compared again.
    """
    round_, kinds = int(payload["round"]), [str(kind) for kind in payload["kinds"]]
    again: list[str] = []
    for at, kind in enumerate(kinds):
        try:
            certificate = _compare(ctx, kind)
        except RestNeeded as rest:
            _queue(ctx, [*again, *kinds[at:]], round_, rest.until)
            return
        with ctx.store.transaction() as tx:
            tx.mirror.certify(certificate)
        if certificate.different:
            again.append(kind)
    if again and round_ < _ROUNDS:
        _queue(ctx, again, round_ + 1, ctx.clock.now() + _AGAIN)


def begin(ctx: Context) -> None:
    """Have all kinds that were read whole compared now."""
    with ctx.store.reading() as tx:
        kinds = [row.kind for row in tx.mirror.readings() if row.state is ReadingState.DONE]
    if kinds:
        _queue(ctx, kinds, 0, ctx.clock.now())


def _queue(ctx: Context, kinds: list[str], round_: int, due: datetime) -> None:
    with ctx.store.transaction() as tx:
        key = f"compare:{','.join(kinds)}:{due.isoformat()}"
        tx.call(COMPARE, key, {"kinds": kinds, "round": round_}, lane="compare", due=due)


def _compare(ctx: Context, kind: str) -> Certificate:
    """What changes during the comparison looks different: it is marked anyway, and equal at the next one."""
    at = ctx.clock.now()
    theirs, ours = dict(ctx.bulk.stamps(kind)), dict(_ours(ctx, kind))
    different = _differing(theirs, ours) | (ours.keys() - theirs.keys())
    with ctx.store.transaction() as tx:
        _mark(tx, kind, different)
    return Certificate(
        kind=kind, at=at, portal_count=len(theirs), mirror_count=len(ours), portal_sum=checksum(theirs.items()),
        mirror_sum=checksum(ours.items()), different=len(different),
    )  # fmt: skip


def _ours(ctx: Context, kind: str) -> Iterator[Stamp]:
    after = 0
    while True:
        with ctx.store.reading() as tx:
            page = tx.mirror.stamps(kind, after=after, limit=_PAGE)
        yield from page
        if len(page) < _PAGE:
            return
        after = page[-1][0]


def _differing(theirs: Mapping[int, datetime | None], ours: Mapping[int, datetime | None]) -> set[int]:
    missing = object()
    return {one for one, stamp in theirs.items() if ours.get(one, missing) != stamp}


def _mark(tx: Transaction, kind: str, ids: Iterable[int]) -> None:
    for object_id in sorted(ids):
        tx.mark_dirty(kind, object_id)


def _since(tx: Transaction, last: int) -> dict[str, datetime]:
    """From when each kind is asked; a kind that is being read whole is not asked yet."""
    looked = _EPOCH + last * _SECOND
    return {
        # What was read whole after the last look: all that had changed before its reading began was read.
        row.kind: (row.started_at if row.done_at >= looked else looked) - OVERLAP
        for row in tx.mirror.readings()
        if row.done_at is not None and row.state is ReadingState.DONE
    }


def _seconds(at: datetime) -> int:
    return int((at - _EPOCH) / _SECOND)
