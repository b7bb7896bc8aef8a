"""The mirror's first reading («Зеркало»): every kind in bulk, in slices of some seconds that go on where one ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from app.domain.mirror import COMPANY, CONTACT, DEAL, INVOICE, REQUISITE, Reading, ReadingState
from app.domain.policy import PortalSettings
from app.errors import RestNeeded
from app.ports import Context, RawPortion, Transaction

READ = "read_mirror"
"""Code of the inner call that reads a slice."""
LANE = "mirror"
SLICE = timedelta(seconds=8)
SAVED_EVERY = timedelta(seconds=1)
Progress = Callable[[Reading], None]


def kinds(settings: PortalSettings) -> list[str]:
    """What is mirrored of a portal."""
    found = [DEAL, COMPANY, CONTACT, REQUISITE, INVOICE]
    return found if settings.acts_type is None else [*found, settings.acts_type.mirror_kind]


def begin(ctx: Context, *, again: bool = False) -> None:
    """Have every kind read by the workers; one that was read already only when asked `again`."""
    with ctx.store.transaction() as tx:
        for kind in _prepared(tx, ctx, again=again):
            key = f"{LANE}:{kind}:{ctx.clock.now().isoformat()}:0"
            tx.call(READ, key, {"kind": kind, "slice": 0}, lane=LANE)


def prepare(ctx: Context, *, again: bool = False) -> None:
    """The same without workers: whoever calls it reads on himself."""
    with ctx.store.transaction() as tx:
        _prepared(tx, ctx, again=again)


def _prepared(tx: Transaction, ctx: Context, *, again: bool) -> list[str]:
    fresh = [kind for kind in kinds(ctx.settings) if again or tx.mirror.reading(kind) is None]
    for kind in fresh:
        tx.mirror.save_reading(Reading(kind, ReadingState.WAITING, ctx.clock.now()))
    return fresh


def read_on(ctx: Context, payload: Mapping[str, Any]) -> None:
    """Read a slice and queue the next one; the call of a reading that is over does nothing."""
    kind, number = str(payload["kind"]), int(payload["slice"])
    ends_at, due = ctx.clock.now() + SLICE, None
    try:
        reading = read(ctx, kind, stop=lambda: ctx.clock.now() >= ends_at)
    except RestNeeded as rest:
        due = rest.until
        reading = _known(ctx, kind)
    if reading.state is not ReadingState.DONE:
        key = f"{LANE}:{kind}:{reading.started_at.isoformat()}:{number + 1}"
        with ctx.store.transaction() as tx:
            tx.call(READ, key, {"kind": kind, "slice": number + 1}, lane=LANE, due=due)


def read(ctx: Context, kind: str, *, stop: Callable[[], bool], told: Progress = lambda _: None) -> Reading:
    """Read on where the kind's reading stands, until it is over or `stop` says so; return where it stands then.

    Raises RestNeeded and HostError kinds; what was read before is kept and noted.
    """
    reading = _known(ctx, kind)
    if reading.state is ReadingState.DONE:
        return reading
    if reading.state is ReadingState.WAITING:
        reading = replace(reading, state=ReadingState.READING, left=tuple(ctx.bulk.probe(kind)))
        _save(ctx, reading)
    saved_at = ctx.clock.now()
    try:
        for portion in ctx.bulk.read(kind, reading.left, stop=stop):
            ctx.store.put_in_bulk(kind, portion.objects, read_at=portion.read_at)
            _look_again(ctx, kind, portion)
            reading = replace(reading, rows=reading.rows + len(portion.objects), left=portion.left)
            told(reading)
            if ctx.clock.now() - saved_at >= SAVED_EVERY:
                saved_at = ctx.clock.now()
                _save(ctx, reading)
    finally:
        _save(ctx, reading)
    if not reading.left:
        reading = _done(ctx, reading, ctx.clock.now())
    return reading


def _look_again(ctx: Context, kind: str, portion: RawPortion) -> None:
    during = portion.during
    fresh = [one.id for one in portion.objects if during and during.may_change_unseen(one)]
    if fresh:
        with ctx.store.transaction() as tx:
            for object_id in fresh:
                tx.mark_dirty(kind, object_id)


def _done(ctx: Context, reading: Reading, now: datetime) -> Reading:
    over = replace(reading, state=ReadingState.DONE, done_at=now)
    _save(ctx, over)
    return over


def _known(ctx: Context, kind: str) -> Reading:
    with ctx.store.reading() as tx:
        return tx.mirror.reading(kind) or Reading(kind, ReadingState.WAITING, ctx.clock.now())


def _save(ctx: Context, reading: Reading) -> None:
    """Unless somebody has asked for another one from the beginning: that one is not over with this."""
    with ctx.store.transaction() as tx:
        known = tx.mirror.reading(reading.kind)
        if known is None or known.started_at == reading.started_at:
            tx.mirror.save_reading(reading)
