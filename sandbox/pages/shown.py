"""How values look on the pages («вид значений»): money, instants, sizes, long codes."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from flask import Blueprint
from markupsafe import Markup, escape

NBSP = "\u00a0"
KILO = 1024
BREAK = re.compile(r"([:/_.])")
URL = re.compile(r"\[url=(?P<to>(?:https?://|/)[^\]\s]+)\](?P<words>.*?)\[/url\]|(?P<plain>https?://[^\s<\[]+)",
                 re.IGNORECASE)  # fmt: skip
BOLD = re.compile(r"\[(/?)(b|i|u)\]", re.IGNORECASE)


def money(value: Any) -> str:
    try:
        amount = Decimal(str(value or 0))
    except InvalidOperation:
        return str(value)
    whole = amount == amount.to_integral_value()
    return f"{amount:,.{0 if whole else 2}f}".replace(",", NBSP).replace(".", ",") + f"{NBSP}₽"


def number(value: Any) -> str:
    return money(value).removesuffix(f"{NBSP}₽")


def breakable(text: Any) -> Markup:
    """Let long codes wrap after : / . and _ instead of anywhere."""
    return Markup(BREAK.sub(r"\1<wbr>", str(escape(text))))  # noqa: S704 -- escaped one step before


def day(value: Any) -> str:
    return _moment(value, "%d.%m.%Y")


def moment(value: Any) -> str:
    return _moment(value, "%d.%m.%Y, %H:%M")


def _moment(value: Any, form: str) -> str:
    try:
        return datetime.fromisoformat(str(value)).strftime(form)
    except ValueError:
        return str(value or "")


def size(count: int) -> str:
    if count < KILO:
        return f"{count}{NBSP}Б"
    if count < KILO * KILO:
        return f"{count / KILO:.0f}{NBSP}КБ"
    return f"{count / KILO / KILO:.1f}{NBSP}МБ".replace(".", ",")


def bbcode(text: Any) -> Markup:
    """Messages of the portal: links become links, the other marks of BB code go."""
    safe = BOLD.sub(r"<\1\2>", str(escape(text))).replace("[br]", "\n").replace("[BR]", "\n")
    return Markup(URL.sub(_link, safe).replace("\n", "<br>"))  # noqa: S704 -- escaped first


def _link(found: re.Match[str]) -> str:
    address = found["to"] or found["plain"]
    return f'<a href="{address}">{found["words"] or address}</a>'


def filters(pages: Blueprint) -> None:
    for made in (money, number, breakable, day, moment, size, bbcode):
        pages.add_app_template_filter(made)
