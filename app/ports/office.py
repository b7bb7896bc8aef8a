"""What services need beside the database and the portal: the clock, printed forms, copies, letter texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from app.domain.copy import CopyReading
from app.domain.forms import ActForm, InvoiceForm


class Clock(Protocol):
    def now(self) -> datetime:
        """Aware UTC."""
        ...


class Forms(Protocol):
    """Printed forms («Печатные формы») as PDF."""

    def print_act(self, form: ActForm) -> bytes: ...

    def print_invoice(self, form: InvoiceForm) -> bytes: ...


class Copies(Protocol):
    def read(self, path: Path) -> CopyReading:
        """What kind of file it is and the QR texts on its pages; raises CopyRefused with the reason."""
        ...


@dataclass(frozen=True, slots=True)
class RenderedLetter:
    subject: str
    text: str
    html: str


class LetterForms(Protocol):
    def render(self, name: str, values: Mapping[str, object]) -> RenderedLetter:
        """config/letters/<name>/ filled with values."""
        ...
