"""Applications of a portal: registering, opening, installing, updating, removing («приложения»).

settings/app-installation/, settings/app-uninstallation.md, api-reference/common/events/.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from sandbox.portal import Portal
from sandbox.store import Record


@dataclass(frozen=True)
class Launch:
    """A form that the browser posts into the app's iframe: `url` carries DOMAIN, PROTOCOL, LANG and APP_SID."""

    url: str
    fields: dict[str, str]
    app_sid: str


def register(
    portal: Portal, *, name: str, scope: list[str], handler_url: str, install_url: str = "", redirect_uri: str = ""
) -> Record:
    """A local server application («Локальное приложение»). Without an install URL it is installed at once."""
    app: Record = {
        "client_id": f"local.{secrets.token_hex(7)}.{secrets.randbelow(10**8):08d}",
        "client_secret": secrets.token_hex(25),
        "application_token": secrets.token_hex(16),
        "NAME": name,
        "scope": scope,
        "handler_url": handler_url,
        "install_url": install_url,
        "redirect_uri": redirect_uri or handler_url,
        "STATUS": "L",
        "VERSION": 1,
        "INSTALLED": not install_url,
    }
    app["ID"] = portal.collection("app").add(app)
    return app


def by_client_id(portal: Portal, client_id: str) -> Record | None:
    apps = portal.collection("app")
    found = portal.store.remember(("app",), ("app", client_id), lambda: apps.first(client_id=client_id))
    return dict(found) if found else None


def launch(
    portal: Portal,
    app: Record,
    user_id: int,
    *,
    placement: str = "DEFAULT",
    options: Mapping[str, Any] | None = None,
    handler: str = "",
) -> Launch:
    """What the browser posts to a page of the app; an app not yet installed gets its install page."""
    target = handler or (app["handler_url"] if app["INSTALLED"] else app["install_url"])
    app_sid = secrets.token_hex(16)
    query = {
        "DOMAIN": portal.domain,
        "PROTOCOL": "1" if portal.scheme == "https" else "0",
        "LANG": "ru",
        "APP_SID": app_sid,
    }
    joint = "&" if urlsplit(target).query else "?"
    place = {
        "PLACEMENT": placement,
        "PLACEMENT_OPTIONS": json.dumps(dict(options or {}) or [], ensure_ascii=False),
    }
    return Launch(f"{target}{joint}{urlencode(query)}", _frame_auth(portal, app, user_id) | place, app_sid)


def _frame_auth(portal: Portal, app: Record, user_id: int) -> dict[str, str]:
    token = portal.tokens.issue(app["client_id"], user_id)
    return {
        "AUTH_ID": token.access,
        "AUTH_EXPIRES": "3600",
        "REFRESH_ID": token.refresh,
        "SERVER_ENDPOINT": portal.server_endpoint,
        "APPLICATION_TOKEN": app["application_token"],
        "APPLICATION_SCOPE": ",".join(app["scope"]),
        "member_id": portal.member_id,
        "status": app["STATUS"],
    }


def finish_install(portal: Portal, app: Record, user_id: int) -> None:
    """What BX24.installFinish does on the portal: events start to flow, ONAPPINSTALL goes out."""
    with portal.transaction():
        if app["INSTALLED"]:
            return
        portal.collection("app").change(app["ID"], INSTALLED=True)
        app = {**app, "INSTALLED": True}
        data = {"VERSION": str(app["VERSION"]), "ACTIVE": "Y", "INSTALLED": "Y", "LANGUAGE_ID": "ru"}
        _tell(portal, app, "ONAPPINSTALL", data, portal.events.full_auth(app, user_id, refresh=True))
        portal.happen("app_installed", app=app, user_id=user_id)


def update(portal: Portal, app: Record, user_id: int) -> Record:
    """A new version: bindings and robots are dropped, the token of the app changes, installation begins again."""
    with portal.transaction():
        previous = app["VERSION"]
        changes = {
            "VERSION": previous + 1,
            "application_token": secrets.token_hex(16),
            "INSTALLED": not app["install_url"],
        }
        data = {"VERSION": str(previous + 1), "PREVIOUS_VERSION": str(previous), "LANGUAGE_ID": "ru"}
        app = {**app, **changes}
        portal.collection("app").change(app["ID"], **changes)
        _tell(portal, app, "ONAPPUPDATE", data, portal.events.full_auth(app, user_id, refresh=True))
        _drop_registrations(portal, app)
        portal.happen("app_updated", app=app, user_id=user_id)
        return app


def uninstall(portal: Portal, app: Record, *, clean: bool) -> None:
    """ONAPPUNINSTALL carries no tokens; tokens and registrations die with the app."""
    with portal.transaction():
        data = {"LANGUAGE_ID": "ru", "CLEAN": "1" if clean else "0"}
        _tell(portal, app, "ONAPPUNINSTALL", data, portal.events.base_auth(app))
        _drop_registrations(portal, app)
        portal.events.offline.forget(app)
        portal.tokens.revoke(app["client_id"])
        for option in portal.collection("app_option").find(app=app["ID"]):
            portal.collection("app_option").delete(option["ID"])
        portal.collection("app").delete(app["ID"])
        portal.happen("app_uninstalled", app=app, clean=clean)


def _tell(portal: Portal, app: Record, event: str, data: dict[str, Any], auth: dict[str, Any]) -> None:
    for binding in portal.events.bindings.find(event=event, app=app["ID"]):
        portal.events.post(app, event, data, handler=binding["handler"], handler_id=binding["ID"], auth=auth)


def _drop_registrations(portal: Portal, app: Record) -> None:
    for binding in portal.events.bindings.find(app=app["ID"]):
        portal.events.bindings.delete(binding["ID"])
    portal.happen("app_registrations_dropped", app=app)
