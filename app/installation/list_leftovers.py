"""What the installer made of lists and may take back: an empty list goes, one that people use stays."""

from __future__ import annotations

from app.domain.mirror import list_kind
from app.domain.policy import ActsList, PortalSettings
from app.domain.setup import Action, Change, Made, MadeKind
from app.installation.acts_list import CODE, list_path
from app.installation.step import Site
from app.portal.elements import ListField
from app.portal.lists import UniversalList


class ListLeftovers:
    """Judges as Leftovers does. Raises HostError kinds."""

    def __init__(self, site: Site, settings: PortalSettings) -> None:
        self._site = site
        self._settings = settings

    def judge_list(self, made: Made) -> tuple[Change, int] | None:
        """None: it is there no more."""
        found = next((row for row in self._site.lists.all() if _is_made(made, row)), None)
        return None if found is None else (_line("Список", found.title, self._used(made, found), found.id), found.id)

    def judge_field(self, made: Made) -> tuple[Change, int] | None:
        found = self._list_of(made)
        field = self._field_of(found, made) if found else None
        if found is None or field is None:
            return None
        filled, is_all = self._site.lists.filled(found.id, field.id)
        used = f"заполнено в элементах: {filled}" if filled else "" if is_all else "может быть заполнено"
        return _line("Поле", f"«{made.label}» списка «{found.title}»", used, found.id), made.id

    def remove_field(self, made: Made) -> None:
        """Of a list that is still there."""
        found = self._list_of(made)
        field = self._field_of(found, made) if found else None
        if found is not None and field is not None:
            self._site.lists.delete_field(found.id, field.id)

    def _used(self, made: Made, found: UniversalList) -> str:
        if found.title != made.name:
            return "переименован людьми"
        count = self._site.lists.count(found.id)
        if count:
            return f"в нём элементов: {count}"
        ours = {other.name for other in self._settings.made if other.where == list_kind(found.id)}
        others = [one for one in self._site.lists.fields(found.id) if one.is_property and one.code not in ours]
        return "в нём есть поля, которые добавили люди" if others else ""

    def _list_of(self, made: Made) -> UniversalList | None:
        return next((row for row in self._site.lists.all() if list_kind(row.id) == made.where), None)

    def _field_of(self, found: UniversalList, made: Made) -> ListField | None:
        return next((field for field in self._site.lists.fields(found.id) if field.code == made.name), None)


def adopted_list(site: Site, settings: PortalSettings, home: ActsList) -> list[Change]:
    """The list in use, when the customer had it before us."""
    if any(made.kind is MadeKind.LIST and made.id == home.iblock_id for made in settings.made):
        return []
    found = next((row for row in site.lists.all() if row.id == home.iblock_id), None)
    if found is None:
        return []
    return [Change(Action.KEEP, "Список", found.title, "ваш: был до приложения", list_path(found.id))]


def _is_made(made: Made, found: UniversalList) -> bool:
    """An interrupted call left no id: then its code tells, and that nothing so old can be it."""
    return found.id == made.id if made.id else found.code == CODE and found.id > made.after


def _line(kind: str, what: str, used: str, list_id: int) -> Change:
    return Change(Action.KEEP if used else Action.REMOVE, kind, what, used, list_path(list_id))
