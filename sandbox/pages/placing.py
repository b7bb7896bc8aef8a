"""What a person is asked when putting a robot or an activity in place («настройки робота»)."""

from __future__ import annotations

from typing import Any

from flask import request

from sandbox.areas.bizproc import registry
from sandbox.pages.looking import Look
from sandbox.store import Record

Choice = tuple[str, Record, str, list[dict[str, Any]]]


def choices(registered: list[Record]) -> list[Choice]:
    """(key of the form, registration, title, what it asks)"""
    return [(f"{r['client_id']}|{r['CODE']}", r, registry.title(r["NAME"]), _asked(r)) for r in registered]


def _asked(registered: Record) -> list[dict[str, Any]]:
    return [
        {
            "key": key, "title": registry.title(of["Name"]), "type": str(of.get("Type", "string")).lower(),
            "required": str(of.get("Required", "N")).upper() == "Y", "default": of.get("Default") or "",
            "options": of.get("Options") if isinstance(of.get("Options"), dict) else {},
            "hint": registry.title(of.get("Description")),
        }
        for key, of in (registered["PROPERTIES"] or {}).items()
    ]  # fmt: skip


def said(look: Look) -> dict[str, Any]:
    """The posted choice, as `steps.make` takes it."""
    client_id, _, code = request.form.get("robot", "").partition("|")
    values = {key.removeprefix(f"{code}:"): value for key, value in request.form.items()
              if key.startswith(f"{code}:") and value != ""}  # fmt: skip
    timeout = request.form.get("timeout", 0, int)
    return {"code": code, "client_id": client_id, "properties": values, "user_id": look.me.id, "timeout": timeout}
