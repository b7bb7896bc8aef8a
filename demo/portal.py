"""A Bitrix24 portal as its own people reach it: REST by a webhook or by a person's token."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import requests

DEAL, CONTACT, COMPANY, INVOICE = 2, 3, 4, 31
PAGE = 50
TIMEOUT = 60


class Refused(Exception):
    """The portal said no, in its own words."""

    def __init__(self, method: str, code: str, words: str) -> None:
        super().__init__(f"{method}: {code} {words}")
        self.code = code
        self.words = words


@dataclass(frozen=True)
class Rest:
    """One way into the portal: `base` ends with a slash; `token` is a person's, a webhook needs none."""

    base: str
    token: str = field(default="", repr=False)

    def call(self, method: str, **params: Any) -> Any:
        return self.answer(method, params)["result"]

    def answer(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        """Raises Refused."""
        given = {**params, "auth": self.token} if self.token else params
        with requests.post(f"{self.base}{method}", json=given, timeout=TIMEOUT) as response:
            answer: dict[str, Any] = response.json()
        if "error" in answer:
            raise Refused(method, str(answer["error"]), str(answer.get("error_description", "")))
        return answer

    def item(self, kind: int, item_id: int) -> dict[str, Any]:
        found: dict[str, Any] = self.call("crm.item.get", entityTypeId=kind, id=item_id)["item"]
        return found

    def items(self, kind: int, **where: Any) -> list[dict[str, Any]]:
        """All that match, oldest first; keys are the host's camelCase names."""
        found: list[dict[str, Any]] = []
        while True:
            after = {">id": found[-1]["id"]} if found else {}
            params = {"entityTypeId": kind, "filter": {**where, **after}, "order": {"id": "ASC"}, "start": -1}
            page = self.answer("crm.item.list", params)["result"]["items"]
            found += page
            if len(page) < PAGE:
                return found

    def update(self, kind: int, item_id: int, **fields: Any) -> None:
        self.call("crm.item.update", entityTypeId=kind, id=item_id, fields=fields)

    def add(self, kind: int, **fields: Any) -> dict[str, Any]:
        made: dict[str, Any] = self.call("crm.item.add", entityTypeId=kind, fields=fields)["item"]
        return made

    def children(self, folder_id: int) -> dict[str, dict[str, Any]]:
        """What lies in a folder of the drive, by name."""
        found: list[dict[str, Any]] = []
        while True:
            page = self.answer("disk.folder.getchildren", {"id": folder_id, "start": len(found)})
            found += page["result"]
            if "next" not in page:
                return {str(row["NAME"]): row for row in found}

    def download(self, file_id: int) -> bytes:
        """A file of the drive."""
        return fetch(self.call("disk.file.get", id=file_id)["DOWNLOAD_URL"])


def fetch(url: str) -> bytes:
    with requests.get(url, timeout=TIMEOUT) as response:
        response.raise_for_status()
        return response.content
