"""Bring a portal to what manifest.yaml declares: `python install.py plan|apply --portal <domain or member_id>`."""

from __future__ import annotations

import argparse
import sys

from app.bootstrap import Application, build
from app.domain.setup import Action
from app.errors import AppError, SettingsError
from app.store.portals import PortalRow
from config.settings import Settings

MARKS = {Action.ADD: "+", Action.CHANGE: "~", Action.KEEP: " "}


def main(arguments: list[str] | None = None) -> int:
    """0: nothing left to do or all done; 1: it failed, and the last line says why."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["plan", "apply"])
    parser.add_argument("--portal", required=True, help="адрес портала или его member_id")
    asked = parser.parse_args(arguments)
    try:
        application = build(Settings.load(), ring=lambda: None)
        application.database.migrate()
        portal = _portal(application, asked.portal)
        return _plan(application, portal) if asked.what == "plan" else _apply(application, portal)
    except AppError as error:
        sys.stderr.write(f"{error}\n")
        return 1


def _portal(application: Application, wanted: str) -> PortalRow:
    for portal in application.portals.all():
        if wanted in (portal.domain, portal.member_id):
            return portal
    raise SettingsError(f"Портал {wanted} не найден: откройте в нём приложение один раз, чтобы оно получило доступ.")


def _plan(application: Application, portal: PortalRow) -> int:
    for change in application.installer(portal).plan():
        sys.stdout.write(f"{MARKS[change.action]} {change.kind}: {change.what}\n")
    return 0


def _apply(application: Application, portal: PortalRow) -> int:
    installer = application.installer(portal)
    is_done = installer.apply()
    for step, note in installer.steps():
        sys.stdout.write(f"{'✓' if note.state == 'done' else '✗'} {step.title} {note.detail}\n")
    for todo in installer.todo():
        sys.stdout.write(f"→ {todo.text} {portal.domain}{todo.path}\n")
    return 0 if is_done else 1


if __name__ == "__main__":
    sys.exit(main())
