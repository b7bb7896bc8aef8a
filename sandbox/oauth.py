"""The authorization server: codes, tokens, app.info of its own (settings/oauth/)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from sandbox import apps, rest
from sandbox.portal import Portal
from sandbox.store import Record
from sandbox.tenants import Tenants
from sandbox.tokens import Token

HOST = "oauth.bitrix24.tech"
"""The name by which clients with a fixed address of the authorization server ask for it."""


def routes(tenants: Tenants) -> Blueprint:
    blueprint = Blueprint("oauth", __name__)

    @blueprint.before_app_request
    def by_its_own_name() -> tuple[Response, int] | None:
        is_info = request.path.rstrip("/").removesuffix(".json") == "/rest/app.info"
        return _app_info(tenants) if is_info and request.host == HOST else None

    @blueprint.get("/oauth/authorize/")
    def authorize() -> AnyResponse | tuple[str, int]:
        return _authorize(tenants.of_host(request.host))

    @blueprint.route("/oauth/token/", methods=["GET", "POST"])
    def token() -> tuple[Response, int]:
        return _token(tenants)

    @blueprint.route("/oauth-server/rest/app.info", methods=["GET", "POST"])
    @blueprint.route("/oauth-server/rest/app.info/", methods=["GET", "POST"])
    @blueprint.route("/oauth-server/rest/app.info.json", methods=["GET", "POST"])
    def app_info() -> tuple[Response, int]:
        return _app_info(tenants)

    return blueprint


def _authorize(portal: Portal) -> AnyResponse | tuple[str, int]:
    """Redirects to the address of the app's card, never to one from the request."""
    app = apps.by_client_id(portal, request.args.get("client_id", ""))
    if app is None:
        return "Приложение не найдено на этом портале.", 404
    user_id = int(request.cookies.get("sandbox_user", "1"))
    answer = {
        "code": portal.tokens.new_code(app["client_id"], user_id),
        "state": request.args.get("state", ""),
        "domain": portal.domain,
        "member_id": portal.member_id,
        "scope": ",".join(app["scope"]),
        "server_domain": portal.domain,
    }
    joint = "&" if "?" in app["redirect_uri"] else "?"
    return redirect(f"{app['redirect_uri']}{joint}{urlencode(answer)}")


def _refuse(code: str, words: str, status: int = 400) -> tuple[Response, int]:
    return jsonify({"error": code, "error_description": words}), status


def _token(tenants: Tenants) -> tuple[Response, int]:
    asked = request.values
    client_id = asked.get("client_id", "")
    for portal in tenants.all():
        app = apps.by_client_id(portal, client_id)
        if app is not None:
            break
    else:
        return _refuse("invalid_client", "Client not found")
    if asked.get("client_secret") != app["client_secret"]:
        return _refuse("invalid_client", "The client credentials are invalid")
    if asked.get("grant_type") == "authorization_code":
        token = portal.tokens.redeem(asked.get("code", ""), client_id)
    elif asked.get("grant_type") == "refresh_token":
        token = portal.tokens.refresh(asked.get("refresh_token", ""), client_id)
    else:
        return _refuse("invalid_request", "Invalid grant_type parameter or parameter missing")
    if token is None:
        return _refuse("invalid_grant", "Invalid grant")
    portal.log.add("oauth/token", {"grant_type": asked["grant_type"]}, 200, "", f"{app['NAME']}:{token.user_id}", 0.0)
    return jsonify(_pair(portal, app, token)), 200


def _pair(portal: Portal, app: Record, token: Token) -> dict[str, Any]:
    return {
        "access_token": token.access,
        "expires": token.expires,
        "expires_in": 3600,
        "scope": ",".join(app["scope"]),
        "domain": HOST,
        "server_endpoint": portal.server_endpoint,
        "status": app["STATUS"],
        "client_endpoint": portal.client_endpoint,
        "member_id": portal.member_id,
        "user_id": token.user_id,
        "refresh_token": token.refresh,
    }


def _app_info(tenants: Tenants) -> tuple[Response, int]:
    body = request.get_json(silent=True) if request.is_json else None
    access = str((body or {}).get("auth") or request.values.get("auth", ""))
    for portal in tenants.all():
        token = portal.tokens.by_access(access)
        app = apps.by_client_id(portal, token.client_id) if token else None
        if token is not None and app is not None:
            break
    else:
        return _refuse("NO_AUTH_FOUND", "Wrong authorization data", 401)
    if not portal.tokens.is_live(token):
        return _refuse("expired_token", "The access token provided has expired.", 401)
    started = portal.clock.seconds()
    spent = portal.limiter.spend(app["client_id"], "app.info", 0.0)
    return jsonify({"result": _trusted_status(portal, app, token), "time": rest.times(portal, started, spent)}), 200


def _trusted_status(portal: Portal, app: Record, token: Token) -> dict[str, Any]:
    return {
        "client_id": app["client_id"],
        "scope": ",".join(app["scope"]),
        "expires": datetime.fromtimestamp(token.expires, UTC).isoformat(),
        "user_id": token.user_id,
        "install": {
            "installed": app["INSTALLED"],
            "version": str(app["VERSION"]),
            "status": app["STATUS"],
            "scope": ",".join(app["scope"]),
            "domain": portal.domain,
            "uri": portal.url,
            "client_endpoint": portal.client_endpoint,
            "member_id": portal.member_id,
            "member_type": "bitrix24",
        },
    }
