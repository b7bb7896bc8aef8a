"""Putting the application on the portal as its administrator does («установка»)."""

from __future__ import annotations

from typing import Any

from demo import pages
from demo.acts import ActsProcess
from demo.acts_list import ActsInList
from demo.cast import Cast
from demo.pages import Page
from demo.portal import DEAL, INVOICE, Rest
from demo.sandbox_portal import SandboxPortal
from demo.scene import Installed
from demo.seeing import Unexpected, expect, until

SCOPES = ["crm", "bizproc", "disk", "im", "placement", "user_basic", "log", "userfieldconfig", "lists"]
ROLES = ("report_sent", "documents_sent", "invoice_paid", "won")
SECONDS = 300.0


def register(portal: SandboxPortal, app_url: str) -> dict[str, Any]:
    """A local application («Локальное приложение») with our addresses; its client_id and client_secret."""
    made: dict[str, Any] = portal.control(
        "apps", name="Первичка", scope=SCOPES, handler_url=f"{app_url}/app", install_url=f"{app_url}/install"
    )
    return made


def install(portal: SandboxPortal, app_url: str, client_id: str, cast: Cast) -> Installed:
    """Open the install page, map the stage roles of two funnels, apply, finish."""
    launched = portal.launch(client_id, cast.admin, post=True)
    page = pages.opened(app_url, launched)
    page.post("install/funnels", **_choices(page.get("install"), cast), sees_all=[], feed=True)
    page.post("install/apply")
    done = until(lambda: _applied(page), seconds=SECONDS)
    finished = portal.control("apps/finish", client_id=client_id, user_id=cast.admin)
    stages = {int(funnel["category_id"]): funnel["roles"] for funnel in done["funnels"]}
    return Installed(app_url, client_id, int(finished["ID"]), stages)


def place_robots(portal: SandboxPortal, app: Installed, cast: Cast, acts: ActsProcess | ActsInList) -> None:
    """By hand, as the host demands: no REST method puts a robot on a stage, or an activity into a process."""
    places = [
        (DEAL, app.stages[cast.main.category]["report_sent"], "make_act"),
        (INVOICE, sent_invoice_stage(portal.rest), "mark_invoice_paid"),
    ]
    if isinstance(acts, ActsProcess):
        places.append((acts.kind, acts.stage_named("Отправлен"), "accept_signed_copy"))
    else:
        portal.control("processes/place", list=acts.list_id, code="act_changed", client_id=app.client_id)
    for kind, stage_id, code in places:
        portal.control("automation/place", kind=kind, stage_id=stage_id, code=code, client_id=app.client_id)


def sent_invoice_stage(rest: Rest) -> str:
    """The second working stage of smart invoices («Отправлен клиенту»)."""
    working = [row for row in _invoice_stages(rest) if not row.get("SEMANTICS")]
    return str(sorted(working, key=lambda row: int(row["SORT"]))[1]["STATUS_ID"])


def paid_invoice_stage(rest: Rest) -> str:
    return next(str(row["STATUS_ID"]) for row in _invoice_stages(rest) if row.get("SEMANTICS") == "S")


def _invoice_stages(rest: Rest) -> list[dict[str, Any]]:
    rows = rest.call("crm.status.list")
    return [row for row in rows if str(row["ENTITY_ID"]).startswith("SMART_INVOICE_STAGE_")]


def _choices(found: dict[str, Any], cast: Cast) -> dict[str, Any]:
    """The funnel of the story with the robot, the second one without it; roles that no stage has get a new one."""
    ways = {cast.main.category: "robot", cast.by_app.category: "app"}
    funnels = [
        {
            "category_id": funnel["category_id"],
            "enabled": True,
            "acts_by": ways[funnel["category_id"]],
            "roles": funnel["roles"],
            "create": [role for role in ROLES if not funnel["roles"].get(role)],
            "rename_won": funnel["category_id"] == cast.main.category,
        }
        for funnel in found["funnels"]
        if funnel["category_id"] in ways
    ]
    return {"funnels": funnels}


def _applied(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.get("install")
    steps = {step["title"]: step for step in found["steps"]}
    failed = [f"{title}: {step['detail']}" for title, step in steps.items() if step["state"] == "failed"]
    expect(not failed, "установка прошла", failed)
    waiting = [title for title, step in steps.items() if step["state"] != "done"]
    if waiting:
        raise Unexpected("все шаги установки выполнены", f"ждут: {', '.join(waiting)}")
    return found
