"""Pages of the application, opened as the portal opens them, and their HTTP API (docs/api.md)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

import requests

from demo.portal import TIMEOUT
from demo.seeing import Unexpected, until

_BOOT = re.compile(r'<script id="boot" type="application/json">(.*?)</script>', re.DOTALL)
_TEXT = re.compile(r"<p>(.*?)</p>", re.DOTALL)


class PageRefused(Exception):
    """The application did not show the page, or refused what was asked on it: `words` are for the person."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(f"{status}: {words}")
        self.status = status
        self.words = words


@dataclass(frozen=True)
class Page:
    """An open page: its session is the person's who opened it."""

    app_url: str
    boot: dict[str, Any] = field(repr=False)

    def get(self, path: str, **query: Any) -> Any:
        return self._asked("GET", path, params=query)

    def post(self, path: str, **body: Any) -> Any:
        return self._asked("POST", path, json=body)

    def upload(self, path: str, *, files: dict[str, tuple[str, bytes]] | None = None, **fields: str) -> Any:
        return self._asked("POST", path, files=files or {}, data=fields)

    def _asked(self, verb: str, path: str, **given: Any) -> Any:
        """Raises PageRefused. Told to come again in a moment, a person does."""
        return until(lambda: self._answer(verb, path, **given))

    def _answer(self, verb: str, path: str, **given: Any) -> Any:
        bearer = {"Authorization": f"Bearer {self.boot['session']}"}
        url = f"{self.app_url}/api/{path}"
        with requests.request(verb, url, headers=bearer, timeout=TIMEOUT, **given) as response:
            answer = response.json() if "json" in response.headers.get("Content-Type", "") else {}
        if not response.ok:
            raise refused(response.status_code, str(answer.get("error", {}).get("message", response.text[:300])))
        return answer


def opened(app_url: str, launched: dict[str, Any]) -> Page:
    """The page that answered a launch with `post`.

    Raises PageRefused with the words on the page, Unexpected when the application was only busy.
    """
    boot = _BOOT.search(launched["body"])
    if launched["status"] != requests.codes.ok or not boot or not boot[1].strip():
        said = _TEXT.search(launched["body"])
        raise refused(int(launched["status"]), said[1] if said else str(launched["body"])[:300])
    return Page(app_url, json.loads(boot[1]))


def refused(status: int, words: str) -> Exception:
    """PageRefused, or Unexpected for a 503: the same may be asked again in a moment."""
    busy = status == requests.codes.service_unavailable
    return Unexpected("приложение отвечает", words) if busy else PageRefused(status, words)
