"""The installation through the API («Установка»): what would change, what is chosen, how far it has come."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint
from pydantic import BaseModel, ConfigDict

from app.domain.deal import ActsBy, Role
from app.domain.setup import Farewell, FunnelChoice, StepNote, StepState, Wishes
from app.installation.installer import STEPS, asked_to_part
from app.installation.upkeep import INSTALL, REMOVE
from app.web import bodies
from app.web.api_acts import Seat
from app.web.desk import Desk
from app.web.installing import InstallPages, told

EVERYBODY = "UA"
"""DEST of log.blogpost.add: all employees."""


class ChosenFunnel(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    category_id: int
    enabled: bool = True
    acts_by: ActsBy
    roles: dict[Role, bodies.Code]
    create: tuple[Role, ...] = ()
    rename_won: bool = False

    def choice(self) -> FunnelChoice:
        roles = {role: stage for role, stage in self.roles.items() if stage}
        return FunnelChoice(self.category_id, self.acts_by, roles, self.create, self.rename_won)


class Choosing(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    funnels: tuple[ChosenFunnel, ...]
    sees_all: tuple[int, ...] = ()
    feed: bool = False
    process_id: int | None = None
    """entityTypeId of the customer's smart process that the acts shall live in."""
    folder: bodies.Title = ""


class Removing(BaseModel):
    """`clean`: what we keep of the portal goes when the app is deleted there."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    clean: bool = False


def add_routes(routes: Blueprint, seat: Seat) -> None:
    pages = InstallPages()

    def installers_desk() -> Desk:
        desk = seat()
        desk.require_installer()
        return desk

    @routes.get("/install")
    def install_page() -> dict[str, Any]:
        return pages.page(installers_desk())

    @routes.post("/install/funnels")
    def install_funnels() -> dict[str, Any]:
        desk, body = installers_desk(), bodies.read(Choosing)
        chosen = [funnel.choice() for funnel in body.funnels if funnel.enabled]
        feed = (EVERYBODY,) if body.feed else ()
        wishes = Wishes(tuple(chosen), body.sees_all, feed, body.process_id, body.folder)
        desk.application.installer(desk.portal).choose(wishes)
        # Another desk: the first one still holds the former settings.
        return pages.page(installers_desk())

    @routes.post("/install/apply")
    def install_apply() -> tuple[dict[str, Any], int]:
        """A worker does it, for the portal's calls take longer than a request may; the page asks how far it is."""
        desk = installers_desk()
        # The steps of an earlier run must not look like those of this one, nor this one as not yet asked for.
        begun = (StepNote(STEPS[0].key, StepState.RUNNING),)
        desk.application.upkeep.queue(
            desk.portal, INSTALL, desk.now, noting=lambda known: replace(known, steps=begun, farewell=Farewell())
        )
        return {}, 202

    @routes.get("/install/removal")
    def install_removal() -> dict[str, Any]:
        """What would go and what would stay; nothing is changed."""
        desk = installers_desk()
        return {"lines": [told(line, desk) for line in desk.application.installer(desk.portal).removal()]}

    @routes.post("/install/remove")
    def install_remove() -> tuple[dict[str, Any], int]:
        desk, body = installers_desk(), bodies.read(Removing)
        desk.application.upkeep.queue(
            desk.portal, REMOVE, desk.now, noting=lambda known: asked_to_part(known, clean=body.clean)
        )
        return {}, 202
