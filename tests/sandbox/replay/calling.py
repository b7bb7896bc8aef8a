"""Calls the portal as an installed application and keeps, for each method, how its answer compares."""

from __future__ import annotations

from typing import Any

import requests

from sandbox.catalogue import entries
from sandbox.server import SandboxServer
from tests.sandbox.replay.comparing import differences

# Keys that a sample shows because of what it was taken of: leads, another kind of field or file, more modules.
ELSEWHERE = {
    "crm.item.list": {"name", "lastName"},
    "crm.contact.get": {"FACE_ID"},
    "crm.company.get": {"LAST_COMMUNICATION_TIME"},
    "crm.timeline.comment.get": {"image", "urlPreview"},
    "crm.timeline.comment.list": {"image", "urlPreview"},
    "crm.deal.userfield.list": {"ENTITY_TYPE"},
    "crm.company.userfield.list": {"ENTITY_TYPE"},
    "crm.contact.userfield.list": {"SHOW_MAP"},
    # This sample has in small letters what its text, and crm.deal.recurring.get, have in capitals.
    "crm.deal.recurring.list": {"id", "deal_id", "based_id", "category_id"},
    "crm.status.entity.types": {"SEMANTIC_INFO", "ENTITY_TYPE_ID"},
    "userfieldconfig.gettypes": {"rest_219_test"},
    "lists.element.get": {"PROPERTY_951", "PROPERTY_1003"},
}
# Samples of leads, which the sandbox does not have, or of a field of another kind.
OF_ANOTHER = {"crm.item.get", "crm.item.fields", "crm.requisite.userfield.list"}
Outcome = dict[str, Any]


class Calling:
    """`do` returns the result, or fails the scenario; `outcomes` holds facts by method, the first call of each."""

    def __init__(self, server: SandboxServer, samples: dict[str, Any]) -> None:
        self.server = server
        self.outcomes: dict[str, Outcome] = {}
        self._samples = samples
        self._session = requests.Session()

    def do(self, method: str, /, **params: Any) -> Any:
        return self._do("", method, params)

    def third(self, method: str, /, **params: Any) -> Any:
        """The method of REST 3.0; its outcome stands under `api/`."""
        return self._do("api/", method, params)

    def _do(self, version: str, method: str, params: dict[str, Any]) -> Any:
        token = self.server.portal.tokens.issue(self.server.env["B24_CLIENT_ID"], 1).access
        body = {**params, "auth": token}
        with self._session.post(f"{self.server.url}/rest/{version}{method}", json=body, timeout=30) as answer:
            told = answer.json()
        assert "result" in told, (method, params, told)
        self.outcomes.setdefault(version + method.lower(), self._compare(version + method.lower(), told["result"]))
        return told["result"]

    def _compare(self, method: str, ours: Any) -> Outcome:
        entry = entries()[method.removeprefix("api/")]
        page = entry.third_page if method.startswith("api/") else entry.page
        if method not in self._samples or method in OF_ANOTHER:
            return {"page": page, "sample": False}
        elsewhere = ELSEWHERE.get(method, set())
        found = [text for text in differences(self._samples[method], ours) if _key(text) not in elsewhere]
        return {"page": page, "sample": True, "passed": not found, **({"differences": found} if found else {})}

    def lose(self, kind: str, record_id: int) -> None:
        """A record vanishes without anybody being told."""
        self.server.portal.collection(kind).delete(record_id)

    def take(self, method: str, /, **params: Any) -> bytes:
        """A method that answers with a file: there is no shape to compare."""
        token = self.server.portal.tokens.issue(self.server.env["B24_CLIENT_ID"], 1).access
        body = {**params, "auth": token}
        with self._session.post(f"{self.server.url}/rest/{method}", json=body, timeout=30) as answer:
            assert "Content-Disposition" in answer.headers, (method, params, answer.text)
            self.outcomes.setdefault(method.lower(), {"page": entries()[method.lower()].page, "sample": False})
            return answer.content

    def close(self) -> None:
        self._session.close()


def _key(difference: str) -> str:
    return difference.removesuffix(" is missing").rpartition(".")[2]
