"""Rows of the journal as docs/api.md spells them: in a person's words, without keys, tokens and raw bodies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from app.domain.deal import deal_of
from app.domain.delays import DELAYS
from app.domain.journal import ALLOWED, RowState
from app.errors import ManifestError
from app.services import journal
from app.services.calls import EFFECTS
from app.store.journal import GROUPS, JournalRow
from app.store.registers import ActLine
from app.web.desk import Desk
from app.web.shapes import Shapes

_GROUP_OF: Mapping[RowState, str] = {state: name for name, states in GROUPS.items() for state in states}
_LOOK = {
    True: "Проверьте «Отправленные» и таймлайн сделки и нажмите «Отправлено», если письмо там.",
    False: "Посмотрите в портале, сделано ли это.",
}


def rows(desk: Desk, shapes: Shapes, found: Sequence[JournalRow]) -> list[dict[str, Any]]:
    """With the acts that they are about, read together; those that the user may not see have no name here."""
    lines = desk.acts.some({int(row.body["act_id"]) for row in found if "act_id" in row.body})
    return [_row(desk, shapes, row, lines) for row in found]


def _row(desk: Desk, shapes: Shapes, row: JournalRow, lines: Mapping[int, ActLine]) -> dict[str, Any]:
    zone = ZoneInfo(desk.ctx.settings.zone)
    return {
        "id": str(row.name),
        "at": row.created_at.astimezone(zone).isoformat(),
        "state": _GROUP_OF[row.state],
        "cancelled": row.state is RowState.CANCELLED,
        "title": _title(desk, shapes, row),
        "cause": _cause(desk, row),
        "detail": _detail(row, zone),
        "about": _about(desk, row, lines),
        "actions": [decision.value for decision in ALLOWED[row.state]] if row.kind != "event" else [],
    }


def _title(desk: Desk, shapes: Shapes, row: JournalRow) -> str:
    if row.kind == "event":
        return journal.event(str(row.body.get("kind", "")), row.what, int(row.body.get("object_id", 0)))
    if row.kind == "robot":
        return f"Робот «{_robot(desk, row.what)}»"
    if row.what == "stage_passed":
        stage = shapes.stage(desk, int(row.body["category_id"]), str(row.body["stage_id"]))
        return f"{journal.CALL_WORDS[row.what]} «{stage}»"
    words = journal.CALL_WORDS.get(row.what) if row.kind else EFFECTS.get(row.what)
    return (words or row.what)[:1].upper() + (words or row.what)[1:]


def _robot(desk: Desk, code: str) -> str:
    try:
        names = desk.application.manifest.robot(code).name
    except ManifestError:
        return code  # of an older version of the app
    return names.get(desk.session.lang, names["ru"])


def _cause(desk: Desk, row: JournalRow) -> str:
    if row.kind == "event":
        return "портал сообщил об изменении"
    if row.kind == "robot":
        return "процесс в портале дошёл до робота"
    if row.kind:
        return journal.CALL_CAUSES.get(row.what, "по расписанию или по просьбе администратора")
    return journal.cause(row.fact)


def _detail(row: JournalRow, zone: ZoneInfo) -> str:
    if row.state is RowState.UNKNOWN:
        return f"{row.error.rstrip('.')}. {_LOOK[row.what.startswith('letters.')]}"
    if row.state is RowState.CANCELLED:
        return "Отменено человеком: то, что следовало за этим, тоже не сделано."
    if row.state is RowState.WAITING and row.error:
        at = row.due.astimezone(zone)
        return f"Попытка {row.attempt} из {len(DELAYS) + 1} не удалась, следующая {at:%d.%m в %H:%M}. {row.error}"
    if row.state is RowState.FAILED:
        return f"{row.error.rstrip('.')}. Само больше не повторится: устраните причину и нажмите «Повторить»."
    return row.error


def _about(desk: Desk, row: JournalRow, lines: Mapping[int, ActLine]) -> dict[str, str] | None:
    line = lines.get(int(row.body.get("act_id", 0)))
    if line is not None:
        return {"text": f"Акт {line.act.number}, {line.act.client}", "url": desk.ctx.deals.link(line.act.deal_id)}
    deal_id = deal_of(row.lane)
    return None if deal_id is None else {"text": f"Сделка {deal_id}", "url": desk.ctx.deals.link(deal_id)}
