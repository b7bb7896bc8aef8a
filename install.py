"""Bring a portal to what manifest.yaml declares, or prepare it for the removal of the app.

`python install.py plan|apply|remove --portal <domain or member_id>`; `remove --dry-run` only shows what would go.
Exit codes: 0 all done, or nothing was to be done; 1 a person must do something first, and the last line says what;
75 (EX_TEMPFAIL) the portal or the database is away or busy: the same command may be run again, and repeats nothing.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable

from app.bootstrap import Application, build
from app.domain.setup import Action, Change, StepState
from app.errors import AppError, AuthLost, HostError, SettingsError
from app.installation.installer import Installer
from app.store.portals import PortalRow, PortalStatus
from config.settings import Settings

MARKS = {Action.ADD: "+", Action.CHANGE: "~", Action.KEEP: " ", Action.SKIP: "!", Action.REMOVE: "-"}
MARK_OF = {StepState.DONE: "✓", StepState.SKIPPED: "!", StepState.TODO: "·"}
AGAIN = "Запустите ещё раз: сделанное не повторится."
FAILED = 1


def main(arguments: list[str] | None = None) -> int:
    """The exit code."""
    asked = _parser().parse_args(arguments)
    try:
        application = build(Settings.load(), ring=lambda: None, is_awaited=True)
        application.database.migrate()
        portal = _portal(application, asked.portal)
        if asked.what == "plan":
            return _show(_installer(application, portal).plan())
        if asked.what == "apply":
            return _apply(application, portal)
        return _remove(application, portal, is_shown_only=asked.dry_run, clean=asked.clean)
    except AppError as error:
        sys.stderr.write(f"{_explained(error, asked.portal)}\n")
        return os.EX_TEMPFAIL if error.retryable else FAILED


def _explained(error: AppError, portal: str) -> str:
    """What a person at a terminal can do about it."""
    if not isinstance(error, HostError):
        return str(error)
    words = f" Слова портала: {error}" if error.code else ""
    if isinstance(error, AuthLost):
        return (
            f"Приложение потеряло доступ к порталу {portal}: откройте в нём «Первичку» как администратор, нажмите "
            f"«Работать от моего имени» и повторите команду.{words}"
        )
    if error.retryable:
        return f"Портал {portal} занят или не отвечает: повторите через минуту, сделанное не повторится.{words}"
    return f"Портал {portal} отказал.{words or f' {error}'}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["plan", "apply", "remove"])
    parser.add_argument("--portal", required=True, help="адрес портала или его member_id")
    parser.add_argument("--dry-run", action="store_true", help="remove: только показать, что уйдёт и что останется")
    parser.add_argument("--clean", action="store_true", help="remove: стереть наши данные, когда приложение удалят")
    return parser


def _portal(application: Application, wanted: str) -> PortalRow:
    domain = wanted.partition("://")[2] or wanted
    for portal in application.portals.all():
        if domain.strip("/") == portal.domain or wanted == portal.member_id:
            break
    else:
        raise SettingsError(
            f"Портал {wanted} не найден: откройте в нём приложение один раз, чтобы оно получило доступ."
        )
    if portal.status is PortalStatus.ERASING:
        raise SettingsError(f"Приложение удалено из портала {wanted}, и данные о нём стираются: делать нечего.")
    if portal.status is PortalStatus.REMOVED:
        raise SettingsError(f"Приложение удалено из портала {wanted}: установите его там заново и повторите команду.")
    return portal


def _installer(application: Application, portal: PortalRow) -> Installer:
    """The page need not have been opened: then its defaults hold here, too."""
    installer = application.installer(portal)
    installer.choose_offered()
    return installer


def _show(lines: Iterable[Change]) -> int:
    for line in lines:
        code = f" [{line.code}]" if line.code else ""
        why = f" ({line.why})" if line.why else ""
        path = f" {line.path}" if line.path else ""
        sys.stdout.write(f"{MARKS[line.action]} {line.kind}: {line.what}{code}{why}{path}\n")
    return 0


def _apply(application: Application, portal: PortalRow) -> int:
    installer = _installer(application, portal)
    installer.ask()  # a step would note what is wrong with the access or the portal, and not say what to do
    is_done = installer.apply()
    for step, note in installer.steps():
        sys.stdout.write(f"{MARK_OF.get(note.state, '✗')} {step.title} {note.detail}\n")
    if not is_done:
        sys.stderr.write(f"Шаг не получился, причина рядом с ним. {AGAIN}\n")
        return FAILED
    _show_todo(application, portal)
    return 0


def _remove(application: Application, portal: PortalRow, *, is_shown_only: bool, clean: bool) -> int:
    """Shown before it is done; a person at a terminal is asked, a script is not."""
    installer = application.installer(portal)
    _show(installer.removal())
    if is_shown_only:
        return 0
    if not _is_agreed():
        sys.stdout.write("Ничего не убрано.\n")
        return 0
    installer.part(clean=clean)
    is_done = installer.remove()
    farewell = application.portals.settings(portal.id).farewell
    if not is_done:
        sys.stderr.write(f"{farewell.why}\n{AGAIN}\n")
        return FAILED
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
