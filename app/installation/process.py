"""Steps: the smart process of acts («Смарт-процесс «Акты выполненных работ»») and the invoices' field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.domain.policy import ActsHome, ActsType, PortalSettings
from app.domain.setup import Action, Change, Made, MadeKind
from app.errors import HostError
from app.installation.book import Book, made_in
from app.installation.step import Site
from app.manifest import Twin
from app.portal.stages import Stage, dictionary
from app.portal.structure import FieldSpec, SmartProcess

INVOICES = "CRM_SMART_INVOICE"
RESTRICTED = frozenset({"CREATE_DYNAMIC_TYPE_RESTRICTED", "UPDATE_DYNAMIC_TYPE_RESTRICTED"})
"""The tariff has no smart processes; only the attempt tells (crm-type-add.md)."""
ADDING = "crm.type.add"
_WORKING = ("draft", "sent", "confirming")


@dataclass(frozen=True, slots=True)
class ActsProcess:
    """Adopts the process that the administrator chose, or one of our title; names stages only of its own."""

    key: str = "process"
    title: str = "Смарт-процесс актов"
    needs: tuple[str, ...] = (ADDING, "crm.type.list", "userfieldconfig.add", "userfieldconfig.list")
    without: str = "акты не появятся в смарт-процессе"

    def holds(self, home: ActsHome) -> bool:
        return isinstance(home, ActsType)

    def changes(self, site: Site, settings: PortalSettings) -> Sequence[Change]:
        twin = site.manifest.register("acts").twin
        found = find_process(site.structure.processes(), settings, twin)
        if found is None:
            fields = ", ".join(spec["name"]["ru"] for spec in twin.fields.values())
            return [Change(Action.ADD, "Смарт-процесс", twin.title["ru"]), Change(Action.ADD, "Поля", fields)]
        kind = f"Смарт-процесс «{found.title}»"
        present = {field.name for field in site.structure.fields(entity_of(found))}
        return [
            Change(Action.KEEP if field_name(found, name) in present else Action.ADD, kind, spec["name"]["ru"])
            for name, spec in twin.fields.items()
        ]

    def apply(self, site: Site, book: Book) -> None:
        """A tariff without smart processes is noted in the book and no error."""
        twin = site.manifest.register("acts").twin
        try:
            process = _ensure_process(site, book, twin)
        except HostError as error:
            if error.code not in RESTRICTED:
                raise
            refusal = {ADDING: error.description}
            book.change(lambda known: replace(known, refused={**known.refused, **refusal}))
            return
        fields = _ensure_fields(site, book, process, twin)
        category = site.structure.categories(process.entity_type_id)[0].id
        stages = _ensure_stages(site, book, process, category, twin)
        book.put(acts_type=ActsType(process.entity_type_id, process.id, category, stages, fields))


@dataclass(frozen=True, slots=True)
class InvoiceField:
    """The field of smart invoices in which people see how much has been paid."""

    key: str = "invoice_field"
    title: str = "Поле оплаты в счетах"
    needs: tuple[str, ...] = ("userfieldconfig.list", "userfieldconfig.add")
    without: str = "в счетах не будет видно, сколько по ним оплачено"

    def changes(self, site: Site, settings: PortalSettings) -> Sequence[Change]:
        present = {field.name for field in site.structure.fields(INVOICES)}
        return [
            Change(Action.KEEP if _invoice_field(name) in present else Action.ADD, "Поле счёта", spec["name"]["ru"])
            for name, spec in site.manifest.register("invoices").twin.fields.items()
        ]

    def apply(self, site: Site, book: Book) -> None:
        wanted = site.manifest.register("invoices").twin.fields
        _ensure_named(site, book, INVOICES, {_invoice_field(name): spec for name, spec in wanted.items()})
        book.put(invoice_paid_field=_invoice_field("paid"))


def field_name(process: SmartProcess, name: str) -> str:
    """The portal's name of a field: UF_CRM_<type id>_<ours>."""
    return f"UF_CRM_{process.id}_{name.upper()}"


def entity_of(process: SmartProcess) -> str:
    return f"CRM_{process.id}"


