"""A caller of REST 3.0 for tests."""

from __future__ import annotations

from typing import Any

import requests

from sandbox.server import SandboxServer

Told = tuple[int, Any]


class Third:
    """Calls by the first user's webhook; `ask` gives the result, `refused` the error."""

    def __init__(self, server: SandboxServer) -> None:
        self.server = server
        self.url = server.webhook_url.replace("/rest/", "/rest/api/")

    def post(self, method: str, body: Any, **headers: str) -> requests.Response:
        return requests.post(self.url + method, json=body, headers=headers, timeout=10)

    def ask(self, method: str, /, **params: Any) -> Any:
        answer = self.post(method, params)
        assert answer.status_code == 200, answer.text
        return answer.json()["result"]

    def refused(self, method: str, /, **params: Any) -> tuple[int, str, list[dict[str, str]]]:
        """(status, code without its beginning, what is wrong)"""
        answer = self.post(method, params)
        error = answer.json()["error"]
        assert error["message"]
        code = error["code"].removeprefix("BITRIX_REST_V3_EXCEPTION_").removesuffix("EXCEPTION")
        return answer.status_code, code, error.get("validation", [])

    def as_user(self, user_id: int, method: str, /, **params: Any) -> requests.Response:
        token = self.server.portal.tokens.issue(self.server.env["B24_CLIENT_ID"], user_id).access
        return requests.post(f"{self.server.url}/rest/api/{method}", json={**params, "auth": token}, timeout=10)
