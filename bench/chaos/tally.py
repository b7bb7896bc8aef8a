"""The tally: what came of it, counted in the portal, in its mailbox and in the application's queue («итог»)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from app.store.schema import deal, inbox, outbox
from bench.chaos.load import Event
from bench.stand import Stand
from demo.acts import ActItem
from demo.cast import Deal
from demo.portal import DEAL
from demo.scene import Scene
from demo.seeing import Unexpected

STANDING = ("waiting", "leased", "failed", "unknown")
_AT_ONCE = 500
_PAPERS = ["Акт", "Счёт"]


@dataclass(frozen=True, slots=True)
class EventTally:
    """Of the events that were answered 2xx."""

    acked: int
    events_lost: int
    unread: int


def tally_events(stand: Stand, acked: Sequence[Event]) -> EventTally:
    """`events_lost`: no row, or a row that is not done; `unread`: deals that the mirror lacks."""
    done: set[str] = set()
    with stand.database.read() as connection:
        for keys in _portions([event.key for event in acked]):
            mine = select(inbox.c.key).where(inbox.c.key.in_(keys), inbox.c.state == "done")
            done |= set(connection.scalars(mine))
        known = set(connection.scalars(select(deal.c.deal_id)))
    lost = sum(event.key not in done for event in acked)
    return EventTally(len(acked), lost, len({event.deal_id for event in acked} - known))


@dataclass(frozen=True, slots=True)
class EffectTally:
    """Of the deals whose acts the application was asked for; each number counts what is too many, or missing."""

    lost: int
    sent_twice: int
    acts_doubled: int
    numbers_doubled: int
    folders_doubled: int
    invoices_doubled: int
    stage_moves_doubled: int
    asked_person: int
    finished: int

    @property
    def doubled(self) -> int:
        return (
            self.acts_doubled + self.numbers_doubled + self.folders_doubled + self.invoices_doubled
            + self.stage_moves_doubled
        )  # fmt: skip


class Effects:
    def __init__(self, scene: Scene, stand: Stand, deals: Sequence[Deal], called: Sequence[Deal]) -> None:
        self._scene = scene
        self._stand = stand
        self._deals = deals
        self._called = {deal.id for deal in called}
        subjects = [str(row["subject"]) for row in scene.portal.control("mailbox")["letters"]]
        self._letters = subjects
        self._standing = _lanes(stand)

    def tally(self) -> EffectTally:
        acts = {deal.id: self._scene.process.of_deal(deal.id) for deal in self._deals}
        everything = [act for found in acts.values() for act in found]
        numbers = Counter(act.number for act in everything)
        return EffectTally(
            lost=sum(deal.id in self._called and self._is_lost(deal, acts[deal.id]) for deal in self._deals),
            sent_twice=sum(max(0, self._sent(act) - 1) for act in everything),
            acts_doubled=_surplus(len(found) for found in acts.values()),
            numbers_doubled=_surplus(numbers.values()),
            folders_doubled=sum(self._strange_papers(act) for act in everything),
            invoices_doubled=_surplus(len(self._scene.invoices(deal)) for deal in self._deals),
            stage_moves_doubled=_surplus(self._moves(deal) for deal in self._deals),
            asked_person=count_rows(self._stand, "unknown"),
            finished=sum(self._sent(act) == 1 for act in everything),
        )

    def _sent(self, act: ActItem) -> int:
        return sum(f"№ {act.number} " in subject for subject in self._letters)

    def _is_lost(self, deal: Deal, acts: list[ActItem]) -> bool:
        """The client has no letter or the deal has not moved, and nothing of it stands in the queue for anybody."""
        is_written = bool(acts) and self._sent(acts[0]) > 0
        is_moved = self._scene.stage_now(deal) == self._scene.stage(deal, "documents_sent")
        return not (is_written and is_moved) and f"deal:{deal.id}" not in self._standing

    def _strange_papers(self, act: ActItem) -> int:
        """How many papers lie in the act's folder beside its one act and one invoice."""
        try:
            names = sorted(name.partition(" ")[0] for name in self._scene.folder(act))
        except Unexpected:
            return 0  # its folder is not made yet: what is missing is counted where the letter is
        return sum((Counter(names) - Counter(_PAPERS)).values())

    def _moves(self, deal: Deal) -> int:
        """How often the deal entered the stage to which the application moves it."""
        where = {"OWNER_ID": deal.id, "STAGE_ID": self._scene.stage(deal, "documents_sent")}
        found = self._scene.rest.call("crm.stagehistory.list", entityTypeId=DEAL, filter=where)
        return len(found["items"])


def effects_run(stand: Stand) -> int:
    """Attempts at effects: those that failed count as often as they were made."""
    with stand.database.read() as connection:
        return int(connection.execute(select(func.coalesce(func.sum(outbox.c.attempt), 0))).scalar_one())


def count_rows(stand: Stand, *states: str) -> int:
    """Rows of both queues in any of the states."""
    with stand.database.read() as connection:
        counts = [select(func.count()).select_from(table).where(table.c.state.in_(states)) for table in (inbox, outbox)]
        return sum(int(connection.execute(count).scalar_one()) for count in counts)


def causes(stand: Stand) -> list[str]:
    """Why rows stand, for the person who looks: effect, state, cause."""
    rows = select(outbox.c.reaction, outbox.c.state, outbox.c.error).where(outbox.c.state.in_(STANDING))
    calls = select(inbox.c.code, inbox.c.state, inbox.c.error).where(inbox.c.state.in_(STANDING))
    with stand.database.read() as connection:
        found = Counter(tuple(map(str, row)) for query in (rows, calls) for row in connection.execute(query))
    return [f"{count} × {' · '.join(words)[:200]}" for words, count in found.most_common(20)]


def _lanes(stand: Stand) -> set[str]:
    with stand.database.read() as connection:
        tables = (inbox, outbox)
        rows = [select(table.c.lane).where(table.c.state.in_(STANDING)) for table in tables]
        return {lane for query in rows for lane in connection.scalars(query)}


def _surplus(counts: Iterable[int]) -> int:
    return sum(max(0, count - 1) for count in counts)


def _portions(keys: Sequence[str]) -> Iterable[Sequence[str]]:
    return (keys[start : start + _AT_ONCE] for start in range(0, len(keys), _AT_ONCE))
