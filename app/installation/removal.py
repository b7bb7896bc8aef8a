"""Preparing a portal for the removal of the app («Подготовить к удалению»), while the token still lives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from app.domain.policy import ActsList
from app.domain.setup import Action, Change, Made, MadeKind, Parting
from app.errors import AppError
from app.installation.book import Book
from app.installation.event_words import words_of
from app.installation.leftovers import ORDER, Leftovers, process_path
from app.installation.list_leftovers import adopted_list
from app.installation.step import Site
from app.portal.registration import Standing


class Removal:
    """Shown first, then done; safe to repeat after an interruption at any call. Raises HostError kinds."""

    def __init__(self, site: Site, book: Book) -> None:
        self._site = site
        self._book = book

    def plan(self) -> list[Change]:
        """What would go and what would stay, line by line; nothing is changed."""
        standing = self._site.registration.standing()
        leftovers = Leftovers(self._site, self._book.settings)
        found = [judged[0] for made in self._made() if (judged := leftovers.judge(made)) is not None]
        return [*self._registered(standing), *found, *self._adopted()]

    def run(self) -> bool:
        """The registrations first, so that nothing of ours is called any more; False and why when it failed."""
        self._note(state=Parting.ASKED, why="", kept=())
        try:
            self._unregister(self._site.registration.standing())
            kept = [*self._take_back(), *self._adopted()]
        except AppError as error:
            self._note(state=Parting.FAILED, why=str(error))
            return False
        self._book.put(registered={}, is_complete=False, steps=())
        self._note(state=Parting.DONE, kept=tuple(kept), done_at=self._site.clock.now())
        return True

    def _unregister(self, standing: Standing) -> None:
        """The portal names the app's own registrations only, those of its older versions too."""
        registration = self._site.registration
        for page in standing.placements:
            registration.unbind_placement(page.placement, page.handler)
        for event in standing.events:
            registration.unbind_event(event)
        for code in standing.robots:
            registration.delete_robot(code)
        for code in standing.activities:
            registration.delete_activity(code)

    def _take_back(self) -> list[Change]:
        kept = []
        leftovers = Leftovers(self._site, self._book.settings)
        for made in self._made():
            judged = leftovers.judge(made)
            if judged is not None and judged[0].action is Action.KEEP:
                kept.append(judged[0])
                continue
            if judged is not None:
                leftovers.remove(made, judged[1])
            self._forget(made)
        return kept

    def _forget(self, made: Made) -> None:
        if made.kind in (MadeKind.PROCESS, MadeKind.LIST):
            self._book.put(acts_type=None)
        self._book.forget(made)

    def _adopted(self) -> list[Change]:
        """A process or a list that the customer had before us: the app only worked in it."""
        settings = self._book.settings
        kind = settings.acts_type
        if isinstance(kind, ActsList):
            return adopted_list(self._site, settings, kind)
        ours = {made.id for made in settings.made if made.kind is MadeKind.PROCESS}
        if kind is None or kind.type_id in ours:
            return []
        process = next((row for row in self._site.structure.processes() if row.id == kind.type_id), None)
        if process is None:
            return []
        return [Change(Action.KEEP, "Смарт-процесс", process.title, "ваш: был до приложения", process_path(process))]

    def _registered(self, standing: Standing) -> Iterator[Change]:
        manifest = self._site.manifest
        names = {robot.code: robot.name["ru"] for robot in (*manifest.robots, *manifest.activities)}
        for page in standing.placements:
            yield Change(Action.REMOVE, "Страница", page.title or page.placement)
        for event in standing.events:
            kind = "Офлайн-событие" if event.is_offline else "Событие"
            yield Change(Action.REMOVE, kind, words_of(event.event), code=event.event)
        for code in standing.robots:
            yield Change(Action.REMOVE, "Робот", names.get(code, code))
        for code in standing.activities:
            yield Change(Action.REMOVE, "Действие", names.get(code, code))

    def _made(self) -> list[Made]:
        return sorted(self._book.settings.made, key=lambda made: ORDER.index(made.kind))

    def _note(self, **values: Any) -> None:
        self._book.change(lambda known: replace(known, farewell=replace(known.farewell, **values)))
