"""Widgets that apps have put into the portal («виджеты»): api-reference/widgets/. Several may stand in one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sandbox import handler_url
from sandbox.areas.placement import codes, errors
from sandbox.params import as_map
from sandbox.portal import Portal
from sandbox.store import Collection, Record

ABOVE_LIST = "_LIST_TOOLBAR"


@dataclass(frozen=True)
class Widget:
    """What a page needs to show a widget: open it with `apps.launch(portal, app, user_id, placement=code,
    options={"ID": "7"}, handler=widget.handler)`."""

    id: int
    code: str
    app: Record
    handler: str
    title: str
    description: str
    group: str
    options: dict[str, Any]


def collection(portal: Portal) -> Collection:
    return portal.collection("placement")


def placements_of(portal: Portal, code: str, user_id: int = 0) -> list[Widget]:
    """The widgets to show in a place, in the order of binding; an app that is not installed shows none."""
    widgets = []
    for row in collection(portal).find(placement=code):
        app = portal.collection("app").first(client_id=row["client_id"])
        if app is None or not app["INSTALLED"] or row["user_id"] not in (0, user_id):
            continue
        words: dict[str, str] = row["lang"].get("ru") or next(iter(row["lang"].values()), {})
        widgets.append(
            Widget(
                row["ID"], code, app, row["handler"], words.get("TITLE") or row["title"] or app["NAME"],
                words.get("DESCRIPTION") or row["description"], words.get("GROUP_NAME", ""), row["options"],
            )
        )  # fmt: skip
    return widgets


def bind(portal: Portal, app: Record, asked: dict[str, Any], scope: frozenset[str]) -> None:
    """Raises ERROR_ARGUMENT, ERROR_PLACEMENT_*, ERROR_WRONG_HANDLER_URL, ERROR_UNSUPPORTED_PROTOCOL, ERROR_CORE."""
    code, handler = _checked(portal, app, asked, scope)
    user_id = int(asked.get("USER_ID") or 0)
    if user_id and code != codes.BACKGROUND:
        raise errors.user_mode()
    options = as_map(asked.get("OPTIONS")) if codes.keeps_options(code) else {}
    if code == codes.BACKGROUND and not options.get("errorHandlerUrl"):
        raise errors.no_error_handler()
    own = collection(portal).find(client_id=app["client_id"], placement=code)
    if own and code in codes.SINGLE:
        raise errors.max_count()
    if any((row["handler"], row["user_id"]) == (handler, user_id) for row in own):
        raise errors.already_bound()
    title, description = str(asked.get("TITLE") or ""), str(asked.get("DESCRIPTION") or "")
    collection(portal).add({
        "placement": code, "client_id": app["client_id"], "handler": handler, "user_id": user_id,
        "title": title, "description": description, "options": options, "lang": _words(asked, title, description),
    })  # fmt: skip


def _checked(portal: Portal, app: Record, asked: dict[str, Any], scope: frozenset[str]) -> tuple[str, str]:
    for name in ("PLACEMENT", "HANDLER"):
        if not asked.get(name):
            raise errors.empty_argument(name)
    code, handler = str(asked["PLACEMENT"]).upper(), str(asked["HANDLER"])
    if code not in codes.available(portal, scope):
        raise errors.not_found()
    handler_url.check(portal, handler)
    return code, handler


def _words(asked: dict[str, Any], title: str, description: str) -> dict[str, dict[str, str]]:
    given = as_map(asked.get("LANG_ALL")) or {"ru": {"TITLE": title, "DESCRIPTION": description}}
    names = ("TITLE", "DESCRIPTION", "GROUP_NAME")
    group = str(asked.get("GROUP_NAME") or "")
    return {
        language: {name: str(as_map(words).get(name, group if name == "GROUP_NAME" else "")) for name in names}
        for language, words in given.items()
    }


def unbind(portal: Portal, app: Record, code: str, handler: str = "", user_id: int | None = None) -> int:
    """How many; the host counts each twice."""
    count = 0
    for row in collection(portal).find(client_id=app["client_id"], placement=code):
        if handler in ("", row["handler"]) and user_id in (None, row["user_id"]):
            count += 1 + int(collection(portal).delete(row["ID"]))
    return count


def drop_of(portal: Portal, app: Record) -> None:
    for row in collection(portal).find(client_id=app["client_id"]):
        collection(portal).delete(row["ID"])
