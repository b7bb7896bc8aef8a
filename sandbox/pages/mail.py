"""Outgoing letters as the outside world received them («исходящая почта»)."""

from __future__ import annotations

from flask import Blueprint, Response, abort
from flask.typing import ResponseReturnValue

from sandbox import query
from sandbox.areas.activities import mailbox
from sandbox.areas.activities.mailbox import Letter
from sandbox.pages import places, shown
from sandbox.pages.looking import Door, Look, back

POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox allow-popups"


def routes(pages: Blueprint, door: Door) -> None:
    @pages.get("/mail/", defaults={"letter_id": 0})
    @pages.get("/mail/<int:letter_id>/")
    def mail(letter_id: int) -> ResponseReturnValue:
        look = door.look()
        letters = mailbox.of(look.portal).letters()[::-1]
        opened = _letter(look, letter_id) if letter_id else next(iter(letters), None)
        failed = [row for row in look.portal.collection("letter").all() if row["state"] != "sent"]
        return look.show(
            "mail.html", letters=letters, opened=opened, failed=failed, linked=_linked(look, opened), size=shown.size,
            when=lambda letter: query.moment(letter.received, look.portal.clock.zone),
        )  # fmt: skip

    @pages.get("/mail/<int:letter_id>/html")
    def html(letter_id: int) -> Response:
        """Somebody's HTML: no scripts, nothing from outside, an origin of its own."""
        letter = _letter(door.look(), letter_id)
        headers = {"Content-Security-Policy": POLICY}
        return Response(letter.html, headers=headers, content_type="text/html; charset=utf-8")

    @pages.post("/mail/clear")
    def clear() -> ResponseReturnValue:
        mailbox.of(door.look().portal).clear()
        return back("/mail/")


def _letter(look: Look, letter_id: int) -> Letter:
    found = next((one for one in mailbox.of(look.portal).letters() if one.id == letter_id), None)
    if found is None:
        abort(404, "Такого письма в ящике нет.")
    return found


def _linked(look: Look, letter: Letter | None) -> list[tuple[str, str]]:
    """Where the letter's activity hangs: (address, title)."""
    sent = look.portal.collection("letter").all() if letter else []
    mark = letter.headers.get("Message-Id", letter.headers.get("Message-ID", "")) if letter else ""
    number = next((row["activity"] for row in sent if f"activity.{row['activity']}-" in mark), 0)
    activity = look.portal.collection("crm_activity").get(number) or {}
    pairs = ((kind, item) for kind, item in activity.get("BINDINGS", []))
    return [(places.card(kind, item), look.title(kind, item)) for kind, item in pairs if look.title(kind, item)]
