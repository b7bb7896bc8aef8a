"""The bell and chats («Уведомления», «Чат»)."""

from __future__ import annotations

from flask import Flask, Response, abort, request

from sandbox.tenants import Tenants


def routes(flask: Flask, tenants: Tenants) -> None:
    """Avatars of chats."""

    @flask.get("/upload/im/<int:number>.png")
    def avatar(number: int) -> Response:
        portal = tenants.of_host(request.host)
        chat = portal.collection("im_chat").first(AVATAR=number)
        kept = portal.store.get_file(number) if chat else None
        if kept is None:
            abort(404)
        return Response(kept[2], mimetype=kept[1])
