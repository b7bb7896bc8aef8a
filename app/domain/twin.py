"""Twin («Элемент акта в портале»): what it shows of an act, whose word each field is, what we last brought there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from app.domain.act import Act
from app.domain.money import KOPECK

Values = Mapping[str, str]
"""Of a twin, by our names of its fields, each in the one spelling that `Spelling` says."""
NONE: Values = MappingProxyType({})
STATE = "state"
"""Among the values that were begun: the stage. It is nobody's field: what dragging it means, the act's life says."""
RESPONSIBLE = "responsible"
YES, NO = "Y", "N"
MOST, WITHIN = 3, timedelta(days=1)
"""How often a field is put back: whoever changes it once more within a day is no person (docs/adr/0017)."""


class Owner(StrEnum):
    """Whose word a field is: ours is put back, on BOTH the portal's wins once somebody has changed it."""

    APP = "app"
    PORTAL = "portal"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class TwinField:
    """A field of a twin as manifest.yaml declares it; `title` is what people call it."""

    title: str
    owner: Owner


class Spelling(StrEnum):
    """How a value is spelled as text; nothing is "" in all of them but FLAG, where it is N."""

    TEXT = "text"
    FLAG = "flag"
    MONEY = "money"
    DAY = "day"
    NUMBER = "number"
    LINK = "link"
    """The number of a deal, a company, a person; several by number, with commas."""


SPELLINGS: Mapping[str, Spelling] = {
    "title": Spelling.TEXT,
    "number": Spelling.TEXT,
    "issued_on": Spelling.DAY,
    "amount": Spelling.MONEY,
    "revision": Spelling.NUMBER,
    "is_last": Spelling.FLAG,
    "signed": Spelling.FLAG,
    "signed_on": Spelling.DAY,
    "ground": Spelling.TEXT,
    "sent_to": Spelling.TEXT,
    "paid": Spelling.TEXT,
    "deal_link": Spelling.TEXT,
    "folder_link": Spelling.TEXT,
    "file_link": Spelling.TEXT,
    "deal": Spelling.LINK,
    "company": Spelling.LINK,
    "contact": Spelling.LINK,
    RESPONSIBLE: Spelling.LINK,
}


def values_of(act: Act, *, paid: str, deal_link: str) -> dict[str, str]:
    """What people are to see of the act; `paid` in words."""
    signature = act.signature
    shown: dict[str, str | int | Decimal | date | None] = {
        "title": f"Акт № {act.number}: {act.title}",
        "number": act.number,
        "issued_on": act.issued_on,
        "amount": act.amount,
        "revision": act.revision,
        "is_last": act.is_last,
        "signed": act.is_signed,
        "signed_on": signature.on if signature else None,
        "ground": signature.ground if signature else "",
        "sent_to": act.sent_to,
        "paid": paid,
        "deal_link": deal_link,
        "folder_link": act.folder.url if act.folder else "",
        "file_link": act.file.url if act.file else "",
        "deal": act.deal_id,
        "company": act.company_id,
        "contact": act.contact_id,
        RESPONSIBLE: act.responsible_id,
    }
    return {name: _spelled(value) for name, value in shown.items()}


def _spelled(value: str | int | Decimal | date | None) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, Decimal):
        return str(value.quantize(KOPECK))
    return "" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class TwinEdit:
    """What somebody has put into our fields: `theirs` by field; who and when, as the portal tells it of the item."""

    theirs: Values
    by: int | None
    happened: str


