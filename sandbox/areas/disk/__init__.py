"""The drive («Диск»): storages, folders, files, public addresses."""

from __future__ import annotations

from urllib.parse import quote

from flask import Flask, Response, abort, request
from markupsafe import escape

from sandbox.areas.disk import links, objects, rights
from sandbox.portal import Portal
from sandbox.store import Record
from sandbox.tenants import Tenants


def routes(flask: Flask, tenants: Tenants) -> None:
    """Public addresses `/~hash`, and the address of attached files."""

    @flask.get("/~<link_hash>")
    def external(link_hash: str) -> Response:
        portal = tenants.of_host(request.host)
        found = links.linked(portal, link_hash)
        if found is None:
            abort(404)
        return _file(portal, found) if found["TYPE"] == "file" else _folder(portal, found)

    @flask.get("/bitrix/tools/disk/uf.php")
    def attached() -> Response:
        portal = tenants.of_host(request.host)
        token = portal.tokens.by_access(request.args.get("auth[auth]", ""))
        user_id = token.user_id if token and portal.tokens.is_live(token) else 0
        found = portal.collection("disk_attached").get(request.args.get("attachedId", 0, int))
        if found is None or not user_id:
            abort(403)
        file = objects.get(portal, found["OBJECT_ID"], "file")
        rights.check(portal, file, user_id)
        return _file(portal, file)


def _file(portal: Portal, file: Record) -> Response:
    disposition = f"attachment; filename*=utf-8''{quote(file['NAME'])}"
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return Response(objects.content(portal, file), headers=headers, content_type="application/octet-stream")


def _folder(portal: Portal, folder: Record) -> Response:
    rows = "".join(
        f'<li><a href="{links.external(portal, child)}">{escape(child["NAME"])}</a></li>'
        for child in objects.children(portal, folder["ID"])
    )
    title = escape(folder["NAME"])
    return Response(f"<!doctype html><meta charset=utf-8><title>{title}</title><h1>{title}</h1><ul>{rows}</ul>")
