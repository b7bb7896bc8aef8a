"""Fill a new portal: by the name of a seed module or from a data set file («посев»)."""

from __future__ import annotations

import importlib
from pathlib import Path

from sandbox import apps
from sandbox.portal import Portal

SCOPES = [
    "crm", "user", "user_brief", "user_basic", "department", "disk", "im", "task", "tasks", "lists", "bizproc",
    "placement", "log", "userfieldconfig", "sale", "catalog", "entity", "mailservice", "salescenter",
]  # fmt: skip

# The others that the host has (api-reference/scopes/permissions.md, and what clients' own tests find on a portal).
OTHERS = [
    "ai_admin", "appform", "baas", "biconnector", "booking", "calendar", "calendarmobile", "call", "cashbox",
    "catalogmobile", "configuration.import", "contact_center", "delivery", "documentgenerator", "forum",
    "humanresources", "humanresources.hcmlink", "iblock", "im.import", "imbot", "imconnector", "imopenlines",
    "intranet", "landing", "landing_cloud", "mail", "main", "messageservice", "mobile", "notifications", "pay_system",
    "pull", "pull_channel", "rating", "rest", "rpa", "sign.b2e", "smile", "socialnetwork", "sonet_group",
    "tasks_extended", "tasksmobile", "telephony", "timeman", "user.userfield", "userconsent", "vote",
]  # fmt: skip
NOWHERE = "http://127.0.0.1:9/never"


def load(portal: Portal, name: str | Path) -> None:
    """`name`: a module of sandbox.seeds ("demo", "empty"), or a path to a JSON data set."""
    if str(name).endswith(".json"):
        importlib.import_module("sandbox.seeds.dataset").load(portal, Path(name))
        handler = NOWHERE
    else:
        module = importlib.import_module(f"sandbox.seeds.{name}")
        module.load(portal)
        handler = getattr(module, "HANDLER", NOWHERE)
    with portal.transaction():
        portal.tokens.add_webhook(1, [*SCOPES, *OTHERS], "Входящий вебхук")
        app = apps.register(portal, name="Приложение для проверки", scope=[*SCOPES, *OTHERS], handler_url=handler)
        portal.collection("portal").change(1, app=app["client_id"])


def environment(portal: Portal) -> dict[str, str]:
    """The variables by which clients find the portal: a webhook and an installed app of the first user."""
    identity = portal.collection("portal").get(1) or {}
    app = apps.by_client_id(portal, identity["app"]) or {}
    with portal.store.lock:
        secret = portal.store.db.execute("SELECT secret FROM webhook WHERE user_id = 1").fetchone()[0]
    token = portal.tokens.issue(app["client_id"], 1)
    return {
        "B24_WEBHOOK_URL": f"{portal.client_endpoint}1/{secret}/",
        "B24_DOMAIN": portal.domain,
        "B24_CLIENT_ID": app["client_id"],
        "B24_CLIENT_SECRET": app["client_secret"],
        "B24_ACCESS_TOKEN": token.access,
        "B24_REFRESH_TOKEN": token.refresh,
        "B24_MEMBER_ID": portal.member_id,
        "B24_APPLICATION_TOKEN": app["application_token"],
    }
