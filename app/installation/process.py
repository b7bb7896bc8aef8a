"""Step: the smart process of acts («Смарт-процесс «Акты выполненных работ»») with its fields and stages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.domain.policy import ActsType, PortalSettings
from app.domain.setup import Action, Change
from app.installation.step import Save, Site
from app.manifest import Twin
from app.portal.stages import Stage
from app.portal.structure import FieldSpec, SmartProcess

INVOICES = "CRM_SMART_INVOICE"
_WORKING = ("draft", "sent", "confirming")


@dataclass(frozen=True, slots=True)
class ActsProcess:
    """Adopts a process of the same title instead of making a second one; names stages only of its own."""

    key: str = "process"
    title: str = "Смарт-процесс актов"

    def changes(self, site: Site, settings: PortalSettings) -> Sequence[Change]:
        twin = site.manifest.register("acts").twin
        found = _find(site, settings, twin)
        kind = f"Смарт-процесс «{twin.title['ru']}»"
        if found is None:
            fields = ", ".join(spec["name"]["ru"] for spec in twin.fields.values())
            return [Change(Action.ADD, "Смарт-процесс", twin.title["ru"]), Change(Action.ADD, "Поля", fields)]
        present = {field.name for field in site.structure.fields(_entity(found))}
        return [
            Change(Action.KEEP if field_name(found, name) in present else Action.ADD, kind, spec["name"]["ru"])
            for name, spec in twin.fields.items()
        ]

    def apply(self, site: Site, settings: PortalSettings, save: Save) -> PortalSettings:
        twin = site.manifest.register("acts").twin
        process = _find(site, settings, twin)
        if process is None:
            process = site.structure.add_process(twin.title["ru"])
            settings = replace(settings, made_type_id=process.entity_type_id)
            save(settings)
        fields = _ensure_fields(site, process, twin)
        category = site.structure.categories(process.entity_type_id)[0].id
        is_ours = settings.made_type_id == process.entity_type_id
        stages = _ensure_stages(site, process, category, twin, is_ours=is_ours)
        return replace(
            settings, acts_type=ActsType(process.entity_type_id, process.id, category, stages, fields)
        )


@dataclass(frozen=True, slots=True)
class InvoiceField:
    """The field of smart invoices in which people see how much has been paid."""

    key: str = "invoice_field"
    title: str = "Поле оплаты в счетах"

    def changes(self, site: Site, settings: PortalSettings) -> Sequence[Change]:
        present = {field.name for field in site.structure.fields(INVOICES)}
        return [
            Change(Action.KEEP if _invoice_field(name) in present else Action.ADD, "Поле счёта", spec["name"]["ru"])
            for name, spec in site.manifest.register("invoices").twin.fields.items()
        ]

    def apply(self, site: Site, settings: PortalSettings, save: Save) -> PortalSettings:
        present = {field.name for field in site.structure.fields(INVOICES)}
        for name, spec in site.manifest.register("invoices").twin.fields.items():
            if _invoice_field(name) not in present:
                site.structure.add_field(INVOICES, FieldSpec(_invoice_field(name), spec["type"], spec["name"]))
        return replace(settings, invoice_paid_field=_invoice_field("paid"))


def field_name(process: SmartProcess, name: str) -> str:
    """The portal's name of a field: UF_CRM_<type id>_<ours>."""
    return f"UF_CRM_{process.id}_{name.upper()}"


def _invoice_field(name: str) -> str:
    return f"UF_CRM_SMART_INVOICE_{name.upper()}"


def _entity(process: SmartProcess) -> str:
    return f"CRM_{process.id}"


def _find(site: Site, settings: PortalSettings, twin: Twin) -> SmartProcess | None:
    known = settings.acts_type.entity_type_id if settings.acts_type else settings.made_type_id
    processes = site.structure.processes()
    same = [process for process in processes if process.entity_type_id == known]
    return next(iter(same), None) or next((row for row in processes if row.title == twin.title["ru"]), None)


def _ensure_fields(site: Site, process: SmartProcess, twin: Twin) -> dict[str, str]:
    present = {field.name for field in site.structure.fields(_entity(process))}
    for name, spec in twin.fields.items():
        if field_name(process, name) not in present:
            site.structure.add_field(_entity(process), FieldSpec(field_name(process, name), spec["type"], spec["name"]))
    return {name: field_name(process, name) for name in twin.fields}


def _ensure_stages(
    site: Site, process: SmartProcess, category: int, twin: Twin, *, is_ours: bool
) -> dict[str, str]:
    """Our states to its stages: those in work by order, the successful one, the failed one."""
    stages = site.structure.stages(process.entity_type_id, category)
    lacking = len(_WORKING) - len(_in_work(stages))
    for number in range(lacking):
        name = twin.stages[_WORKING[len(_WORKING) - lacking + number]]["ru"]
        sort = max(stage.sort for stage in _in_work(stages)) + 1 + number
        site.structure.add_stage(
            process.entity_type_id, category, stage_id=f"PERV{number}", name=name, sort=sort
        )
    if lacking > 0:
        stages = site.structure.stages(process.entity_type_id, category)
    chosen = dict(zip(_WORKING, _in_work(stages), strict=False))
    chosen["signed"] = next(stage for stage in stages if stage.semantics == "S")
    chosen["void"] = next(stage for stage in stages if stage.semantics == "F")
    if is_ours:
        _name_stages(site, chosen, twin.stages)
    return {state: stage.stage_id for state, stage in chosen.items()}


def _in_work(stages: Sequence[Stage]) -> list[Stage]:
    return [stage for stage in stages if stage.semantics not in ("S", "F")]


def _name_stages(site: Site, chosen: Mapping[str, Stage], names: Mapping[str, Mapping[str, str]]) -> None:
    for state, stage in chosen.items():
        if stage.name != names[state]["ru"]:
            site.structure.change_stage(stage.id, name=names[state]["ru"], color=names[state].get("color"))
