"""Applications of the portal («приложения»): install a local one, open, update, remove."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, request
from flask.typing import ResponseReturnValue

from sandbox import apps, seed
from sandbox.areas.bizproc import registry
from sandbox.areas.placement import bindings
from sandbox.pages.looking import Door, Look, back
from sandbox.store import Record

CHOSEN = ("crm", "bizproc", "disk", "im", "placement", "user", "user_brief", "log", "userfieldconfig", "task")


def routes(pages: Blueprint, door: Door) -> None:
    @pages.get("/devops/")
    @pages.get("/devops/list/")
    def listed() -> ResponseReturnValue:
        look = door.look()
        found = [(app, _registered(look, app)) for app in look.portal.collection("app").all()[::-1]]
        webhook = seed.environment(look.portal)["B24_WEBHOOK_URL"] if look.me.is_admin else ""
        return look.show("apps.html", apps=found, scopes=seed.SCOPES, chosen=CHOSEN, webhook=webhook)

    @pages.post("/devops/install")
    def install() -> ResponseReturnValue:
        look, form = door.look(), request.form
        _administrators(look)
        made = apps.register(
            look.portal, name=form.get("name", "").strip() or "Локальное приложение", scope=form.getlist("scope"),
            handler_url=form.get("handler", "").strip(), install_url=form.get("install", "").strip(),
        )  # fmt: skip
        return redirect(f"/devops/#app-{made['ID']}", 303)

    _lives(pages, door)
    _opened(pages, door)


def _administrators(look: Look) -> None:
    if not look.me.is_admin:
        abort(403, "Приложения ставит администратор портала: войдите под ним в правом верхнем углу.")


def of_id(look: Look, app_id: int) -> Record:
    found = look.portal.collection("app").get(app_id)
    if found is None:
        abort(404, "Приложение удалено с портала.")
    return found


def _registered(look: Look, app: Record) -> str:
    robots = len([r for r in registry.robots(look.portal) if r["client_id"] == app["client_id"]])
    events = len(look.portal.events.bindings.find(app=app["ID"]))
    widgets = len(bindings.collection(look.portal).find(client_id=app["client_id"]))
    return f"роботов: {robots}, событий: {events}, мест в интерфейсе: {widgets}"


def _lives(pages: Blueprint, door: Door) -> None:
    @pages.post("/devops/<int:app_id>/update")
    def update(app_id: int) -> ResponseReturnValue:
        look = door.look()
        _administrators(look)
        apps.update(look.portal, of_id(look, app_id), look.me.id)
        return back("/devops/")

    @pages.post("/devops/<int:app_id>/remove")
    def remove(app_id: int) -> ResponseReturnValue:
        look = door.look()
        _administrators(look)
        apps.uninstall(look.portal, of_id(look, app_id), clean=request.form.get("clean") == "1")
        return back("/devops/")

    @pages.post("/devops/<int:app_id>/expire")
    def expire(app_id: int) -> ResponseReturnValue:
        look = door.look()
        _administrators(look)
        look.portal.tokens.expire_all(of_id(look, app_id)["client_id"])
        return back("/devops/")


def _opened(pages: Blueprint, door: Door) -> None:
    @pages.get("/marketplace/app/<int:app_id>/")
    def main_page(app_id: int) -> ResponseReturnValue:
        look = door.look()
        app = of_id(look, app_id)
        return look.show("app.html", app=app, title=app["NAME"], widget=None, options={})

    @pages.get("/marketplace/view/<int:widget_id>/")
    def from_menu(widget_id: int) -> ResponseReturnValue:
        """Of a list's toolbar a widget learns where it was opened, and never which items were chosen."""
        look = door.look()
        code = (bindings.collection(look.portal).get(widget_id) or {"placement": ""})["placement"]
        is_above_list = code.endswith(bindings.ABOVE_LIST)
        known = bindings.placements_of(look.portal, code, look.me.id) if is_above_list or code == "LEFT_MENU" else []
        found = next((widget for widget in known if widget.id == widget_id), None)
        if found is None:
            abort(404, "Этого пункта меню больше нет: приложение удалено или обновляется.")
        options = {"URI": request.args.get("from", "/")} if is_above_list else {}
        return look.show("app.html", app=found.app, title=found.title, widget=found, options=options)
