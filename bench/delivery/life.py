"""What people do in the portal («жизнь портала»): a random history, the same one for the same dice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from app.domain.deal import Role
from app.domain.policy import ActsType, PortalSettings
from bench.delivery.world import Funnels
from demo.portal import COMPANY, CONTACT, DEAL, INVOICE, Rest

_RAISE = 5_000
_TWICE = 0.3
"""How often a robot or a hasty hand changes a deal once more within the same second."""
_ROUNDS = 3
"""Acts of one deal at most."""


@dataclass(slots=True)
class _Work:
    """A deal that acts are made for; `stage` is where people have put it last."""

    id: int
    category: int
    amount: int
    rounds: int = 0


@dataclass
class Life:
    """`spare`: what people have added and nobody needs, by kind (entityTypeId): it may be deleted."""

    rest: Rest
    dice: Random
    funnels: Funnels
    settings: PortalSettings
    spare: dict[int, list[int]] = field(default_factory=dict)
    works: list[_Work] = field(default_factory=list)
    changes: int = 0

    def __post_init__(self) -> None:
        self._clients = [row for row in self.rest.items(DEAL) if row.get("companyId") and row.get("contactId")]
        self._companies = [int(row["id"]) for row in self.rest.items(COMPANY)]
        home = self.settings.acts_type
        self._kinds = [DEAL, COMPANY, CONTACT, INVOICE]
        self._kinds += [home.entity_type_id] if isinstance(home, ActsType) else []

    def happen(self) -> None:
        """One thing that somebody does."""
        deeds: dict[Callable[[], None], int] = {
            self._add: 20, self._update: 40, self._update_company: 10, self._delete: 8, self._sell: 8, self._report: 14,
        }  # fmt: skip
        chosen = self.dice.choices(list(deeds), list(deeds.values()))[0]
        chosen()
        self.changes += 1

    def report_again(self, deal: _Work) -> None:
        """More work was done: the sum grows, the deal goes back to the report."""
        deal.amount += _RAISE
        self.rest.update(DEAL, deal.id, opportunity=deal.amount)
        self._enter(deal)

    def _add(self) -> None:
        kind = self.dice.choice(self._kinds)
        word = f"Запись {self.dice.randrange(10**9)}"
        named = {"name": word, "lastName": word} if kind == CONTACT else {"title": word}
        self.spare.setdefault(kind, []).append(int(self.rest.add(kind, **named)["id"]))

    def _update(self) -> None:
        kind = self.dice.choice([*self._kinds, DEAL])
        if self.spare.get(kind):
            item = self.dice.choice(self.spare[kind])
            word = f"Изменено {self.dice.randrange(10**9)}"
            self.rest.update(kind, item, **({"name": word} if kind == CONTACT else {"title": word}))
            if kind == DEAL and self.dice.random() < _TWICE:
                self.rest.update(kind, item, comments=word)

    def _update_company(self) -> None:
        self.rest.update(COMPANY, self.dice.choice(self._companies), comments=f"Звонок {self.dice.randrange(10**9)}")

    def _delete(self) -> None:
        kind = self.dice.choice(self._kinds)
        if self.spare.get(kind):
            gone = self.spare[kind].pop(self.dice.randrange(len(self.spare[kind])))
            self.rest.call("crm.item.delete", entityTypeId=kind, id=gone)

    def _sell(self) -> None:
        client, funnel = self.dice.choice(self._clients), self.dice.choice((self.funnels.by_robot, self.funnels.by_app))
        amount = 1000 * self.dice.randrange(5, 500)
        made = self.rest.add(
            DEAL, title=f"Работы {self.dice.randrange(10**9)}", categoryId=funnel.category_id,
            companyId=client["companyId"], contactIds=[client["contactId"]], assignedById=client["assignedById"],
            opportunity=amount, isManualOpportunity="Y",
        )  # fmt: skip
        self.works.append(_Work(int(made["id"]), funnel.category_id, amount))

    def _report(self) -> None:
        """The manager moves a deal to the report; one whose papers have gone out, sometimes once more."""
        fresh = [deal for deal in self.works if not deal.rounds]
        if fresh:
            self._enter(self.dice.choice(fresh))
            return
        done = [deal for deal in self.works if 0 < deal.rounds < _ROUNDS and self._is_out(deal)]
        if done:
            self.report_again(self.dice.choice(done))

    def _enter(self, deal: _Work) -> None:
        deal.rounds += 1
        self.rest.update(DEAL, deal.id, stageId=self._stage(deal, Role.REPORT_SENT))

    def _is_out(self, deal: _Work) -> bool:
        return bool(self.rest.item(DEAL, deal.id)["stageId"] == self._stage(deal, Role.DOCUMENTS_SENT))

    def _stage(self, deal: _Work, role: Role) -> str:
        funnel = self.settings.funnel(deal.category)
        assert funnel is not None
        return funnel.stages[role]
