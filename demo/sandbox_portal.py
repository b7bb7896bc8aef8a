"""The sandbox around its portal: who people are, what robots stand where, which letters came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import requests

from demo.portal import TIMEOUT, Rest, fetch


@dataclass(frozen=True)
class Letter:
    id: int
    to: list[str]
    subject: str
    text: str
    html: str
    files: dict[str, bytes]


class SandboxPortal:
    """`env` are the B24_* variables that `python -m sandbox --print-env` printed."""

    def __init__(self, env: dict[str, str]) -> None:
        self.env = env
        self.domain = env["B24_DOMAIN"]
        self.url = f"http://{self.domain}"
        self.rest = Rest(env["B24_WEBHOOK_URL"])

    def control(self, action: str, **asked: Any) -> Any:
        """Raises RuntimeError with the sandbox's words."""
        with requests.post(f"{self.url}/sandbox/api/{action}", json=asked, timeout=TIMEOUT) as response:
            answer = response.json()
        if not response.ok:
            raise RuntimeError(f"{action}: {answer.get('error')}")
        return answer

    def person(self, user_id: int) -> Rest:
        """REST by the token of a person, as if that person worked in the portal."""
        return Rest(f"{self.url}/rest/", self.launch(self.env["B24_CLIENT_ID"], user_id)["fields"]["AUTH_ID"])

    def launch(self, client_id: str, user_id: int, **more: Any) -> dict[str, Any]:
        """Open a page of an application as the portal does; `post` posts the form, as a browser would."""
        opened: dict[str, Any] = self.control("apps/launch", client_id=client_id, user_id=user_id, **more)
        return opened

    def letters(self, *, to: str = "", subject: str = "") -> list[Letter]:
        """What has come to the mailbox of the outside world, oldest first."""
        found = self.control("mailbox", to=to, subject=subject)["letters"]
        return [
            Letter(
                row["id"], row["to"], row["subject"], row["text"], row["html"],
                {f["name"]: fetch(f"{self.url}/sandbox/mailbox/{row['id']}/{f['index']}") for f in row["attachments"]},
            )
            for row in found
        ]  # fmt: skip

    def bell(self, user_id: int) -> list[str]:
        """The texts of a person's notifications, the newest first."""
        told = self.person(user_id).call("im.notify.get")
        return [str(row["text"]) for row in told["notifications"]]

    def log(self, method: str = "", limit: int = 1000) -> list[dict[str, Any]]:
        """What was called, oldest first."""
        rows: list[dict[str, Any]] = self.control("log", method=method, limit=limit)["log"]
        return rows[::-1]
