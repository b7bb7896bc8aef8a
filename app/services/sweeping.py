"""Completeness («Полнота»): what the portal never told is found all the same, and whether all is here is certified."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from app.domain.mirror import Certificate, ReadingState, Stamp, checksum
from app.errors import AuthLost, HostError, RestNeeded
from app.ports import Changes, Context, Transaction

COMPARE = "compare_mirror"
"""Code of the inner call that compares all ids."""
EVERY = timedelta(minutes=2)
OVERLAP = timedelta(minutes=12)
"""Wider than the clocks may differ: the portal's times of change are its own."""
_AGAIN = timedelta(seconds=30)
_ROUNDS = 3
"""How often what was found different is looked at again before the next hour."""
_REST = timedelta(seconds=15)
"""A look that was refused is not tried again before."""
_LOOKED, _LOOK_AGAIN = "swept", "swept_again"
_PAGE = 10_000
_SECOND = timedelta(seconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def look(ctx: Context) -> list[tuple[str, HostError]]:
    """Mark what has changed since the last look; kinds that have been read whole, every EVERY.

    Return what the portal refused to tell, by kind: that is looked for again soon, from where its own last look was.
    """
    now = ctx.clock.now()
    with ctx.store.reading() as tx:
        last, again = tx.cursor(_LOOKED), tx.cursor(_LOOK_AGAIN)
        owed = {row.kind: at for row in tx.mirror.readings() if (at := tx.cursor(_owed(row.kind)))}
        since = _since(tx, last, owed)
    is_whole = last <= _seconds(now - EVERY)
    if not is_whole:
        since = {kind: at for kind, at in since.items() if kind in owed and again <= _seconds(now)}
    if not since:
        return []
    found = _changes(ctx, since)
    with ctx.store.transaction() as tx:
        for kind, stamps in found.stamps.items():
            _mark(tx, kind, _differing(dict(stamps), dict(tx.mirror.stamps_of(kind, [one for one, _ in stamps]))))
            if kind in owed:
                tx.set_cursor(_owed(kind), 0)
        for kind in found.refused:
            tx.set_cursor(_owed(kind), owed.get(kind) or max(last, 1))
        if found.refused:
            tx.set_cursor(_LOOK_AGAIN, _seconds(now + _REST))
        if is_whole:
            tx.set_cursor(_LOOKED, _seconds(now))
    return [(f"changes of {kind}", error) for kind, error in found.refused.items()]


def _changes(ctx: Context, since: Mapping[str, datetime]) -> Changes:
    try:
        return ctx.bulk.changed(since)
    except AuthLost:
        raise
    except HostError as error:
        return Changes({}, dict.fromkeys(since, error))


def _owed(kind: str) -> str:
    """Name of the cursor that stands where the last look at the kind was, while it is behind the others; else 0."""
    return f"{_LOOKED}:{kind}"


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
    for kind in kinds:
        # A row for each: a kind that the portal refuses keeps no other from its certificate.
        _queue(ctx, [kind], 0, ctx.clock.now())


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


def _since(tx: Transaction, last: int, owed: Mapping[str, int]) -> dict[str, datetime]:
    """From when each kind is asked; a kind that is being read whole is not asked yet."""
    found = {}
    for row in tx.mirror.readings():
        if row.done_at is not None and row.state is ReadingState.DONE:
            looked = _EPOCH + owed.get(row.kind, last) * _SECOND
            # What was read whole after the last look: all that had changed before its reading began was read.
            found[row.kind] = (row.started_at if row.done_at >= looked else looked) - OVERLAP
    return found


def _seconds(at: datetime) -> int:
    return int((at - _EPOCH) / _SECOND)
