"""The scene: the portal, the application on it, the cast, and what earlier steps have seen («сцена»)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from demo import pages
from demo.acts import ActItem, ActsProcess
from demo.acts_list import ActsInList
from demo.cast import Cast, Deal
from demo.pages import Page
from demo.portal import DEAL, INVOICE, Rest
from demo.sandbox_portal import SandboxPortal
from demo.seeing import Unexpected, expect, until

ACTS_FOLDER = "Акты выполненных работ"
TAB, MENU = "CRM_DEAL_DETAIL_TAB", "LEFT_MENU"


@dataclass(frozen=True)
class Seen:
    """What a step has shown: words, and the address where a person sees the same."""

    words: str
    where: str


@dataclass(frozen=True)
class Installed:
    """The application on the portal: `stages` are STATUS_IDs of roles by funnel."""

    app_url: str
    client_id: str
    app_id: int
    stages: Mapping[int, Mapping[str, str]]


@dataclass
class Scene:
    portal: SandboxPortal
    app: Installed
    cast: Cast
    acts: dict[str, ActItem] = field(default_factory=dict)
    """Acts by the part they play."""
    papers: dict[str, bytes] = field(default_factory=dict)
    """Printed acts by the part, as they lay on the drive."""

    @cached_property
    def process(self) -> ActsProcess | ActsInList:
        """Where the acts live: the portal may have no smart processes."""
        is_sold = self.portal.control("crm/processes")["sold"]
        return ActsProcess(self.portal.rest) if is_sold else ActsInList(self.portal.rest)

    @property
    def rest(self) -> Rest:
        return self.portal.rest

    def manager(self, deal: Deal) -> Rest:
        return self.portal.person(deal.manager)

    def stage(self, deal: Deal, role: str) -> str:
        return self.app.stages[deal.category][role]

    def stage_now(self, deal: Deal) -> str:
        return str(self.rest.item(DEAL, deal.id)["stageId"])

    def expect_stage(self, deal: Deal, role: str) -> None:
        """Raises Unexpected with the stages' names."""
        now, wanted = self.stage_now(deal), self.stage(deal, role)
        expect(now == wanted, f"сделка на стадии «{self.stage_name(wanted)}»", f"«{self.stage_name(now)}»")

    def stage_name(self, stage_id: str) -> str:
        rows = self.rest.call("crm.status.list", filter={"STATUS_ID": stage_id})
        return str(rows[0]["NAME"]) if rows else stage_id

    def move(self, deal: Deal, role: str) -> None:
        """The manager drags the deal to the stage of a role."""
        self.manager(deal).update(DEAL, deal.id, stageId=self.stage(deal, role))

    def tab(self, deal: Deal, user_id: int = 0) -> Page:
        """The app's tab in the deal's card, opened by the manager or somebody else. Raises PageRefused."""
        return self._opened(user_id or deal.manager, "deal-tab", placement=TAB, options={"ID": str(deal.id)})

    def register(self, user_id: int) -> Page:
        """The app's page in the left menu."""
        return self._opened(user_id, "register", placement=MENU)

    def _opened(self, user_id: int, page: str, **how: Any) -> Page:
        handler = f"{self.app.app_url}/placement/{page}"

        def look() -> Page:
            launched = self.portal.launch(self.app.client_id, user_id, handler=handler, post=True, **how)
            return pages.opened(self.app.app_url, launched)

        return until(look)

    def row(self, page: Page, number: str) -> dict[str, Any]:
        """The act's row in the tab. Raises Unexpected when it is not there."""
        rows = page.get("deal")["acts"]
        found: list[dict[str, Any]] = [row for row in rows if row["number"] == number]
        expect(found, f"во вкладке есть акт № {number}", [row["number"] for row in rows])
        return found[0]

    def invoices(self, deal: Deal) -> list[dict[str, Any]]:
        """The deal's smart invoices, oldest first."""
        return self.rest.items(INVOICE, **{"=parentId2": deal.id})

    def folder(self, act: ActItem) -> dict[str, dict[str, Any]]:
        """What lies in the act's folder: <acts>/<year>/<client>/<act>. Raises Unexpected."""
        storage = self.rest.call("disk.storage.getlist", filter={"ENTITY_TYPE": "common"})[0]
        inside = self.rest.children(int(storage["ROOT_OBJECT_ID"]))
        for part in (ACTS_FOLDER, self.year(act), self.client_of(act), f"Акт № {act.number}"):
            own = f"{part} (ID {act.raw.get('companyId')})"
            found = [name for name in (own, part) if name in inside]
            expect(found, f"на Общем диске папка «{part}»", f"есть только: {', '.join(inside) or 'ничего'}")
            inside = self.rest.children(int(inside[found[0]]["ID"]))
        return inside

    def paper(self, act: ActItem, name: str = "") -> bytes:
        """The newest printed act in its folder, or the file of that name. Raises Unexpected."""
        inside = self.folder(act)
        printed = [file for file in inside if (file == name if name else file.startswith("Акт № "))]
        expect(printed, f"в папке акта {name or 'PDF акта'}", f"есть: {', '.join(inside) or 'ничего'}")
        return self.rest.download(int(inside[printed[-1]]["ID"]))

    def told(self, deal: Deal, *parts: str) -> str:
        """The manager's newest notification with the link to this deal and all the parts. Raises Unexpected."""
        bell = [text for text in self.portal.bell(deal.manager) if self.card(deal) in text]
        found = [text for text in bell if all(part in text for part in parts)]
        if not found:
            raise Unexpected(f"менеджеру уведомление со словами {', '.join(parts)}", bell[:3])
        return found[0]

    def card(self, deal: Deal) -> str:
        return f"{self.portal.url}/crm/deal/details/{deal.id}/"

    def act_card(self, act: ActItem) -> str:
        return f"{self.portal.url}{self.process.path(act.id)}"

    def item_card(self, kind: int, item_id: int) -> str:
        return f"{self.portal.url}/crm/type/{kind}/details/{item_id}/"

    def client_of(self, act: ActItem) -> str:
        company = int(act.raw.get("companyId") or 0)
        name = str(self.rest.call("crm.company.get", id=company)["TITLE"])
        return name.replace('"', "'").strip(". ")

    @staticmethod
    def year(act: ActItem) -> str:
        return str(date.fromisoformat(act.created[:10]).year)


def new_deal(scene: Scene, *, like: Deal, amount: int = 10_000) -> Deal:
    """One more deal of the same client, in the first stage of the story's funnel."""
    made = scene.rest.add(
        2, title=f"Проверка {secrets.token_hex(4)}", categoryId=like.category, companyId=like.company,
        contactIds=[like.contact], assignedById=like.manager, opportunity=amount, isManualOpportunity="Y",
    )  # fmt: skip
    return Deal(
        id=int(made["id"]), title=str(made["title"]), amount=Decimal(amount), category=like.category,
        stage=str(made["stageId"]), manager=like.manager, company=like.company, client=like.client,
        contact=like.contact, email=like.email,
    )  # fmt: skip
