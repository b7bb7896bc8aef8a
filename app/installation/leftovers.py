"""What the installer made and may take back («Что останется»): empty things go, what people use stays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from app.domain.policy import PortalSettings
from app.domain.setup import Action, Change, Made, MadeKind
from app.errors import HostError
from app.installation.funnels import WON_NAME
from app.installation.list_leftovers import ListLeftovers
from app.installation.process import INVOICES, entity_of
from app.installation.step import Site
from app.portal.items import DEAL, INVOICE
from app.portal.stages import Stage, place_of
from app.portal.structure import SmartProcess, UserField

Found = tuple[Change, int]
"""What would become of it, and its id in the portal."""
BLANK: tuple[Any, ...] = (None, "", "N", "0", 0, False, [], {})
NOT_IN_FILTER = "INVALID_ARG_VALUE"
"""Fields of files."""
ORDER = (
    MadeKind.STAGE_NAME, MadeKind.FOLDER, MadeKind.FIELD, MadeKind.STAGE, MadeKind.PROCESS,
    MadeKind.LIST_FIELD, MadeKind.LIST,
)  # fmt: skip
"""A process or a list goes after what we made in it."""


class Leftovers:
    """Judges one made thing at a time, as the portal is now; lists are read once. Raises HostError kinds."""

    def __init__(self, site: Site, settings: PortalSettings) -> None:
        self._site = site
        self._settings = settings
        self._fields: dict[str, list[UserField]] = {}
        self._stages: dict[str, list[Stage]] = {}
        self._items: dict[int, int] = {}
        self._lists = ListLeftovers(site, settings)

    def judge(self, made: Made) -> Found | None:
        """None: it is there no more."""
        judges: Mapping[MadeKind, Callable[[Made], Found | None]] = {
            MadeKind.PROCESS: self._process,
            MadeKind.FIELD: self._field,
            MadeKind.STAGE: self._stage,
            MadeKind.STAGE_NAME: self._stage_name,
            MadeKind.FOLDER: self._folder,
            MadeKind.LIST: self._lists.judge_list,
            MadeKind.LIST_FIELD: self._lists.judge_field,
        }
        return judges[made.kind](made)

    def remove(self, made: Made, found_id: int) -> None:
        if made.kind is MadeKind.LIST_FIELD:
            return self._lists.remove_field(made)
        removers: Mapping[MadeKind, Callable[[int], None]] = {
            MadeKind.PROCESS: self._site.structure.delete_process,
            MadeKind.FIELD: self._site.structure.delete_field,
            MadeKind.STAGE: self._site.structure.delete_stage,
            MadeKind.FOLDER: self._site.structure.trash_folder,
            MadeKind.LIST: self._site.lists.delete,
        }
        return removers[made.kind](found_id)

    def _process(self, made: Made) -> Found | None:
        found = next((row for row in self._processes if _is_made(made, row.id, row.title)), None)
        if found is None:
            return None
        return _line("Смарт-процесс", found.title, self._used_process(made, found), process_path(found)), found.id

    def _used_process(self, made: Made, process: SmartProcess) -> str:
        if process.title != made.name:
            return "переименован людьми"
        count = self._site.structure.count(process.entity_type_id, {})
        if count:
            return f"в нём элементов: {count}"
        entity = entity_of(process)
        ours = {other.name for other in self._settings.made if other.where == entity}
        if any(field.name not in ours for field in self._site.structure.fields(entity)):
            return "в нём есть поля, которые добавили люди"
        has_more = len(self._site.structure.categories(process.entity_type_id)) > 1
        return "в нём есть воронки, которые добавили люди" if has_more else ""

    def _field(self, made: Made) -> Found | None:
        process = next((row for row in self._processes if entity_of(row) == made.where), None)
        if process is None and made.where != INVOICES:
            return None
        found = next((row for row in self._fields_of(made.where) if _is_made(made, row.id, row.name)), None)
        if found is None:
            return None
        kind = process.entity_type_id if process else INVOICE
        place = f"смарт-процесса «{process.title}»" if process else "счетов"
        path = process_path(process) if process else f"/crm/type/{INVOICE}/"
        return _line("Поле", f"«{made.label}» {place}", self._filled(kind, found.name), path), found.id

    def _filled(self, kind: int, field: str) -> str:
        if not self._items_of(kind):
            return ""
        try:
            values, count = self._site.structure.values(kind, field, {f"!{field}": ""})
        except HostError as error:
            if error.code != NOT_IN_FILTER:
                raise
            values, count = self._site.structure.values(kind, field, {})
        # Better a field too many than somebody's data: what was not looked at may be filled.
        filled = sum(value not in BLANK for value in values)
        if filled or count == len(values):
            return f"заполнено в элементах: {count if count > len(values) else filled}" if filled else ""
        return f"может быть заполнено: элементов {count}"

    def _stage(self, made: Made) -> Found | None:
        found = self._stage_of(made, lambda stage: stage.stage_id.rpartition(":")[2])
        if found is None:
            return None
        kind, category = place_of(made.where)
        count = self._site.structure.count(kind, {"stageId": found.stage_id, "categoryId": category})
        reason = f"на ней карточек: {count}" if count else ""
        return _line("Стадия", f"«{found.name}»", reason, funnel_path(kind, category)), found.id

    def _stage_name(self, made: Made) -> Found | None:
        found = self._stage_of(made, lambda stage: stage.stage_id)
        if found is None or found.name != WON_NAME:
            return None
        path = funnel_path(*place_of(made.where))
        return _line("Имя стадии", f"«{found.name}»", f"стадия ваша, прежнее имя «{made.label}»", path), found.id

    def _folder(self, made: Made) -> Found | None:
        found = self._site.structure.root_folder(made.name)
        if found is None or made.id not in (0, found.id):
            return None
        used = "" if self._site.structure.is_folder_empty(found.id) else "в ней документы"
        return _line("Папка", made.label, used, found.url), found.id

    @cached_property
    def _processes(self) -> list[SmartProcess]:
        return self._site.structure.processes()

    def _fields_of(self, entity: str) -> list[UserField]:
        if entity not in self._fields:
            self._fields[entity] = self._site.structure.fields(entity)
        return self._fields[entity]

    def _stage_of(self, made: Made, name: Callable[[Stage], str]) -> Stage | None:
        kind, category = place_of(made.where)
        if kind != DEAL and all(row.entity_type_id != kind for row in self._processes):
            return None
        if made.where not in self._stages:
            self._stages[made.where] = self._site.structure.stages(kind, category)
        return next((row for row in self._stages[made.where] if _is_made(made, row.id, name(row))), None)

    def _items_of(self, kind: int) -> int:
        if kind not in self._items:
            self._items[kind] = self._site.structure.count(kind, {})
        return self._items[kind]


def process_path(process: SmartProcess) -> str:
    return f"/crm/type/{process.entity_type_id}/"


def funnel_path(kind: int, category: int) -> str:
    return f"/crm/deal/kanban/category/{category}/" if kind == DEAL else f"/crm/type/{kind}/kanban/category/{category}/"


def _line(kind: str, what: str, used: str, path: str) -> Change:
    return Change(Action.KEEP if used else Action.REMOVE, kind, what, used, path)


def _is_made(made: Made, found_id: int, name: str) -> bool:
    """An interrupted call left no id: then the name tells, and that nothing so old can be it."""
    return found_id == made.id if made.id else name == made.name and found_id > made.after
