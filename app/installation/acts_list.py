"""Step: the universal list of acts («Список актов»), where the portal has no smart processes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.domain.mirror import list_kind
from app.domain.policy import ActsHome, ActsList, PortalSettings
from app.domain.setup import Action, Change, Made, MadeKind
from app.errors import AccessDenied
from app.installation.book import Book, made_in
from app.installation.step import Site
from app.manifest import Twin
from app.portal.elements import ListField
from app.portal.lists import STAGE, ListFieldSpec, UniversalList
from app.portal.values import whole

CODE = "pervichka_acts"
ADDING = "lists.add"
NOT_SOLD = "extended plans"
"""In the words of a portal whose tariff has no lists."""
EVERYONE, CHANGE, FULL = "*", "W", "X"
_KINDS: Mapping[str, str] = {
    "string": "S", "url": "S", "boolean": "S", "double": "N", "date": "S:Date", "file": "S:DiskFile", "stage": STAGE,
    "deal": "S:ECrm", "company": "S:ECrm", "contact": "S:ECrm", "user": "S:employee",
    "changed_at": "TIMESTAMP_X", "changed_by": "MODIFIED_BY",
}  # fmt: skip
"""Types of the manifest -> TYPE of lists.field.add."""
_SYSTEM = ("TIMESTAMP_X", "MODIFIED_BY")
_BOUND = ("deal", "company", "contact")


@dataclass(frozen=True, slots=True)
class ActsListing:
    """Adopts the list that we made, or one of our title; what else people have in it is never touched."""

    key: str = "list"
    title: str = "Список актов"
    needs: tuple[str, ...] = (
        ADDING, "lists.get", "lists.field.get", "lists.field.add", "lists.element.get", "lists.element.add",
        "lists.element.update", "disk.attachedobject.get",
    )  # fmt: skip
    without: str = "акты не появятся в списках"

    def holds(self, home: ActsHome) -> bool:
        return isinstance(home, ActsList)

    def changes(self, site: Site, settings: PortalSettings) -> Sequence[Change]:
        twin = site.manifest.register("acts").twin
        found = find_list(site.lists.all(), settings, twin)
        specs = field_specs(twin)
        if found is None:
            names = ", ".join(spec.title for spec in specs.values())
            rights = "права: изменяют все сотрудники, полный доступ у установившего"
            return [Change(Action.ADD, "Список", twin.title["ru"], rights), Change(Action.ADD, "Поля списка", names)]
        present = site.lists.fields(found.id)
        return [
            Change(Action.KEEP if _of_spec(present, spec) else Action.ADD, f"Список «{found.title}»", spec.title)
            for spec in specs.values()
        ]

    def apply(self, site: Site, book: Book) -> None:
        """A tariff without lists is noted in the book and no error."""
        twin = site.manifest.register("acts").twin
        try:
            found = _ensure_list(site, book, twin)
        except AccessDenied as error:
            if NOT_SOLD not in error.description:
                raise
            refusal = {ADDING: error.description}
            book.change(lambda known: replace(known, refused={**known.refused, **refusal}))
            return
        fields = _ensure_fields(site, book, found, twin)
        home, settings = ActsList(found.id, {}, fields), book.settings
        known = settings.acts_type.stages if _is_home(settings, found.id) and settings.acts_type else {}
        book.put(acts_type=replace(home, stages=_ensure_stages(site, home, twin, known)))


def find_list(lists: Sequence[UniversalList], settings: PortalSettings, twin: Twin) -> UniversalList | None:
    """The list in use, else the one that we made or were making, else the first of our title."""
    title = twin.title["ru"]
    used = [row for row in lists if _is_home(settings, row.id)]
    made = made_in(settings, MadeKind.LIST, title)
    own = [row for row in lists if made and made.id and row.id == made.id]
    begun = [row for row in lists if made and row.code == CODE and row.id > made.after]
    return next(iter([*used, *own, *begun, *(row for row in lists if row.title == title)]), None)


def field_specs(twin: Twin) -> dict[str, ListFieldSpec]:
    """By our names."""
    return {name: _spec(name, spec, twin) for name, spec in {**twin.list_fields, **twin.fields}.items()}


def list_path(list_id: int) -> str:
    return f"/company/lists/{list_id}/view/0/"


def _spec(name: str, spec: Mapping[str, Any], twin: Twin) -> ListFieldSpec:
    kind = _KINDS[spec["type"]]
    return ListFieldSpec(
        code="" if kind in _SYSTEM else f"PERV_{name.upper()}",
        kind=kind,
        title=spec["name"]["ru"],
        binds=name.upper() if spec["type"] in _BOUND else "",
        options=[stage["ru"] for stage in twin.stages.values()] if kind == STAGE else (),
    )


def _is_home(settings: PortalSettings, list_id: int) -> bool:
    return isinstance(settings.acts_type, ActsList) and settings.acts_type.iblock_id == list_id


def _of_spec(present: Sequence[ListField], spec: ListFieldSpec) -> ListField | None:
    if spec.kind in _SYSTEM:
        return next((field for field in present if field.kind == spec.kind), None)
    return next((field for field in present if (field.code, field.kind) == (spec.code, spec.kind)), None)


def _ensure_list(site: Site, book: Book, twin: Twin) -> UniversalList:
    lists, title = site.lists.all(), twin.title["ru"]
    found = find_list(lists, book.settings, twin)
    begun = book.made(MadeKind.LIST, title)
    if found is not None:
        if begun is not None and not begun.id and found.code == CODE and found.id > begun.after:
            # We were interrupted after the portal had made it and before we heard of it.
            book.note(replace(begun, id=found.id))
        return found
    made = Made(MadeKind.LIST, title, label=title, after=max((row.id for row in lists), default=0))
    book.note(made)
    number = site.lists.add(CODE, title, about="Ведёт приложение «Первичка».", rights=_rights(site))
    book.note(replace(made, id=number))
    return UniversalList(number, title, CODE, runs_processes=True)


def _rights(site: Site) -> dict[str, str]:
    own = {f"U{site.installer_id}": FULL} if site.installer_id else {}
    return {EVERYONE: CHANGE, **own}


def _ensure_fields(site: Site, book: Book, found: UniversalList, twin: Twin) -> dict[str, str]:
    """Our names to the portal's."""
    present = site.lists.fields(found.id)
    return {
        name: _ensure_field(site, book, found.id, spec, _of_spec(present, spec))
        for name, spec in field_specs(twin).items()
    }


