"""The desk: who asks, in which portal, and what of it they may touch in this session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from app.domain.policy import PortalSettings
from app.domain.setup import PARTING
from app.errors import AppError, Forbidden, NotFound
from app.ports import Context
from app.store.blobs import StoredBlobs
from app.store.portals import PortalRow
from app.store.registers import ActLine, RegisterView
from app.store.sessions import PageSession

if TYPE_CHECKING:
    from app.bootstrap import Application

BEARER = "Bearer "


class SessionOver(AppError):
    """The bearer is unknown or over: only the portal can open a new session."""


@dataclass(frozen=True, slots=True)
class Desk:
    """`ctx` goes to the portal with the user's own token, so that the portal judges their rights."""

    application: Application
    portal: PortalRow
    session: PageSession
    ctx: Context

    @property
    def now(self) -> datetime:
        return self.application.clock.now()

    @property
    def settings(self) -> PortalSettings:
        """As they are stored: the context has them as far as the app works by them."""
        return self.application.portals.settings(self.portal.id)

    @property
    def deal_id(self) -> int:
        """The deal of the tab. Raises Forbidden on the other pages."""
        if self.session.deal_id is None:
            raise Forbidden("Это действие доступно во вкладке сделки: откройте её карточку.")
        return self.session.deal_id

    @property
    def acts(self) -> RegisterView:
        """The acts that the user may see: in the tab those of its deal are picked from them."""
        session = self.session
        sees_all = sees_everything(session, self.ctx.settings) or session.deal_id is not None
        seen_by = None if sees_all else session.user_id
        return RegisterView(self.application.database, self.portal.id, seen_by=seen_by)

    @property
    def is_overseer(self) -> bool:
        """Whether the journal is for this user: on the registers' page, of those who see everything."""
        return self.session.page == "register" and sees_everything(self.session, self.ctx.settings)

    def act(self, act_id: int) -> ActLine:
        """Raises NotFound: for what this session may not see as for what is not there."""
        line = self.acts.one(act_id)
        if self.session.deal_id not in (None, line.act.deal_id):
            raise NotFound("Акт не найден: обновите страницу.")
        return line

    def about_deal(self, deal_id: int) -> int:
        """The deal, when this session may ask about it: the tab's own, or that of an act that the user sees."""
        if self.session.deal_id == deal_id:
            return deal_id
        if self.session.deal_id is not None or not self.acts.of_deal(deal_id):
            raise NotFound("По этой сделке нет актов, которые вам доступны.")
        return deal_id

    def discard(self, blob_id: int | None) -> None:
        """Forget an upload that came to nothing: whoever brought it has the file."""
        if blob_id is not None:
            StoredBlobs(self.application.database, self.portal.id, self.application.clock).remove(blob_id)

    def require_overseer(self) -> None:
        """Raises Forbidden unless this user sees everything."""
        if not self.is_overseer:
            raise Forbidden("Журнал видят администраторы и те, кому открыты все акты.")

    def require_work(self) -> None:
        """Raises Forbidden while the portal is prepared for the removal: only the installation goes on there."""
        if self.ctx.settings.is_parting:
            raise Forbidden(PARTING)

    def require_installer(self) -> None:
        """Raises Forbidden unless an administrator opened the installation, or the app's own page where it is too."""
        if self.session.page not in ("install", "register") or not self.session.is_admin:
            raise Forbidden("Настройки меняет администратор портала: попросите его открыть приложение.")


def sees_everything(session: PageSession, settings: PortalSettings) -> bool:
    return session.is_admin or session.user_id in settings.sees_all


def sit_down(application: Application, authorization: str) -> Desk:
    """Exchange the bearer for a desk. Raises SessionOver."""
    bearer = authorization.removeprefix(BEARER) if authorization.startswith(BEARER) else ""
    session = application.sessions.find(bearer) if bearer else None
    if session is None:
        raise SessionOver("Сеанс закончился: обновите страницу.")
    portal = application.portals.get(session.portal_id)
    return Desk(application, portal, session, application.context(portal, session.user_token))
