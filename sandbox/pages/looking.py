"""Who looks at which portal, and the frame that every page stands in («кто смотрит»)."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, NotFound

from sandbox.areas.crm import items, kinds, rights, stages
from sandbox.areas.crm.kinds import Kind
from sandbox.areas.im import notifications
from sandbox.areas.placement import bindings
from sandbox.errors import HostError
from sandbox.pages import places
from sandbox.portal import Actor, Portal
from sandbox.store import Record
from sandbox.tenants import Tenants

COOKIE = "sandbox_user"
LOST = {
    HTTPStatus.FORBIDDEN: ("Сюда нельзя", "У вас нет доступа к этой странице."),
    HTTPStatus.NOT_FOUND: ("Здесь ничего нет", "Такой страницы на портале нет: её могли удалить."),
}


@dataclass(frozen=True)
class Person:
    id: int
    name: str
    short: str
    post: str
    initials: str
    is_admin: bool = False


def person(user: Record) -> Person:
    first, last = str(user.get("NAME") or ""), str(user.get("LAST_NAME") or "")
    name = f"{first} {last}".strip() or f"Сотрудник {user['ID']}"
    return Person(
        user["ID"], name, f"{last} {first[:1]}.".strip(" ."), str(user.get("WORK_POSITION") or ""),
        (first[:1] + last[:1]).upper(), bool(user.get("IS_ADMIN")),
    )  # fmt: skip


@dataclass(frozen=True)
class Look:
    """One request of one person."""

    portal: Portal
    me: Person

    @property
    def actor(self) -> Actor:
        return Actor(self.me.id)

    def people(self) -> list[Person]:
        return [person(user) for user in self.portal.collection("user").all() if user.get("ACTIVE", True)]

    def who(self, user_id: Any) -> Person:
        user = self.portal.user(int(user_id or 0))
        return person(user) if user else Person(0, "Система", "Система", "", "—")

    def kind(self, kind_id: int) -> Kind:
        try:
            return kinds.find(self.portal, kind_id)
        except HostError as error:
            raise NotFound("Такого процесса на портале нет.") from error

    def item(self, kind_id: int, item_id: int) -> Record:
        """404 for none; for one not to be seen HostError in the host's words."""
        found = items.get(self.portal, kind_id, item_id)
        if found is None:
            raise NotFound("Элемент не найден: его могли удалить.")
        rights.check(self.portal, self.me.id, kind_id, found)
        return found

    def visible(self, kind_id: int) -> list[Record]:
        """Items of a kind that the person may see, the newest first."""
        found = kinds.items(self.portal, kind_id).all()
        return [one for one in found if rights.may(self.portal, self.me.id, kind_id, one)][::-1]

    def title(self, kind_id: int, item_id: Any) -> str:
        """An item by name; '' for none."""
        found = items.get(self.portal, kind_id, int(item_id or 0)) if item_id else None
        return places.title(found) if found else ""

    def toolbar(self, kind: Kind) -> list[tuple[str, str]]:
        """(address, title) of apps' entries above a list of items (widgets/crm/list-toolbar.md)."""
        asked = urlencode({"from": request.path})
        widgets = bindings.placements_of(self.portal, f"CRM_{kind.name}{bindings.ABOVE_LIST}", self.me.id)
        return [(f"/marketplace/view/{widget.id}/?{asked}", widget.title) for widget in widgets]

    def show(self, template: str, status: int = 200, **what: Any) -> ResponseReturnValue:
        in_slider = request.args.get("IFRAME") == "Y"
        frame = {} if in_slider else {"nav": self._nav(), "users": self.people(), "bell": self._unread()}
        page = render_template(template, look=self, me=self.me, portal=self.portal, in_slider=in_slider,
                               here=request.path, **frame, **what)  # fmt: skip
        return page, status

    def _unread(self) -> int:
        return sum(not row["READ"] for row in notifications.of_user(self.portal, self.me.id))

    def _nav(self) -> list[tuple[str, list[tuple[str, str, str, str]]]]:
        return [
            ("CRM", self._crm()),
            ("Общение", [
                ("/mail/", "mail", "Почта", ""), ("/notifications/", "bell", "Уведомления", str(self._unread() or "")),
                ("/stream/", "chat", "Живая лента", ""), ("/tasks/", "clock", "Задачи", ""),
            ]),
            *self._of_apps(),
            ("Настройка", [
                ("/crm/automation/", "robot", "Автоматизация", ""), ("/devops/", "apps", "Приложения", ""),
                ("/sandbox/log/", "log", "Журнал REST", ""), ("/sandbox/faults/", "pause", "Сбои и лимиты", ""),
            ]),
        ]  # fmt: skip

    def _crm(self) -> list[tuple[str, str, str, str]]:
        own = [(places.board(t["entityTypeId"]), "items", t["title"], "") for t in kinds.types(self.portal)]
        count = kinds.items(self.portal, kinds.DEAL).count()
        return [
            ("/crm/lead/", "board", "Лиды", ""), ("/crm/deal/", "board", "Сделки", str(count)),
            ("/crm/quote/", "list", "Предложения", ""), ("/crm/type/31/", "list", "Счета", ""),
            ("/crm/company/list/", "book", "Компании", ""), ("/crm/contact/list/", "user", "Контакты", ""), *own,
            ("/company/lists/", "list", "Списки", ""), ("/docs/path/", "folder", "Общий диск", ""),
        ]  # fmt: skip

    def _of_apps(self) -> list[tuple[str, list[tuple[str, str, str, str]]]]:
        widgets = bindings.placements_of(self.portal, "LEFT_MENU", self.me.id)
        links = [(f"/marketplace/view/{w.id}/", "apps", w.title, "") for w in widgets]
        return [("Приложения", links)] if links else []


@dataclass(frozen=True)
class Door:
    """Turns a request into a look."""

    tenants: Tenants

    def look(self) -> Look:
        portal = self.tenants.of_host(request.host)
        given = request.cookies.get(COOKIE, "1")
        user = portal.user(int(given)) if given.isdigit() and len(given) < len("9" * 12) else None
        return Look(portal, person(user or portal.user(1) or {"ID": 1}))


def back(where: str) -> ResponseReturnValue:
    """After a POST: to a page of this portal, keeping the slider a slider."""
    tail = "?IFRAME=Y" if "IFRAME=Y" in request.headers.get("Referer", "") else ""
    return redirect(where + tail, 303)


def refused(look: Look, error: HostError, where: str) -> ResponseReturnValue:
    """What the portal would not do, in its own words, with a way back."""
    heading = "Портал не выполнил действие"
    return look.show("refused.html", 400, heading=heading, words=error.description, code=error.code, where=where)


def lost(look: Look, error: HTTPException) -> ResponseReturnValue:
    """A page that is not there, or not for this person; a view may have said more of it (`abort(404, …)`)."""
    status = error.code or HTTPStatus.NOT_FOUND
    heading, usual = LOST[HTTPStatus(status)]
    words = usual if error.description in (None, type(error).description) else error.description
    return look.show("refused.html", status, heading=heading, words=words, code="", where="/")


def stage_tone(stage: Record) -> str:
    colour = str(stage.get("COLOR") or (stage.get("EXTRA") or {}).get("COLOR") or "")
    known = {"S": "#3d9a5b", "F": "#b8574d"}.get(stages.semantics(stage), "#3f8fa8")
    return colour if len(colour) in (4, 7) and colour[0] == "#" and colour[1:].isalnum() else known
