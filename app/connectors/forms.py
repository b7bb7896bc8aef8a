"""Printed forms («Печатные формы»): the act and the invoice as PDF, made by typst from config/forms."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, time
from decimal import Decimal
from pathlib import Path
from threading import Lock
from typing import Any

import fontpkg_pt_sans
import segno
import typst

from app.domain.dates import long_date
from app.domain.forms import ActForm, FormLine, InvoiceForm, Party
from app.domain.money import amount_in_words, format_amount, format_roubles, round_to_kopeck
from app.domain.text import one_line
from app.errors import DomainError

_UNBROKEN = re.compile(r"\S{25,}")
_PIECE = re.compile(r"\S{6}(?=\S)")
_BREAK = "\N{ZERO WIDTH SPACE}"


class TypstForms:
    """Prints with the templates of one folder. The same form gives the same bytes, on any machine.

    May be made before a fork but must print only after it: typst's threads do not survive one, and a child of a
    process that has printed waits for them for ever.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        # Only the fonts we bring: what the machine has must not change a document.
        fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(Path(fontpkg_pt_sans.ROOT) / "files")])
        self._compiler = typst.Compiler(root=str(folder), font_paths=fonts)
        self._lock = Lock()  # a compiler is not to be entered by two threads

    def print_act(self, form: ActForm) -> bytes:
        """Return the PDF of the act. Raises DomainError when the template does not compile."""
        subject = "" if form.rows[0].name == form.title else _text(form.title)
        return self._print(
            "act",
            form,
            heading=f"Акт № {_text(form.number)} от {long_date(form.issued_on)}",
            revision=str(form.revision),
            subject=subject,
        )

    def print_invoice(self, form: InvoiceForm) -> bytes:
        """Return the PDF of the invoice. Raises DomainError when the template does not compile."""
        return self._print(
            "invoice",
            form,
            heading=f"Счёт на оплату № {_text(form.number)} от {long_date(form.issued_on)}",
            pay_until=long_date(form.pay_until) if form.pay_until else "",
        )

    def _print(self, name: str, form: ActForm | InvoiceForm, **more: str) -> bytes:
        # Values travel as data: pasted into the template's source they could be code.
        inputs = {"data": json.dumps({**_values(form), **more}, ensure_ascii=False)}
        created = datetime.combine(form.issued_on, time(), UTC)
        try:
            with self._lock:
                made = self._compiler.compile(
                    input=str(self._folder / f"{name}.typ"),
                    format="pdf",
                    sys_inputs=inputs,
                    timestamp=created,
                )
        except typst.TypstError as error:
            raise DomainError(f"Печатная форма «{name}» не собирается: {error.message}.") from error
        if not isinstance(made, bytes):
            raise TypeError("typst gave no single PDF")
        return made


def _values(form: ActForm | InvoiceForm) -> Mapping[str, Any]:
    vat = form.vat
    return {
        "number": _text(form.number),
        "date": long_date(form.issued_on),
        "executor": _party(form.executor),
        "customer": _party(form.customer),
        "basis": _text(form.basis),
        "lines": [_line(row) for row in form.rows],
        "count": str(len(form.rows)),
        "amount": format_amount(form.amount),
        "amount_currency": format_roubles(form.amount),
        "words": amount_in_words(form.amount),
        "vat_label": "Без налога (НДС)" if vat is None else f"В том числе НДС {form.vat_rate}%",
        "vat": "" if vat is None else format_amount(vat),
        "qr": _qr(form.qr_text),
        "qr_alt": form.qr_text,
    }


def _party(party: Party) -> Mapping[str, str]:
    return {field: _text(getattr(party, field)) for field in Party.__slots__}


def _line(row: FormLine) -> Mapping[str, str]:
    return {
        "name": _text(row.name),
        "unit": _text(row.unit),
        "quantity": _quantity(row.quantity),
        "price": format_amount(round_to_kopeck(row.price)),
        "amount": format_amount(row.amount),
    }


def _quantity(quantity: Decimal) -> str:
    whole, _, part = f"{quantity:f}".partition(".")
    return f"{whole},{part.rstrip('0')}".rstrip(",")


def _text(text: str) -> str:
    """One line that can be wrapped anywhere it must: a word of a hundred letters would run off the sheet."""
    return _UNBROKEN.sub(lambda run: _PIECE.sub(rf"\g<0>{_BREAK}", run[0]), one_line(text))


def _qr(text: str) -> str:
    """SVG of the code without a margin; the layout leaves white around it."""
    if not text:
        return ""
    # The encoding is named, since segno takes Cyrillic for kanji when it may choose.
    picture = io.BytesIO()
    segno.make_qr(text, error="q" if text.isascii() else "m", encoding="utf-8").save(
        picture, kind="svg", border=0, xmldecl=False, svgns=True, omitsize=True
    )
    return picture.getvalue().decode()
