"""What the portal refuses inside a reading waits by itself: the rest is kept, and it is asked again in its time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain.mirror import COMPANY, DEAL
from app.errors import AccessDenied, AuthLost, HostTimeout, PartlyRead, RateLimited
from app.services import mirror, unread
from tests.fakes.office import Office, office

BROKEN = HostTimeout("INTERNAL_SERVER_ERROR", "", 200)


@pytest.fixture
def given() -> Office:
    """An office with a stage entry that nobody has read, and with marks of a deal and of a company."""
    found = office()
    with found.store.transaction() as tx:
        tx.mark_dirty(DEAL, 1)
        tx.mark_dirty(COMPANY, 5)
    return found


def marks(given: Office) -> set[tuple[str, int]]:
    return set(given.store.state.dirty)


def test_a_kind_that_is_refused_keeps_nothing_else_from_being_read(given: Office) -> None:
    given.deals.refused[COMPANY] = BROKEN
    with pytest.raises(PartlyRead) as partly:
        mirror.refresh(given.ctx)
    assert partly.value.refused == ((COMPANY, BROKEN),)
    assert list(given.store.state.calls) == ["stage:1"]
    assert marks(given) == {(COMPANY, 5)}
    with given.store.reading() as tx:
        assert tx.deals.get(1) is not None
        assert tx.mirror.get(COMPANY, 5) is None


def test_only_what_was_refused_is_asked_again(given: Office) -> None:
    given.deals.refused[COMPANY] = BROKEN
    with pytest.raises(PartlyRead):
        mirror.refresh(given.ctx)
    mirror.refresh(given.ctx)
    assert given.deals.asked[-1] == {}, "not before its time"
    given.store.state.put_off.clear()
    given.deals.refused.clear()
    mirror.refresh(given.ctx)
    assert given.deals.asked[-1] == {COMPANY: [5]}
    assert not marks(given)


@pytest.mark.parametrize(
    ("error", "soonest"),
    [
        (BROKEN, unread.SOONEST),
        (RateLimited("QUERY_LIMIT_EXCEEDED", "", 503), unread.SOONEST),
        (RateLimited("OPERATION_TIME_LIMIT", "", 429), unread.REST),
        (AccessDenied("ACCESS_DENIED", "", 403), unread.REST),
    ],
)
def test_what_passes_is_asked_again_soon_and_the_rest_has_its_rest(
    given: Office, error: HostTimeout, soonest: timedelta
) -> None:
    given.deals.refused |= {COMPANY: error, unread.HISTORY: error}
    with pytest.raises(PartlyRead):
        mirror.refresh(given.ctx)
    assert given.store.state.put_off == {(COMPANY, 5): soonest, (unread.HISTORY, 0): soonest}


def test_a_history_that_is_refused_is_owed_and_its_cursor_stands(given: Office) -> None:
    given.deals.refused[unread.HISTORY] = BROKEN
    for _ in range(2):
        with pytest.raises(PartlyRead):
            mirror.refresh(given.ctx)
        given.store.state.put_off.clear()
        assert marks(given) == {(unread.HISTORY, 0)}
        assert not given.store.state.calls
    given.deals.refused.clear()
    mirror.refresh(given.ctx)
    assert not marks(given)
    assert list(given.store.state.calls) == ["stage:1"]


def test_a_token_that_a_part_does_not_know_is_lost_for_all(given: Office) -> None:
    given.deals.refused[COMPANY] = AuthLost("NO_AUTH_FOUND", "", 200)
    with pytest.raises(AuthLost):
        mirror.refresh(given.ctx)
    assert marks(given) == {(COMPANY, 5)}


def test_when_nothing_is_answered_the_history_is_asked_by_itself_next(given: Office) -> None:
    given.deals.silence = HostTimeout("NO_ANSWER", "", 0)
    with pytest.raises(HostTimeout):
        mirror.refresh(given.ctx)
    given.deals.silence = None
    mirror.refresh(given.ctx)
    assert given.deals.asked[-1] == {}
    assert list(given.store.state.calls) == ["stage:1"]
    assert marks(given) == {(DEAL, 1), (COMPANY, 5)}
    given.store.state.put_off.clear()
    mirror.refresh(given.ctx)
    assert not marks(given)
