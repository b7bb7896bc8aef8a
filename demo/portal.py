"""A Bitrix24 portal as its own people reach it: REST by a webhook or by a person's token."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

import requests
from requests.adapters import HTTPAdapter

DEAL, CONTACT, COMPANY, INVOICE = 2, 3, 4, 31
PAGE = 50
TIMEOUT = 60
_COMPUTERS = 100


class _From(HTTPAdapter):
    """Connects from an address of its own on the loopback: the portal counts requests by the caller's address."""

    def __init__(self, address: str) -> None:
        self._source = (address, 0)
        super().__init__()

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **kwargs: Any) -> None:
        super().init_poolmanager(connections, maxsize, block, source_address=self._source, **kwargs)


def _session(computer: int) -> requests.Session:
    session = requests.Session()
    session.trust_env = False
    session.mount("http://127.", _From(f"127.0.1.{computer}"))
    return session


# People look from many computers: their looking must not eat what the portal allows the application.
_SESSIONS = cycle([_session(number) for number in range(1, _COMPUTERS + 1)])


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
        with next(_SESSIONS).post(f"{self.base}{method}", json=given, timeout=TIMEOUT) as response:
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
    with next(_SESSIONS).get(url, timeout=TIMEOUT) as response:
        response.raise_for_status()
        return response.content
