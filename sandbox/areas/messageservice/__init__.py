"""Providers of messages that applications register («СМС-провайдеры»): api-reference/messageservice/."""

from __future__ import annotations

from typing import Any

from sandbox.portal import Portal
from sandbox.store import Record


def attach(portal: Portal) -> None:
    """An application that is removed takes its providers away."""

    def forget(app: Record, **_: Any) -> None:
        senders = portal.collection("message_sender")
        for row in senders.find(app=app["ID"]):
            senders.delete(row["ID"])

    portal.on("app_uninstalled", forget)
