"""Activities («Дела») and the letters that some of them are."""

from __future__ import annotations

from urllib.parse import quote

from flask import Flask, Response, abort, request

from sandbox import events
from sandbox.areas.activities import activities, blocks, configurable, custom_types, mailbox
from sandbox.areas.activities import block_methods as block_methods  # registers its methods
from sandbox.areas.activities import configurable_methods as configurable_methods  # registers its methods
from sandbox.areas.activities import controls as controls  # registers its actions
from sandbox.areas.activities import todo_methods as todo_methods  # registers its methods
from sandbox.areas.activities import type_methods as type_methods  # registers its methods
from sandbox.portal import Portal
from sandbox.store import Record
from sandbox.tenants import Tenants

events.declare("crm", "ONCRMACTIVITYADD", "ONCRMACTIVITYUPDATE", "ONCRMACTIVITYDELETE", configurable.EVENT)


def attach(portal: Portal) -> None:
    portal.on("portal_stopping", lambda: mailbox.forget(portal))
    portal.on("app_uninstalled", lambda app, clean: _forget_app(portal, app))


def _forget_app(portal: Portal, app: Record) -> None:
    blocks.forget_app(portal, app["client_id"])
    custom_types.forget_app(portal, app["client_id"])


def routes(flask: Flask, tenants: Tenants) -> None:
    """Files of letters that came, and files of activities by the address that crm.activity.* gives."""

    @flask.get("/sandbox/mailbox/<int:letter_id>/<int:index>")
    def attachment(letter_id: int, index: int) -> Response:
        for letter in mailbox.of(tenants.of_host(request.host)).letters():
            if letter.id == letter_id and index < len(letter.attachments):
                file = letter.attachments[index]
                return _file(file.name, file.content)
        return abort(404)

    @flask.get("/bitrix/tools/crm_show_file.php")
    def show_file() -> Response:
        portal = tenants.of_host(request.host)
        token = portal.tokens.by_access(request.args.get("auth", ""))
        found = activities.collection(portal).get(request.args.get("ownerId", 0, int))
        file_id = request.args.get("fileId", 0, int)
        if found is None or file_id not in found["FILES"] or token is None or not portal.tokens.is_live(token):
            abort(403)
        name, _, content = portal.store.get_file(file_id) or ("", "", b"")
        return _file(name, content)


def _file(name: str, content: bytes) -> Response:
    headers = {
        "Content-Disposition": f"attachment; filename*=utf-8''{quote(name)}",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(content, headers=headers, content_type="application/octet-stream")