@dataclass(frozen=True, slots=True)
class TwinNote:
    """What we last brought to an act's twin, and how often it was put back: the base of the three-way comparison."""

    act_id: int
    asked: Values = field(default_factory=dict)
    shown: Values = field(default_factory=dict)
    """What the portal showed of `asked` right afterwards, in its own way: any other value was set by somebody."""
    begun: Values = field(default_factory=dict)
    """What is being brought, until the portal's answer to it is noted."""
    edit: TwinEdit | None = None
    """What is being put back by it."""
    restored: Mapping[str, tuple[datetime, ...]] = field(default_factory=dict)
    """When each field was put back, within WITHIN."""
    left: Values = field(default_factory=dict)
    """Fields that are not put back any more, with the values of ours that they are left without."""
    round: int = 0
    """Counts what was put back or left: it tells two edits of one second from each other."""

    def taken(self, name: str, found: Values, wanted: Values) -> str:
        """What somebody has put into a field that is ours and theirs; "" where nobody has."""
        is_known = name in found and name in self.shown and name not in self.begun
        return found[name] if is_known and found[name] not in (self.shown[name], wanted.get(name)) else ""

    def strays(self, found: Values, wanted: Values, fields: Mapping[str, TwinField]) -> tuple[str, ...]:
        """Our fields in which somebody has put what we never brought; and those left that show our value again."""
        return tuple(
            name
            for name, theirs in found.items()
            if (name in self.left and theirs == self.left[name])
            or (name not in self.left and self._is_edited(name, theirs, fields) and theirs != wanted.get(name))
        )

    def _is_edited(self, name: str, theirs: str, fields: Mapping[str, TwinField]) -> bool:
        """While our own write of the field has no answer, whatever it shows may be ours in the portal's way."""
        is_ours = name in fields and fields[name].owner is Owner.APP
        return is_ours and name in self.shown and name not in self.begun and theirs != self.shown[name]

    def weigh(self, found: Values, wanted: Values, fields: Mapping[str, TwinField]) -> Weighed:
        """Ours, theirs and what was last brought. What the twin has no field for is left out."""
        ours, theirs = {}, {}
        for name, value in wanted.items():
            if name not in found or found[name] == value or self.left.get(name) == value:
                continue
            if self._is_edited(name, found[name], fields):
                theirs[name] = found[name]
            elif self._is_ours_to_bring(name, found[name], value, fields):
                ours[name] = value
        return Weighed(ours, theirs)

    def _is_ours_to_bring(self, name: str, theirs: str, value: str, fields: Mapping[str, TwinField]) -> bool:
        if name not in self.shown:
            return True
        if theirs == self.shown[name]:
            # Shown otherwise than asked: the portal has its own way to say it, and would say the same again.
            return self.asked[name] != value
        if theirs == self.begun.get(name):
            return True
        return name not in fields or fields[name].owner is Owner.APP

    def begin(self, writing: Values, edit: TwinEdit | None, now: datetime) -> TwinNote:
        """Note what is about to be written: killed before the answer, it is known for ours all the same."""
        times = {name: _lately(of, now) for name, of in self.restored.items()}
        known = self.edit.theirs if self.edit else NONE
        for name in edit.theirs if edit else ():
            # Begun before and not known to have been done: it is the same one.
            if name not in known:
                times[name] = (*times.get(name, ()), now)
        restored = {name: of for name, of in times.items() if of}
        return replace(self, begun={**self.begun, **writing}, edit=_merged(self.edit, edit), restored=restored)

    def end(self, found: Values, wanted: Values, left: Values = NONE) -> TwinNote:
        """What the portal shows now that all is written; `left` is what was not put back."""
        settled = {
            name: found[name]
            for name, value in wanted.items()
            if name in found and (found[name] == value or name in self.begun or name in left)
        }
        kept = {name: value for name, value in self.left.items() if wanted.get(name) == value != found.get(name)}
        return replace(
            self,
            asked={**self.asked, **{name: wanted[name] for name in settled}},
            shown={**self.shown, **settled},
            begun={}, edit=None, left={**kept, **left},
            round=self.round + bool(self.edit or left),
        )  # fmt: skip

    def is_fought(self, name: str, now: datetime) -> bool:
        """Whether it was put back so often lately that it is not worth once more."""
        is_begun = self.edit is not None and name in self.edit.theirs
        return not is_begun and len(_lately(self.restored.get(name, ()), now)) >= MOST


@dataclass(frozen=True, slots=True)
class Weighed:
    """`ours`: what the twin lacks of us; `theirs`: what stands in fields of ours that somebody else has changed."""

    ours: Values
    theirs: Values


def first_note(act_id: int, earlier: Values, wanted: Values) -> TwinNote:
    """Of a twin from before there were notes: what it showed rightly when it was last read."""
    right = {name: value for name, value in earlier.items() if wanted.get(name) == value}
    return TwinNote(act_id, asked=right, shown=right)


def _merged(old: TwinEdit | None, new: TwinEdit | None) -> TwinEdit | None:
    return replace(new, theirs={**old.theirs, **new.theirs}) if old and new else new or old


def _lately(times: tuple[datetime, ...], now: datetime) -> tuple[datetime, ...]:
    return tuple(at for at in times if now - at < WITHIN)
