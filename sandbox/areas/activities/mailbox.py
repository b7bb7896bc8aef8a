"""The outside world's mailbox («почтовый ящик»): an SMTP server on a free loopback port that keeps what comes.

It is no part of the portal: letters live in memory, and die with the process.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from sandbox.portal import Portal


@dataclass(frozen=True)
class Attachment:
    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """A letter that has come: `to` are the envelope's recipients, a copy for the sender among them."""

    id: int
    sender: str
    to: list[str]
    subject: str
    text: str
    html: str
    headers: dict[str, str]
    attachments: list[Attachment]
    received: str

    def as_json(self) -> dict[str, Any]:
        files = [
            {"name": a.name, "type": a.content_type, "size": len(a.content), "index": number}
            for number, a in enumerate(self.attachments)
        ]
        return {
            "id": self.id, "from": self.sender, "to": self.to, "subject": self.subject, "text": self.text,
            "html": self.html, "headers": self.headers, "attachments": files, "received": self.received,
        }  # fmt: skip


class Mailbox:
    """Letters in the order of coming; `failures` holds words with which the next sendings shall fail."""

    def __init__(self) -> None:
        self.failures: deque[str] = deque()
        self._letters: list[Letter] = []
        self._number = 0
        self._arrived = threading.Condition()
        self._server: _Server | None = None

    def address(self) -> tuple[str, int]:
        """Where to send; the server starts at the first question."""
        with self._arrived:
            if self._server is None:
                self._server = _Server(self)
                self._server.start()
            return "127.0.0.1", self._server.port

    def close(self) -> None:
        with self._arrived:
            server, self._server = self._server, None
        if server is not None:
            server.stop()

    def letters(self, to: str = "", subject: str = "") -> list[Letter]:
        """All, or those to an address, or with a subject that holds the words."""
        with self._arrived:
            return [
                letter
                for letter in self._letters
                if (not to or to.lower() in map(str.lower, letter.to)) and subject in letter.subject
            ]

    def wait(self, count: int, seconds: float, **narrow: str) -> list[Letter]:
        """The letters once there are `count` of them, or those there are when time is up."""
        with self._arrived:
            self._arrived.wait_for(lambda: len(self.letters(**narrow)) >= count, timeout=seconds)
            return self.letters(**narrow)

    def clear(self) -> None:
        with self._arrived:
            self._letters.clear()

    def receive(self, sender: str, to: list[str], content: bytes) -> None:
        message = message_from_bytes(content, policy=policy.default)
        with self._arrived:
            self._number += 1
            self._letters.append(_letter(self._number, sender, to, message))
            self._arrived.notify_all()


def _letter(number: int, sender: str, to: list[str], message: EmailMessage) -> Letter:
    bodies = {kind: message.get_body((kind,)) for kind in ("plain", "html")}
    text, html = (str(part.get_content()) if part is not None else "" for part in bodies.values())
    files = [_attachment(part) for part in message.iter_attachments()]
    headers = {name: str(value) for name, value in message.items()}
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return Letter(number, sender, to, str(message["Subject"] or ""), text, html, headers, files, now)


def _attachment(part: EmailMessage) -> Attachment:
    content = part.get_content()
    whole = content if isinstance(content, bytes) else str(content).encode()
    return Attachment(part.get_filename() or "", part.get_content_type(), whole)


class _Server(Controller):
    """aiosmtpd's thread on a socket of our own: its controller cannot tell the port that the system chose."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        super().__init__(_Handler(mailbox), hostname="127.0.0.1", port=self._socket.getsockname()[1])

    def factory(self) -> SMTP:
        return SMTP(self.handler, enable_SMTPUTF8=True, data_size_limit=256 * 1024 * 1024)

    def _create_server(self) -> Any:
        return self.loop.create_server(self._factory_invoker, sock=self._socket)


class _Handler:
    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.original_content or b""
        await asyncio.to_thread(self._mailbox.receive, envelope.mail_from or "", list(envelope.rcpt_tos), content)
        return "250 OK"


_BOXES: dict[str, Mailbox] = {}


def of(portal: Portal) -> Mailbox:
    """The mailbox of the world around this portal."""
    return _BOXES.setdefault(portal.member_id, Mailbox())


def forget(portal: Portal) -> None:
    box = _BOXES.pop(portal.member_id, None)
    if box is not None:
        box.close()
