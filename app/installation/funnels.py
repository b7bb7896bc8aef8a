"""Step: stage roles («Роли стадий») of the funnels that the administrator has chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.deal import ActsBy, Funnel, Role
from app.domain.policy import PortalSettings
from app.domain.setup import Action, Change, FunnelChoice, Made, MadeKind
from app.installation.book import Book
from app.installation.step import Site
from app.portal.stages import Stage, dictionary
from app.portal.structure import Category, Structure

DEAL = 2
WON_NAME = "Успешная, запрошен отзыв"
NAMES: Mapping[Role, str] = {
    Role.REPORT_SENT: "Отчёт отправлен",
    Role.DOCUMENTS_SENT: "Счёт и акты отправлены",
    Role.INVOICE_PAID: "Счёт оплачен",
}
_IDS: Mapping[Role, str] = {
    Role.REPORT_SENT: "REPORT_SENT",
    Role.DOCUMENTS_SENT: "DOCS_SENT",
    Role.INVOICE_PAID: "INVOICE_PAID",
}


@dataclass(frozen=True, slots=True)
class FunnelReading:
    """A funnel as the portal has it, with the roles that its stages' names suggest ("" = none)."""

    category: Category
    stages: tuple[Stage, ...]
    roles: dict[Role, str]

    @property
    def won(self) -> Stage | None:
        return next((stage for stage in self.stages if stage.semantics == "S"), None)


def read_funnels(structure: Structure) -> list[FunnelReading]:
    found = []
    for category in structure.categories(DEAL):
        stages = tuple(structure.stages(DEAL, category.id))
        found.append(FunnelReading(category, stages, suggest(stages)))
    return found


def suggest(stages: Sequence[Stage]) -> dict[Role, str]:
    """Which stages sound like our roles; won is known by its semantics, whatever its name."""
    roles = {role: _named(stages, name) for role, name in NAMES.items()}
    roles[Role.WON] = next((stage.stage_id for stage in stages if stage.semantics == "S"), "")
    return roles


def choice_for(reading: FunnelReading) -> FunnelChoice:
    """What suits a funnel: stages of its own that sound like our roles, and one made for each role else."""
    lacking = tuple(role for role in Role if role is not Role.WON and not reading.roles.get(role))
    return FunnelChoice(reading.category.id, ActsBy.ROBOT, {}, lacking)


def offer(funnels: Sequence[FunnelReading]) -> tuple[FunnelChoice, ...]:
    """Before anything is chosen: the funnels whose stages sound like ours, else the first one alone."""
    choices = [choice_for(reading) for reading in funnels]
    return tuple(choice for choice in choices if not choice.create) or tuple(choices[:1])


@dataclass(frozen=True, slots=True)
class StageRoles:
    key: str = "stages"
    title: str = "Стадии воронок"
    needs: tuple[str, ...] = ("crm.category.list", "crm.status.list", "crm.status.add", "crm.status.update")
    without: str = "роли стадий не назначить, и сделки приложение двигать не будет"

    def changes(self, site: Site, settings: PortalSettings) -> Sequence[Change]:
        found: list[Change] = []
        for choice in settings.wanted:
            reading = _reading(site, choice.category_id)
            kind = f"Воронка «{reading.category.name}»"
            for role in choice.create:
                known = _made(reading.stages, role)
                found.append(Change(Action.KEEP if known else Action.ADD, kind, f"стадия «{NAMES[role]}»"))
            if choice.rename_won and reading.won is not None and reading.won.name != WON_NAME:
                found.append(Change(Action.CHANGE, kind, f"«{reading.won.name}» → «{WON_NAME}»"))
        return found

    def apply(self, site: Site, book: Book) -> None:
        book.put(funnels=tuple(_bring(site, book, choice) for choice in book.settings.wanted))


def _bring(site: Site, book: Book, choice: FunnelChoice) -> Funnel:
    reading = _reading(site, choice.category_id)
    for role in choice.create:
        if _ensure_stage(site, book, reading, role):
            reading = _reading(site, choice.category_id)
    won = reading.won
    if choice.rename_won and won is not None and won.name != WON_NAME:
        place = dictionary(DEAL, choice.category_id)
        book.note(Made(MadeKind.STAGE_NAME, won.stage_id, place, won.name, won.id))
        site.structure.change_stage(won.id, name=WON_NAME)
    stages = {**reading.roles, **{role: stage for role, stage in choice.roles.items() if stage}}
    stages |= dict.fromkeys(choice.create, "") | made_stages(reading.stages, choice.create)
    return Funnel(choice.category_id, choice.acts_by, stages)


def made_stages(stages: Sequence[Stage], roles: Sequence[Role]) -> dict[Role, str]:
    """STATUS_ID of the stages that stand already of those that the app makes for these roles."""
    found = {role: _made(stages, role) for role in roles}
    return {role: stage.stage_id for role, stage in found.items() if stage}


def _ensure_stage(site: Site, book: Book, reading: FunnelReading, role: Role) -> bool:
    """Whether it was not there yet."""
    found, category_id = _made(reading.stages, role), reading.category.id
    made = Made(MadeKind.STAGE, _IDS[role], dictionary(DEAL, category_id), NAMES[role])
    book.ensure(made, found.id if found else None, lambda: _add_stage(site, category_id, reading.stages, role))
    return found is None


def _add_stage(site: Site, category_id: int, stages: Sequence[Stage], role: Role) -> int:
    """Between the last stage in work and the successful one: the portal refuses a working stage after it."""
    working = [stage.sort for stage in stages if stage.semantics not in ("S", "F")]
    won = min((stage.sort for stage in stages if stage.semantics == "S"), default=max(working, default=0) + 100)
    sort = (max(working, default=0) + won) // 2
    return site.structure.add_stage(DEAL, category_id, stage_id=_IDS[role], name=NAMES[role], sort=sort)


def _made(stages: Sequence[Stage], role: Role) -> Stage | None:
    wanted = _IDS[role]
    return next((stage for stage in stages if stage.stage_id.rpartition(":")[2] == wanted), None)


def _reading(site: Site, category_id: int) -> FunnelReading:
    category = next(row for row in site.structure.categories(DEAL) if row.id == category_id)
    stages = tuple(site.structure.stages(DEAL, category_id))
    return FunnelReading(category, stages, suggest(stages))


def _named(stages: Sequence[Stage], name: str) -> str:
    return next((stage.stage_id for stage in stages if _plain(stage.name) == _plain(name)), "")


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("ё", "е").split())
