"""Policy: what an administrator may change, and what the installer found out about the portal."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from app.domain.deal import Funnel
from app.domain.mirror import item_kind, list_kind
from app.domain.setup import Farewell, FunnelChoice, Made, Parting, StepNote, Watch


@dataclass(frozen=True, slots=True)
class ActsType:
    """The smart process («Смарт-процесс») that holds the twins of acts.

    `stages`: ActState value -> STATUS_ID; `fields`: our name -> UF field of the portal.
    """

    entity_type_id: int
    type_id: int
    category_id: int
    stages: dict[str, str]
    fields: dict[str, str]

    @property
    def mirror_kind(self) -> str:
        return item_kind(self.entity_type_id)


@dataclass(frozen=True, slots=True)
class ActsList:
    """The universal list («Универсальный список») that holds the twins of acts where there are no smart processes.

    `stages`: ActState value -> id of the value of its field «Состояние»; `fields`: our name -> PROPERTY_n.
    """

    iblock_id: int
    stages: dict[str, str]
    fields: dict[str, str]

    @property
    def mirror_kind(self) -> str:
        return list_kind(self.iblock_id)


ActsHome = ActsType | ActsList
"""Where people find the acts in the portal; both map our states and names to the portal's."""


@dataclass(frozen=True, slots=True)
class PortalSettings:
    """Settings of one portal. `zone` is an IANA name; `sees_all` are user ids beside the administrators."""

    zone: str = "Europe/Moscow"
    licence: str = ""
    """The portal's tariff as it names it: its limits follow from that."""
    funnels: tuple[Funnel, ...] = ()
    acts_type: ActsHome | None = None
    invoice_paid_field: str = ""
    sees_all: tuple[int, ...] = ()
    feed_dest: tuple[str, ...] = ()
    """DEST of live-feed posts (log.blogpost.add); empty = no posts."""
    wanted: tuple[FunnelChoice, ...] = ()
    """What the administrator chose; `funnels` is what the installer made of it."""
    adopt_type_id: int | None = None
    """entityTypeId of the process that the administrator chose for the acts; None: the one of our title, or a new."""
    acts_folder: str = ""
    """The folder on the shared drive that the administrator wants the acts in; empty: the policy's."""
    made: tuple[Made, ...] = ()
    registered: dict[str, str] = field(default_factory=dict)
    """Robot code -> digest of what it was registered with: the portal tells codes only."""
    refused: dict[str, str] = field(default_factory=dict)
    """Method -> the portal's words when its tariff forbade it: no probe tells of that beforehand."""
    steps: tuple[StepNote, ...] = ()
    has_offline_events: bool = False
    """The portal keeps events for the app until it asks (rest_offline_extended), and the installer has bound them."""
    is_complete: bool = False
    """The installation came to its end once: from then on what the portal drops is put back."""
    watch: Watch = field(default_factory=Watch)
    farewell: Farewell = field(default_factory=Farewell)

    @property
    def is_parting(self) -> bool:
        return self.farewell.state is not Parting.NO

    @property
    def at_work(self) -> PortalSettings:
        """What services see: a portal that is prepared for the removal of the app has nothing to act in."""
        return replace(self, funnels=(), acts_type=None, feed_dest=()) if self.is_parting else self

    def funnel(self, category_id: int) -> Funnel | None:
        return next((funnel for funnel in self.funnels if funnel.category_id == category_id), None)


@dataclass(frozen=True, slots=True)
class Policy:
    """config/defaults/*.yaml, typed."""

    acts_folder: str
    act_number: str
    """Format of an act's number: {n} is the running number, {year} the portal's year; e.g. "А-{n}"."""
    act_title: str
    vat: str
    """none, general, or a percentage: what holds where the deal's product rows name no rate."""
    sign_days: int
    """Days after sending within which the signed act is expected; then it counts as overdue."""
