"""Bring a portal to what manifest.yaml declares, or prepare it for the removal of the app.

`python install.py plan|apply|remove --portal <domain or member_id>`; `remove --dry-run` only shows what would go.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable

from app.bootstrap import Application, build
from app.domain.setup import Action, Change, StepState
from app.errors import AppError, SettingsError
from app.store.portals import PortalRow
from config.settings import Settings

MARKS = {Action.ADD: "+", Action.CHANGE: "~", Action.KEEP: " ", Action.SKIP: "!", Action.REMOVE: "-"}
DONE = {StepState.DONE: "✓", StepState.SKIPPED: "!"}


def main(arguments: list[str] | None = None) -> int:
    """0: nothing left to do or all done; 1: it failed, and the last line says why."""
    asked = _parser().parse_args(arguments)
    try:
        application = build(Settings.load(), ring=lambda: None, is_awaited=True)
        application.database.migrate()
        portal = _portal(application, asked.portal)
        if asked.what == "plan":
            return _show(application.installer(portal).plan())
        if asked.what == "apply":
            return _apply(application, portal)
        return _remove(application, portal, is_shown_only=asked.dry_run, clean=asked.clean)
    except AppError as error:
        sys.stderr.write(f"{error}\n")
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["plan", "apply", "remove"])
    parser.add_argument("--portal", required=True, help="адрес портала или его member_id")
    parser.add_argument("--dry-run", action="store_true", help="remove: только показать, что уйдёт и что останется")
    parser.add_argument("--clean", action="store_true", help="remove: стереть наши данные, когда приложение удалят")
    return parser


def _portal(application: Application, wanted: str) -> PortalRow:
    for portal in application.portals.all():
        if wanted in (portal.domain, portal.member_id):
            return portal
    raise SettingsError(f"Портал {wanted} не найден: откройте в нём приложение один раз, чтобы оно получило доступ.")


def _show(lines: Iterable[Change]) -> int:
    for line in lines:
        code = f" [{line.code}]" if line.code else ""
        why = f" ({line.why})" if line.why else ""
        path = f" {line.path}" if line.path else ""
        sys.stdout.write(f"{MARKS[line.action]} {line.kind}: {line.what}{code}{why}{path}\n")
    return 0


def _apply(application: Application, portal: PortalRow) -> int:
    installer = application.installer(portal)
    is_done = installer.apply()
    for step, note in installer.steps():
        sys.stdout.write(f"{DONE.get(note.state, '✗')} {step.title} {note.detail}\n")
    _show_todo(application, portal)
    return 0 if is_done else 1


def _remove(application: Application, portal: PortalRow, *, is_shown_only: bool, clean: bool) -> int:
    """Shown before it is done; a person at a terminal is asked, a script is not."""
    installer = application.installer(portal)
    _show(installer.removal())
    if is_shown_only or not _is_agreed():
        return 0
    installer.part(clean=clean)
    is_done = installer.remove()
    farewell = application.portals.settings(portal.id).farewell
    if not is_done:
        sys.stderr.write(f"{farewell.why}\nЗапустите ещё раз: сделанное не повторится.\n")
        return 1
    sys.stdout.write("Осталось в портале:\n" if farewell.kept else "В портале ничего нашего не осталось.\n")
    _show(farewell.kept)
    _show_todo(application, portal)
    return 0


def _is_agreed() -> bool:
    if not sys.stdin.isatty():
        return True
    return input("Убрать это из портала? [да/нет] ").strip().lower() in ("да", "д", "yes", "y")


def _show_todo(application: Application, portal: PortalRow) -> None:
    for todo in application.installer(portal).todo():
        sys.stdout.write(f"→ {todo.text} {portal.domain}{todo.path}\n")


if __name__ == "__main__":
    sys.exit(main())
