"""Templates in the settings of robots and activities («подстановки»): what they may name, and in which form.

`{{Сумма}}` (a field by its title) · `{=Document:OPPORTUNITY}` · `{=A123_456:number}` (what the activity of that name
returned) · `{{Сформировать акт: Номер}}` (the same by titles) · `{=Template:p}`, `{=Constant:c}`, `{=Variable:v}` ·
`{=Workflow:ID}`. The docs show only `{=Document:NAME}`; the other forms are those of the host's designer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sandbox.areas.bizproc.documents import Document
from sandbox.params import as_int, as_list
from sandbox.portal import Portal

ALIASES = {
    "CREATED_BY_ID": "CREATED_BY", "MODIFY_BY_ID": "UPDATED_BY", "DATE_CREATE": "CREATED_TIME",
    "DATE_MODIFY": "UPDATED_TIME", "STATUS_ID": "STAGE_ID", "Стадия сделки": "STAGE_ID", "Направление": "CATEGORY_ID",
}  # fmt: skip
TEMPLATE = re.compile(r"\{\{=?\s*(.+?)\s*\}\}|\{=\s*(\w+\s*:\s*[^}]+?)\s*\}")
FORMATS = {"date": "%d.%m.%Y", "datetime": "%d.%m.%Y %H:%M:%S"}


@dataclass(frozen=True)
class Known:
    """What a template may take from: the document and named values (`Template`, `Constant`, activities' names)."""

    document: Document
    named: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    titled: Mapping[str, Any] = field(default_factory=dict)


def render(portal: Portal, known: Known, template: Any, wanted: str) -> Any:
    """A property's value with its templates filled in; `wanted` is its type ("user" gets `user_7`).

    A name that nothing has gives nothing.
    """
    if isinstance(template, (list, tuple)):
        return [render(portal, known, one, wanted) for one in template]
    if not isinstance(template, str):
        return template
    return TEMPLATE.sub(lambda found: _value(portal, known, found[1] or found[2], wanted), template)


def render_all(portal: Portal, known: Known, templates: Mapping[str, Any]) -> dict[str, Any]:
    """Texts only; what is a list or a map stays as it is."""
    return {
        key: render(portal, known, one, "string") if isinstance(one, str) else one for key, one in templates.items()
    }


def _value(portal: Portal, known: Known, name: str, wanted: str) -> str:
    space, colon, code = (part.strip() for part in name.partition(":"))
    if colon and space != "Document":
        given = known.named.get(space, {}).get(code, known.titled.get(f"{space}: {code}"))
        return ", ".join(_text(portal, "string", one, wanted) for one in as_list(given))
    return _of_document(portal, known.document, code.removesuffix("_PRINTABLE") if colon else name, wanted)


def _of_document(portal: Portal, document: Document, name: str, wanted: str) -> str:
    fields = document.fields
    code = name if name in fields else next((n for n, described in fields.items() if described.title == name), name)
    code = code if code in document.values else ALIASES.get(code, code)
    value = document.values.get(code)
    kind = fields[code].type if code in fields else "string"
    return ", ".join(_text(portal, kind, one, wanted) for one in (value if isinstance(value, list) else [value]))


def _text(portal: Portal, kind: str, value: Any, wanted: str) -> str:
    if value is None or value == "":
        return ""
    if kind in ("user", "employee"):
        return f"user_{value}" if wanted == "user" else _person(portal, value)
    if isinstance(value, bool):
        return "Y" if value else "N"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if kind in FORMATS:
        return datetime.fromisoformat(str(value)).strftime(FORMATS[kind])
    return str(value)


def _person(portal: Portal, user_id: Any) -> str:
    user = portal.user(as_int(user_id)) or {}
    return f"{user.get('NAME', '')} {user.get('LAST_NAME', '')}".strip()
