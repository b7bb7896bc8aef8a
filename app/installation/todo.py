"""What the administrator does by hand («Что поставить руками»): robots, whose places no method of the portal sets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.deal import ActsBy, Funnel, Role
from app.domain.policy import ActsList, ActsType, PortalSettings
from app.installation.funnels import FunnelReading
from app.manifest import Manifest
from app.portal.items import INVOICE

APPS = "/devops/list/"


@dataclass(frozen=True, slots=True)
class Todo:
    """What only a person can do in the portal, and where."""

    text: str
    path: str


def to_place(
    manifest: Manifest, settings: PortalSettings, funnels: Sequence[FunnelReading], *, invoices: int | None
) -> list[Todo]:
    """Robots by funnel, then those of other boards; `invoices`: the funnel of smart invoices, if there is one."""
    names = {reading.category.id: reading for reading in funnels}
    found = []
    for funnel in settings.funnels:
        reading = names.get(funnel.category_id)
        if reading is not None:
            found += _in_funnel(manifest, funnel, reading)
    kind = settings.acts_type
    if isinstance(kind, ActsList):
        found.append(_on_list(manifest, kind))
    if isinstance(kind, ActsType):
        robot, sent = manifest.robot("accept_signed_copy").name["ru"], manifest.register("acts").twin.stages["sent"]
        text = f"По желанию: поставьте робота «{robot}» на стадию «{sent['ru']}» смарт-процесса актов."
        found.append(Todo(text, f"/crm/type/{kind.entity_type_id}/automation/{kind.category_id}/"))
    if invoices is not None:
        robot = manifest.robot("mark_invoice_paid").name["ru"]
        text = f"По желанию: поставьте робота «{robot}» на стадию счёта, на которой он считается оплаченным."
        found.append(Todo(text, f"/crm/type/{INVOICE}/automation/{invoices}/"))
    return found


def to_take_away(settings: PortalSettings, funnels: Sequence[FunnelReading]) -> list[Todo]:
    """After the removal: robots that people have put on stages stay there, blocked."""
    ours = {funnel.category_id for funnel in settings.funnels if funnel.acts_by is ActsBy.ROBOT}
    found = [
        Todo(f"Уберите роботов «Первички» со стадий воронки «{reading.category.name}».", _automation(funnel))
        for reading in funnels
        if (funnel := reading.category.id) in ours
    ]
    return [*found, Todo("Удалите приложение в портале: «Разработчикам» или «Приложения».", APPS)]


def _in_funnel(manifest: Manifest, funnel: Funnel, reading: FunnelReading) -> list[Todo]:
    stage = funnel.stages.get(Role.REPORT_SENT, "")
    if funnel.acts_by is not ActsBy.ROBOT or not stage:
        return []
    title = next((row.name for row in reading.stages if row.stage_id == stage), stage)
    robot = manifest.robot("make_act").name["ru"]
    text = f"Поставьте робота «{robot}» на стадию «{title}» воронки «{reading.category.name}»."
    return [Todo(text, _automation(funnel.category_id))]


def _on_list(manifest: Manifest, home: ActsList) -> Todo:
    """Lists tell nothing of their changes: without it they are found a little later."""
    names = [activity.name["ru"] for activity in manifest.activities if "acts" in activity.where]
    title = manifest.register("acts").twin.title["ru"]
    text = (
        f"По желанию, чтобы об изменениях в списке «{title}» приложение узнавало сразу, а не за две минуты: откройте "
        f"«Бизнес-процессы» списка, создайте шаблон с автозапуском при добавлении и при изменении и поставьте в него "
        f"действие «{names[0]}»."
    )
    return Todo(text, f"/company/lists/{home.iblock_id}/bp_list/")


def _automation(category_id: int) -> str:
    return f"/crm/deal/automation/{category_id}/"
