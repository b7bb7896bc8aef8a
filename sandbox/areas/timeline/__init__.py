"""The timeline of CRM items («Таймлайн»): comments, log records, and everything together for a page."""

from __future__ import annotations

from urllib.parse import quote

from flask import Flask, Response, abort, request

from sandbox import events
from sandbox.areas.timeline import blocks, comments, pictures
from sandbox.areas.timeline import record_methods as record_methods  # registers its methods
from sandbox.portal import Portal
from sandbox.tenants import Tenants

events.declare("crm", "ONCRMTIMELINECOMMENTADD", "ONCRMTIMELINECOMMENTUPDATE", "ONCRMTIMELINECOMMENTDELETE")


def attach(portal: Portal) -> None:
    portal.on("app_uninstalled", lambda app, clean: blocks.forget_app(portal, app["client_id"]))


def routes(flask: Flask, tenants: Tenants) -> None:
    """Files of comments, at the addresses that crm.timeline.comment.get gives; icons and logos at theirs."""

    @flask.get("/upload/crm/<part>/<folder>/<name>")
    def picture(part: str, folder: str, name: str) -> Response:
        portal = tenants.of_host(request.host)
        number = pictures.file_at(portal, request.path)
        stored = portal.store.get_file(number) if number else None
        if stored is None:
            return abort(404)
        return Response(stored[2], headers={"X-Content-Type-Options": "nosniff"}, content_type="image/png")

    @flask.get("/disk/downloadFile/<int:file_id>/")
    @flask.get("/disk/showFile/<int:file_id>/")
    def comment_file(file_id: int) -> Response:
        portal = tenants.of_host(request.host)
        stored = portal.store.get_file(file_id)
        if stored is None or not any(file_id in row["FILES"] for row in comments.collection(portal).all()):
            return abort(404)
        headers = {
            "Content-Disposition": f"attachment; filename*=utf-8''{quote(stored[0])}",
            "X-Content-Type-Options": "nosniff",
        }
        return Response(stored[2], headers=headers, content_type="application/octet-stream")
