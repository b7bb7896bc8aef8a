"""Robots on the stages of a funnel, put there by hand («автоматизация»): no REST method does it, as on the host."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, request
from flask.typing import ResponseReturnValue

from sandbox.areas.bizproc import documents, registry, stage_robots, steps
from sandbox.areas.crm import kinds, stages
from sandbox.areas.crm.kinds import Kind
from sandbox.errors import HostError
from sandbox.pages import places, placing
from sandbox.pages.looking import Door, Look, back, refused, stage_tone
from sandbox.store import Record


def routes(pages: Blueprint, door: Door) -> None:
    @pages.get("/crm/automation/")
    def first() -> ResponseReturnValue:
        funnel = stages.funnels(door.look().portal, kinds.DEAL)[-1]
        return redirect(places.automation(kinds.DEAL, funnel["ID"]))

    @pages.get("/crm/<any(lead, deal, quote):word>/automation/<int:category_id>/")
    @pages.get("/crm/type/<int:kind_id>/automation/<int:category_id>/")
    def automation(category_id: int, word: str = "", kind_id: int = 0) -> ResponseReturnValue:
        look = door.look()
        return _automation(look, look.kind(places.KINDS.get(word, kind_id)), category_id)

    @pages.post("/sandbox/automation/<int:kind_id>/<int:category_id>/place")
    def place(kind_id: int, category_id: int) -> ResponseReturnValue:
        look, where = door.look(), places.automation(kind_id, category_id)
        _administrators(look)
        try:
            stage_robots.place(look.portal, kind=kind_id, stage_id=request.form.get("stage", ""), **placing.said(look))
        except ValueError as error:
            return refused(look, HostError("ERROR_ROBOT", str(error), 400), where)
        return back(where)

    @pages.post("/sandbox/automation/<int:kind_id>/<int:category_id>/remove/<int:placed_id>")
    def remove(kind_id: int, category_id: int, placed_id: int) -> ResponseReturnValue:
        look = door.look()
        _administrators(look)
        stage_robots.remove(look.portal, placed_id)
        return back(places.automation(kind_id, category_id))


def _administrators(look: Look) -> None:
    if not look.me.is_admin:
        abort(403, "Роботов на стадии ставит администратор портала: войдите под ним в правом верхнем углу.")


def _automation(look: Look, kind: Kind, category_id: int) -> ResponseReturnValue:
    described = documents.robots_type(kind.id)
    if described is None or not kind.has_stages or category_id not in stages.funnel_ids(look.portal, kind):
        abort(404, "Такой воронки на портале нет.")
    robots = [robot for robot in registry.robots(look.portal) if registry.suits(robot, described)]
    apps = {app["client_id"]: app for app in look.portal.collection("app").all()}
    titles = {one["ID"]: _titles(look, one) for one in stage_robots.listed(look.portal, kind=kind.id)}
    return look.show(
        "automation.html", kind=kind, category=category_id, places=places, apps=apps, titles=titles,
        lanes=[_lane(look, kind, s) for s in stages.of_funnel(look.portal, kind, category_id)], scopes=_scopes(look),
        robots=placing.choices(robots),
        fields=kind.fields.values(), waiting=_waiting(look, kind),
    )  # fmt: skip


def _lane(look: Look, kind: Kind, stage: Record) -> tuple[Record, str, list[Record]]:
    return stage, stage_tone(stage), stage_robots.listed(look.portal, kind=kind.id, stage_id=stage["STATUS_ID"])


def _titles(look: Look, placed: Record) -> dict[str, str]:
    robot = steps.registration(look.portal, placed)
    return {key: registry.title(of["Name"]) for key, of in (robot or {}).get("PROPERTIES", {}).items()}


def _scopes(look: Look) -> list[tuple[str, str]]:
    """(address, title) of every funnel that may have robots."""
    found = [look.kind(kind_id) for kind_id in (kinds.DEAL, kinds.INVOICE)]
    found += [look.kind(t["entityTypeId"]) for t in kinds.types(look.portal)]
    of_funnels = [(places.automation(kind.id, c["ID"]), f"{places.heading(kind)}: {c['NAME']}")
                  for kind in found for c in stages.funnels(look.portal, kind.id)]  # fmt: skip
    return [*of_funnels, *((places.automation(n, 0), places.HEADINGS[n]) for n in kinds.WITHOUT_FUNNELS)]


def _waiting(look: Look, kind: Kind) -> list[tuple[Record, str, str]]:
    """Runs that wait for an app's answer: (run, the item's address, its title)."""
    runs = [run for run in look.portal.collection("workflow").find(kind=kind.id, state="waiting") if run["token"]]
    return [(run, places.card(kind.id, run["item_id"]), look.title(kind.id, run["item_id"])) for run in runs[::-1]]
