"""The answer to the portal's POST of a page: the built Vue application with its boot data, or why not."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Response

from app.errors import StoreAway
from app.portal.endpoints import origin_of
from app.store.portals import PortalRow

DIST = Path(__file__).resolve().parents[2] / "placement" / "ui" / "dist"
_BOOT = re.compile(r'(<script id="boot" type="application/json">).*?(</script>)', re.DOTALL)
_IN_SCRIPT = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; "
    "img-src 'self' data: blob: {portal}; connect-src 'self' {portal}; base-uri 'none'; form-action 'none'; "
    "frame-ancestors {portal}"
)
_NOBODY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors {portal}"


class Screens:
    """`dist` is what Vite has built."""

    def __init__(self, dist: Path = DIST) -> None:
        self.dist = dist

    def show(self, portal: PortalRow, boot: Mapping[str, Any]) -> Response:
        """index.html that only this portal may frame. Raises StoreAway when the pages were not built."""
        try:
            page = (self.dist / "index.html").read_text("utf-8")
        except FileNotFoundError:
            raise StoreAway("Страницы приложения ещё не собраны: администратору сервера нужна команда make.") from None
        filled, count = _BOOT.subn(lambda found: found[1] + for_script(boot) + found[2], page, count=1)
        if count != 1:
            raise StoreAway("Страницы приложения собраны неверно: администратору сервера нужна команда make.")
        return _page(filled, 200, _POLICY.format(portal=origin_of(portal.client_endpoint)))


def sorry(message: str, status: int, portal: PortalRow | None = None) -> Response:
    """A page that says what happened and what to do; a stranger's frame may not show it."""
    frame = origin_of(portal.client_endpoint) if portal else "'none'"
    return _page(_SORRY.format(message=html.escape(message)), status, _NOBODY.format(portal=frame))


def for_script(boot: Mapping[str, Any]) -> str:
    """JSON that cannot end the script element that it stands in."""
    text = json.dumps(boot, ensure_ascii=False)
    return "".join(_IN_SCRIPT.get(char, char) for char in text)


def _page(text: str, status: int, policy: str) -> Response:
    answer = Response(text, status, content_type="text/html; charset=utf-8")
    answer.headers["Content-Security-Policy"] = policy
    return answer


_SORRY = """<!doctype html>
<html lang="ru"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Первичка</title>
<style>body{{font:16px/1.5 system-ui,sans-serif;color:#333;margin:0;display:grid;place-items:center;min-height:60vh}}
main{{max-width:34rem;padding:2rem}}h1{{font-size:1.25rem;margin:0 0 .5rem}}</style>
<main><h1>Страница не открылась</h1><p>{message}</p></main></html>
"""
