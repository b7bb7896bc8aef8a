"""Killing the installer at a call of its own, and what a portal looks like from outside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import BaseAdapter
from sqlalchemy import delete

from app.bootstrap import Application
from app.domain.deal import ActsBy, Role
from app.domain.policy import PortalSettings
from app.domain.setup import FunnelChoice, Wishes
from app.portal.structure import Structure
from app.store.schema import bucket
from bench.admitted import WRITES, Admitted, let_in
from sandbox.server import SandboxServer


class Killed(BaseException):
    """What SIGKILL is to the code that runs: nothing of ours may catch it."""


class Scissors(BaseAdapter):
    """Cuts the process off at its call number `at` (from 1): before the portal hears of it, or after it has done it.

    `writes`: only calls that change the portal are counted; `but`: nor one that it refuses every time.
    """

    def __init__(self, adapter: BaseAdapter, at: int, *, after: bool, writes: bool = False, but: str = "-") -> None:
        super().__init__()
        self._adapter = adapter
        self._at = at
        self._after = after
        self._writes = writes
        self._but = but
        self.calls = 0

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        method = urlsplit(request.url or "").path.removesuffix(".json")
        counts = not self._writes or (method.endswith(WRITES) and not method.endswith(self._but))
        self.calls += counts
        if counts and self.calls == self._at and not self._after:
            raise Killed
        answer = self._adapter.send(request, *args, **kwargs)
        if counts and self.calls == self._at:
            raise Killed
        return answer

    def close(self) -> None:
        self._adapter.close()


class Onlooker(BaseAdapter):
    """Has something else happen while the next call is under way."""

    def __init__(self, adapter: BaseAdapter, happen: Callable[[], object]) -> None:
        super().__init__()
        self._adapter = adapter
        self._happen: Callable[[], object] | None = happen

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        happen, self._happen = self._happen, None
        if happen is not None:
            happen()
        return self._adapter.send(request, *args, **kwargs)

    def close(self) -> None:
        self._adapter.close()


@contextmanager
def meanwhile(application: Application, url: str, happen: Callable[[], object]) -> Iterator[None]:
    """What another process does while this one waits for the portal's next answer."""
    session = application._session
    whole = session.get_adapter(url)
    session.mount("http://", Onlooker(whole, happen))
    try:
        yield
    finally:
        session.mount("http://", whole)


def interrupted(
    bench: Admitted, at: int, work: Callable[[], object], *, after: bool, writes: bool = False, but: str = "-"
) -> bool:
    """Whether the work was cut off at that call; False: it has fewer."""
    session = bench.application._session
    whole = session.get_adapter(bench.server.url)
    session.mount("http://", Scissors(whole, at, after=after, writes=writes, but=but))
    try:
        work()
    except Killed:
        return True
    finally:
        session.mount("http://", whole)
    return False


def cut_at_each_write(bench: Admitted, work: Callable[[], object], *, but: str = "-") -> int:
    """Killed before its next write, then after it, until there is none left; how many there were."""
    count = 0
    while interrupted(bench, 1, work, after=False, writes=True, but=but):
        assert interrupted(bench, 1, work, after=True, writes=True, but=but)
        count += 1
        with bench.application.database.write() as connection:
            connection.execute(delete(bucket))  # hours of a real portal's patience
    return count


@contextmanager
def fresh(*, processes: bool = True, database_url: str = "") -> Iterator[Admitted]:
    """A portal and an application of their own, quick enough to be had by the dozen; `processes`: smart ones."""
    with TemporaryDirectory() as folder, SandboxServer(seed="demo", limiter=False) as server:
        bench = let_in(server, Path(folder), database_url)
        bench.control("crm/processes", sold=processes)
        bench.application.portals.change_settings(bench.portal.id, lambda known: replace(known, licence="ru_ent250"))
        lacking = next(row for row in bench.installer.funnels() if not row.roles[Role.REPORT_SENT])
        roles = (Role.REPORT_SENT, Role.DOCUMENTS_SENT, Role.INVOICE_PAID)
        choice = FunnelChoice(lacking.category.id, ActsBy.APP, lacking.roles, create=roles, rename_won=True)
        bench.installer.choose(Wishes((choice,), sees_all=(3,)))
        yield bench
        bench.application.close()


def picture(bench: Admitted) -> dict[str, Any]:
    """All that an installation may change in the portal."""
    structure = Structure(bench.application.client(bench.portal))
    processes = structure.processes()
    standing, lists = bench.standing, bench.rest("lists.get", IBLOCK_TYPE_ID="lists")
    return {
        "processes": sorted(row.title for row in processes),
        "fields": sorted(field.name for row in processes for field in structure.fields(f"CRM_{row.id}")),
        "invoice_fields": sorted(field.name for field in structure.fields("CRM_SMART_INVOICE")),
        "stages": sorted((row["ENTITY_ID"], row["STATUS_ID"], row["NAME"]) for row in bench.rest("crm.status.list")),
        "folders": sorted(structure.root_folders()),
        "lists": sorted(row["NAME"] for row in lists),
        "list_fields": sorted((row["ID"], name) for row in lists for name in fields_of(bench, row["ID"])),
        "robots": sorted(standing.robots),
        "activities": sorted(standing.activities),
        "events": sorted((row.event, row.handler) for row in standing.events),
        "placements": sorted((row.placement, row.handler) for row in standing.placements),
    }


def fields_of(bench: Admitted, list_id: str) -> dict[str, Any]:
    found: dict[str, Any] = bench.rest("lists.field.get", IBLOCK_TYPE_ID="lists", IBLOCK_ID=list_id)
    return found


def known(bench: Admitted) -> PortalSettings:
    """What the app knows of it, in an order of its own; when it came to know it is another each time."""
    settings = bench.settings
    farewell = replace(settings.farewell, done_at=None)
    return replace(settings, farewell=farewell, made=tuple(sorted(settings.made, key=lambda made: made.key)))
