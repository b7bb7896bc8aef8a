"""Texts of letters («Письма»): config/letters/<name>/ filled with values by jinja2, in its sandbox."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, select_autoescape
from jinja2.sandbox import SandboxedEnvironment

from app.domain.text import one_line
from app.errors import DomainError
from app.ports import RenderedLetter


class JinjaLetters:
    """Letters from one folder: a folder a letter, with subject.txt, text.txt and letter.html in it."""

    def __init__(self, folder: Path) -> None:
        # A customer's administrator edits these files: they may lay out values, and reach nothing else.
        self._templates = SandboxedEnvironment(
            loader=FileSystemLoader(folder),
            autoescape=select_autoescape(["html"]),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def render(self, name: str, values: Mapping[str, object]) -> RenderedLetter:
        """Return the letter; its subject is one line whatever the values are.

        Raises DomainError, naming the file, when a template is missing, broken, or wants a value not given.
        """
        return RenderedLetter(
            subject=one_line(self._fill(f"{name}/subject.txt", values)),
            text=self._fill(f"{name}/text.txt", values).strip() + "\n",
            html=self._fill(f"{name}/letter.html", values).strip(),
        )

    def _fill(self, file: str, values: Mapping[str, object]) -> str:
        try:
            return self._templates.get_template(file).render(values)
        except TemplateError as error:
            raise DomainError(f"Шаблон письма {file} не заполняется: {error}") from error
