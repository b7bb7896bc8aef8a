"""What the portal did not tell («не прочитано»): the rest is kept, and only this is asked for again, in its time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from app.errors import AuthLost, HostError, PartlyRead, RateLimited
from app.ports import Context, DirtyMark, News

HISTORY = "history"
"""Kind of the mark that the stage history is to be asked again; no object bears it."""
SOONEST = timedelta(seconds=1)
REST = timedelta(seconds=15)
"""Where waiting a second will not help, and the longest that anything waits."""
_APART = timedelta(seconds=17)
"""What was asked together and not answered: when the history has been asked for by itself."""
_HISTORY_MARK = (HISTORY, 0)
_LONG = "OPERATION_TIME_LIMIT"
Refused = list[tuple[str, HostError]]


def answered(by_kind: Mapping[str, Sequence[DirtyMark]], news: News) -> dict[str, list[DirtyMark]]:
    """The marks of which the portal told: those that it did not find are gone, those that it refused are not."""
    missed = {(one.kind, object_id) for one in news.unread for object_id in one.ids}
    return {
        kind: [one for one in group if (kind, one.object_id) not in missed] for kind, group in by_kind.items()
    }


def put_off(ctx: Context, news: News, owed: Sequence[DirtyMark]) -> Refused:
    """Have what was refused read later; `owed`: the mark of a history that was refused before, if there is one."""
    if not owed and not news.unread and news.cut is None:
        return []
    with ctx.store.transaction() as tx:
        for one in news.unread:
            soonest = soonest_for(one.error)
            tx.put_off([(one.kind, object_id) for object_id in one.ids], soonest=soonest, latest=REST)
        if news.cut is None:
            tx.clean(owed)
        else:
            if not owed:
                tx.mark_dirty(*_HISTORY_MARK)
            tx.put_off([_HISTORY_MARK], soonest=soonest_for(news.cut), latest=REST)
    refused: Refused = [(one.kind, one.error) for one in news.unread]
    return refused if news.cut is None else [*refused, (HISTORY, news.cut)]


def ask_apart(ctx: Context, wanted: Mapping[str, Sequence[int]]) -> None:
    """Nothing was answered: what one of many commands broke off, the history must not wait for."""
    if not wanted:
        return
    with ctx.store.transaction() as tx:
        tx.mark_dirty(*_HISTORY_MARK)
        objects = [(kind, object_id) for kind, ids in wanted.items() for object_id in ids]
        tx.put_off(objects, soonest=_APART, latest=_APART)


def soonest_for(error: HostError) -> timedelta:
    """When the same may be asked again at the earliest: limits of a second and breakdowns pass by themselves."""
    is_long = isinstance(error, RateLimited) and error.code.upper() == _LONG
    return SOONEST if error.retryable and not is_long else REST


def tell(refused: Refused) -> None:
    """Raises PartlyRead; AuthLost, which stops everything."""
    for _, error in refused:
        if isinstance(error, AuthLost):
            raise error
    if refused:
        raise PartlyRead(refused)
