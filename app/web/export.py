"""A register as CSV for a spreadsheet: streamed, UTF-8 with BOM, semicolons, no cell that is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import islice

from app.store.registers import ActLine
from app.web.desk import Desk
from app.web.shapes import Shapes

BOM = "\ufeff"
HEADS = (
    "Номер", "Дата", "Клиент", "Название", "Сумма", "Оплачено", "Стадия", "Подписан", "Дата подписания",
    "Оплата", "Сделка", "Ответственный", "Файл", "Папка",
)  # fmt: skip
PAYMENTS = {"none": "не оплачен", "partial": "оплачен частично", "paid": "оплачен"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BATCH = 500


def csv_lines(desk: Desk, shapes: Shapes, lines: Iterable[ActLine]) -> Iterator[str]:
    """Text by batches, as the answer goes out."""
    yield BOM + _row(HEADS)
    rest = iter(lines)
    while batch := list(islice(rest, _BATCH)):
        shown = shapes.acts(desk, batch)
        yield "".join(_row(_cells(line, row)) for line, row in zip(batch, shown, strict=True))


def harmless(text: str) -> str:
    """The text such that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _cells(line: ActLine, row: dict[str, object]) -> tuple[str, ...]:
    act = line.act
    responsible = row["responsible"]
    return (
        act.number,
        f"{act.issued_on:%d.%m.%Y}",
        act.client,
        act.title,
        _amount(act.amount),
        _amount(line.paid),
        str(row["stage_name"]),
        "да" if act.is_signed else "нет",
        f"{act.signature.on:%d.%m.%Y}" if act.signature else "",
        PAYMENTS[str(line.payment)],
        line.deal_title,
        str(responsible["name"]) if isinstance(responsible, dict) else "",
        act.file.url if act.file else "",
        act.folder.url if act.folder else "",
    )


def _amount(amount: Decimal) -> str:
    return f"{amount:.2f}".replace(".", ",")


def _row(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line, delimiter=";", lineterminator="\r\n").writerow(map(harmless, cells))
    return line.getvalue()
