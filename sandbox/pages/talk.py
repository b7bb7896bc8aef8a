"""What is said to people («уведомления», «живая лента», «задачи»)."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from sandbox.areas.im import notifications
from sandbox.areas.log import posts
from sandbox.areas.tasks import tasks
from sandbox.errors import HostError
from sandbox.pages.looking import Door, Look, back, refused
from sandbox.params import as_int
from sandbox.store import Record

STATUSES = {
    2: ("Ждёт", ""), 3: ("В работе", "info"), 4: ("На контроле", "warn"), 5: ("Завершена", "ok"),
    6: ("Отложена", ""),
}  # fmt: skip


def routes(pages: Blueprint, door: Door) -> None:
    @pages.get("/notifications/")
    def bell() -> ResponseReturnValue:
        look = door.look()
        apps = {app["client_id"]: app["NAME"] for app in look.portal.collection("app").all()}
        return look.show("notifications.html", notices=notifications.of_user(look.portal, look.me.id), apps=apps)

    @pages.post("/notifications/read")
    def read() -> ResponseReturnValue:
        look = door.look()
        with look.portal.transaction():
            for row in notifications.of_user(look.portal, look.me.id):
                notifications.collection(look.portal).change(row["ID"], READ=True)
        return back("/notifications/")

    _stream(pages, door)
    _tasks(pages, door)


def _stream(pages: Blueprint, door: Door) -> None:
    @pages.get("/stream/")
    def stream() -> ResponseReturnValue:
        look = door.look()
        seen = posts.visible(look.portal, look.me.id)
        return look.show("stream.html", posts=seen, addressed=partial(_addressed, look))

    @pages.post("/stream/")
    def write() -> ResponseReturnValue:
        look, text = door.look(), request.form.get("text", "")
        try:
            with look.portal.transaction():
                posts.add(look.portal, text=text, title="", dest=["UA"], author_id=look.me.id, important=False)
        except HostError as error:
            return refused(look, error, "/stream/")
        return back("/stream/")


def _addressed(look: Look, post: Record) -> str:
    """To whom a post is, in words."""
    return ", ".join(_name(look, code) for code in post["DEST"])


def _name(look: Look, code: str) -> str:
    if code == posts.EVERYONE:
        return "все сотрудники"
    number = as_int(code.lstrip("DRSGU"))
    if code.startswith("U"):
        return look.who(number).name
    kind, title = ("группа", "group") if code.startswith("SG") else ("отдел", "department")
    return f"{kind} «{(look.portal.collection(title).get(number) or {}).get('NAME') or number}»"


def _tasks(pages: Blueprint, door: Door) -> None:
    @pages.get("/tasks/")
    @pages.get("/company/personal/user/<int:user_id>/tasks/")
    @pages.get("/company/personal/user/<int:user_id>/tasks/task/view/<int:task_id>/")
    def listed(user_id: int = 0, task_id: int = 0) -> ResponseReturnValue:
        look = door.look()
        found = [one for one in tasks.collection(look.portal).all() if tasks.may_see(look.portal, one, look.me.id)]
        shown = [one for one in found if task_id in (0, one["ID"])]
        return look.show("tasks.html", tasks=shown[::-1], statuses=STATUSES)

    @pages.post("/tasks/<int:task_id>/complete")
    def complete(task_id: int) -> ResponseReturnValue:
        look = door.look()
        with look.portal.transaction():
            found = tasks.get(look.portal, task_id, look.me.id)
            if found is None:
                abort(404)
            tasks.complete(look.portal, found, look.actor)
        return back("/tasks/")