def _ensure_field(site: Site, book: Book, list_id: int, spec: ListFieldSpec, known: ListField | None) -> str:
    if spec.kind in _SYSTEM:
        return known.id if known else site.lists.add_field(list_id, spec)
    made = Made(MadeKind.LIST_FIELD, spec.code, list_kind(list_id), spec.title)
    name = known.id if known else ""

    def make() -> int:
        nonlocal name
        name = site.lists.add_field(list_id, spec)
        return number_of(name)

    book.ensure(made, number_of(name) if known else None, make)
    return name


def number_of(field_id: str) -> int:
    """Of PROPERTY_n."""
    return whole(field_id.removeprefix("PROPERTY_")) or 0


def _ensure_stages(site: Site, home: ActsList, twin: Twin, known: Mapping[str, str]) -> dict[str, str]:
    """Our states to the values of the field «Состояние»: by their ids once known, else by their names."""
    field = _state_field(site, home)
    found = _chosen(field, twin, known)
    lacking = [twin.stages[state]["ru"] for state in twin.stages if state not in found]
    if lacking:
        site.lists.add_options(home.iblock_id, field, lacking)
        found = _chosen(_state_field(site, home), twin, known)
    return found


def _state_field(site: Site, home: ActsList) -> ListField:
    return next(field for field in site.lists.fields(home.iblock_id) if field.id == home.fields["state"])


def _chosen(field: ListField, twin: Twin, known: Mapping[str, str]) -> dict[str, str]:
    named = {shown: key for key, shown in field.options.items()}
    found = {
        state: known[state] if known.get(state) in field.options else named.get(stage["ru"], "")
        for state, stage in twin.stages.items()
    }
    return {state: key for state, key in found.items() if key}
