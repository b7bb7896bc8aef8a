"""What has happened to fields of an act's twin that are ours: changed by somebody, put back, left («Поля акта»)."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.facts import ActFact


@dataclass(frozen=True, slots=True)
class TwinTouched(ActFact):
    """Somebody changed fields of the act's twin that are ours; `round` tells edits of one second from each other."""

    fields: tuple[str, ...]
    changer_id: int | None
    happened: str
    round: int


@dataclass(frozen=True, slots=True)
class TwinRestored(ActFact):
    """Fields of the act's twin are what we say again; `values` are those, as app.domain.twin spells them."""

    values: tuple[tuple[str, str], ...]
    changer_id: int | None
    happened: str
    round: int


@dataclass(frozen=True, slots=True)
class TwinLeft(ActFact):
    """Fields of the act's twin are not put back any more to `values`; `why` is a sentence for the responsible."""

    values: tuple[tuple[str, str], ...]
    why: str
    round: int
