"""Acts and invoices as docs/api.md spells them: money as text, dates of the portal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from app.domain.act import Act, DiskFile
from app.domain.act_buttons import buttons, is_preparing
from app.domain.invoice import Invoice
from app.domain.letter import LetterState
from app.store.registers import ActLine
from app.web.desk import Desk
from app.web.directory import Directory

_NOBODY = ""


class Shapes:
    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def act(self, desk: Desk, line: ActLine) -> dict[str, Any]:
        return self.acts(desk, [line])[0]

    def acts(self, desk: Desk, lines: Sequence[ActLine]) -> list[dict[str, Any]]:
        """Rows with the names of people, which are asked for all at once."""
        ids = [line.act.responsible_id for line in lines]
        ids += [line.act.signature.by for line in lines if line.act.signature]
        names = self._directory.people(desk.portal, ids)
        return [_act(desk, line, names) for line in lines]

    def stage(self, desk: Desk, category_id: int, stage_id: str) -> str:
        return self._directory.stage(desk.portal, category_id, stage_id)

    def people(self, desk: Desk, user_ids: Sequence[int]) -> list[dict[str, Any]]:
        names = self._directory.people(desk.portal, user_ids)
        return [{"id": one, "name": names[one]} for one in sorted(names, key=lambda one: names[one].casefold())]


def money(amount: Decimal) -> str:
    return f"{amount:.2f}"


def state_names(desk: Desk) -> dict[str, str]:
    """Names of the act's states in the language of the page."""
    stages = desk.application.manifest.register("acts").twin.stages
    return {state: names.get(desk.session.lang, names["ru"]) for state, names in stages.items()}


def invoice(desk: Desk, row: Invoice) -> dict[str, Any]:
    return {
        "id": row.id,
        "number": row.number,
        "date": row.issued_on.isoformat(),
        "amount": money(row.amount),
        "paid": money(row.paid),
        "state": row.state.value,
        "url": desk.ctx.host_invoices.link(row.host_id),
        "actions": ["pay"] if row.is_open else [],
    }


def _act(desk: Desk, line: ActLine, names: Mapping[int, str]) -> dict[str, Any]:
    act = line.act
    return {
        "id": act.id,
        "number": act.number,
        "revision": act.revision,
        "date": act.issued_on.isoformat(),
        "title": act.title,
        "amount": money(act.amount),
        "state": act.state.value,
        "stage_name": state_names(desk)[act.state.value],
        "is_last": act.is_last,
        "actions": buttons(act, line.letter),
        "signed": _signed(act, names),
        "offered": {"file_name": act.offered.file_name} if act.offered else None,
        "needs": act.needs_recipient,
        "missing": list(act.missing),
        "letter": _letter(line),
        "payment": _payment(line),
        "file_url": _url(act.file),
        "folder_url": _url(act.folder),
        "copy_url": _url(act.copy_file),
        "deal": _deal(desk, line),
        "client": act.client,
        "company_id": act.company_id,
        "responsible": _person(act.responsible_id, names),
        "due": _day(line.due_on),
        "preparing": is_preparing(act) and not line.stopped,
        "stopped": line.stopped,
    }


def _signed(act: Act, names: Mapping[int, str]) -> dict[str, Any] | None:
    if act.signature is None:
        return None
    signature = act.signature
    by = names[signature.by] if signature.by else _NOBODY
    return {"how": signature.how.value, "on": signature.on.isoformat(), "by": by}


def _letter(line: ActLine) -> dict[str, Any] | None:
    letter = line.letter
    if letter is None:
        return None
    at = line.act.sent_at if letter.state is LetterState.SENT else None
    return {
        "state": letter.state.value,
        "to": letter.address,
        "at": at.isoformat() if at else None,
        "cause": letter.cause,
    }


def _payment(line: ActLine) -> dict[str, Any]:
    has_invoice = line.act.invoice_id is not None
    amount = line.invoice_amount if has_invoice else line.act.amount
    return {"state": str(line.payment), "paid": money(line.invoice_paid), "amount": money(amount)}


def _deal(desk: Desk, line: ActLine) -> dict[str, Any]:
    deal_id = line.act.deal_id
    return {"id": deal_id, "title": line.deal_title or f"Сделка {deal_id}", "url": desk.ctx.deals.link(deal_id)}


def _person(user_id: int | None, names: Mapping[int, str]) -> dict[str, Any] | None:
    return {"id": user_id, "name": names[user_id]} if user_id else None


def _url(file: DiskFile | None) -> str | None:
    return file.url if file else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