def find_process(
    processes: Sequence[SmartProcess], settings: PortalSettings, twin: Twin
) -> SmartProcess | None:
    """The process in use, else the chosen one, else the one that we made, else the first of our title."""
    title = twin.title["ru"]
    home = settings.acts_type
    for wanted in (home.entity_type_id if isinstance(home, ActsType) else None, settings.adopt_type_id):
        found = next((row for row in processes if row.entity_type_id == wanted), None)
        if found is not None:
            return found
    same = [row for row in processes if row.title == title]
    made = made_in(settings, MadeKind.PROCESS, title)
    own = [row for row in processes if made and made.id and row.id == made.id]
    begun = [row for row in same if made and row.id > made.after]
    return next(iter([*own, *begun, *same]), None)


def _invoice_field(name: str) -> str:
    return f"UF_CRM_SMART_INVOICE_{name.upper()}"


def _ensure_process(site: Site, book: Book, twin: Twin) -> SmartProcess:
    processes, title = site.structure.processes(), twin.title["ru"]
    found = find_process(processes, book.settings, twin)
    if found is None:
        made = Made(MadeKind.PROCESS, title, label=title, after=max((row.id for row in processes), default=0))
        book.note(made)
        found = site.structure.add_process(title)
        book.note(replace(made, id=found.id))
        return found
    begun = book.made(MadeKind.PROCESS, title)
    if begun is not None and not begun.id and found.title == title and found.id > begun.after:
        # We were interrupted after the portal had made it and before we heard of it.
        book.note(replace(begun, id=found.id))
    return found


def _ensure_fields(site: Site, book: Book, process: SmartProcess, twin: Twin) -> dict[str, str]:
    wanted = {field_name(process, name): spec for name, spec in twin.fields.items()}
    _ensure_named(site, book, entity_of(process), wanted)
    return {name: field_name(process, name) for name in twin.fields}


def _ensure_named(site: Site, book: Book, entity: str, wanted: Mapping[str, Mapping[str, Any]]) -> None:
    present = {field.name: field.id for field in site.structure.fields(entity)}
    for name, spec in wanted.items():
        _ensure_field(site, book, entity, FieldSpec(name, spec["type"], spec["name"]), present.get(name))


def _ensure_field(site: Site, book: Book, entity: str, field: FieldSpec, found: int | None) -> None:
    made = Made(MadeKind.FIELD, field.name, entity, field.labels["ru"])
    book.ensure(made, found, lambda: site.structure.add_field(entity, field).id)


def _ensure_stages(site: Site, book: Book, process: SmartProcess, category: int, twin: Twin) -> dict[str, str]:
    """Our states to its stages: those in work by order, the successful one, the failed one."""
    stages = site.structure.stages(process.entity_type_id, category)
    lacking = _WORKING[len(_in_work(stages)) :]
    for state in lacking:
        _add_stage(site, book, process, category, _in_work(stages), state, twin)
        stages = site.structure.stages(process.entity_type_id, category)
    chosen = dict(zip(_WORKING, _in_work(stages), strict=False))
    chosen["signed"] = next(stage for stage in stages if stage.semantics == "S")
    chosen["void"] = next(stage for stage in stages if stage.semantics == "F")
    own = book.made(MadeKind.PROCESS, twin.title["ru"])
    if own is not None and own.id == process.id:
        _name_stages(site, chosen, twin.stages)
    return {state: stage.stage_id for state, stage in chosen.items()}


def _add_stage(
    site: Site, book: Book, process: SmartProcess, category: int, working: Sequence[Stage], state: str, twin: Twin
) -> None:
    code, name = f"PERV{_WORKING.index(state)}", twin.stages[state]["ru"]
    kind, sort = process.entity_type_id, max((stage.sort for stage in working), default=0) + 1
    made = Made(MadeKind.STAGE, code, dictionary(kind, category), name)
    book.note(made)
    made_id = site.structure.add_stage(kind, category, stage_id=code, name=name, sort=sort)
    book.note(replace(made, id=made_id))


def _in_work(stages: Sequence[Stage]) -> list[Stage]:
    return [stage for stage in stages if stage.semantics not in ("S", "F")]


def _name_stages(site: Site, chosen: Mapping[str, Stage], names: Mapping[str, Mapping[str, str]]) -> None:
    for state, stage in chosen.items():
        if stage.name != names[state]["ru"]:
            site.structure.change_stage(stage.id, name=names[state]["ru"], color=names[state].get("color"))
