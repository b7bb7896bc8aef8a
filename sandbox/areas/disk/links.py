"""Addresses that open files («ссылки»): signed for REST, bound to the caller's token; public ones for anybody.

A DOWNLOAD_URL dies with the token it was given for: the sign covers both.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from typing import Any

from sandbox.errors import HostError
from sandbox.portal import Portal
from sandbox.store import Record


def _key(portal: Portal) -> bytes:
    known = portal.collection("disk_key").get(1)
    if known is None:
        known = {"key": secrets.token_hex(32)}
        portal.collection("disk_key").add(known, 1)
    return bytes.fromhex(known["key"])


def sign(portal: Portal, caller: str, what: dict[str, Any]) -> str:
    """`disk|<what>|<sign>` for download.json, upload.json."""
    body = base64.urlsafe_b64encode(json.dumps({**what, "_": secrets.token_hex(8)}).encode()).decode()
    return f"disk|{body}|{_digest(portal, caller, body)}"


def unsign(portal: Portal, caller: str, token: str) -> dict[str, Any]:
    """What was signed for this caller. Raises ACCESS_DENIED."""
    module, _, rest = token.partition("|")
    body, _, digest = rest.partition("|")
    if module != "disk" or not hmac.compare_digest(digest.encode(), _digest(portal, caller, body).encode()):
        raise HostError("ACCESS_DENIED", "Access denied!", 403)
    what: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body))
    return what


def _digest(portal: Portal, caller: str, body: str) -> str:
    return hmac.new(_key(portal), f"{caller}|{body}".encode(), hashlib.sha256).hexdigest()


def external(portal: Portal, record: Record) -> str:
    """The public address of a file or folder; the same each time."""
    links = portal.collection("disk_link")
    known = links.first(object=record["ID"])
    if known is None:
        known = {"object": record["ID"], "hash": secrets.token_urlsafe(6)}
        links.add(known)
    return f"{portal.url}/~{known['hash']}"


def linked(portal: Portal, link_hash: str) -> Record | None:
    """The live object behind a public address."""
    known = portal.collection("disk_link").first(hash=link_hash)
    found = portal.collection("disk_object").get(known["object"]) if known else None
    return found if found is not None and not found["DELETED_TYPE"] else None
