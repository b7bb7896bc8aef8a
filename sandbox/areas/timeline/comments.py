"""Comments in the timelines of items («комментарии»): crm/timeline/comments/."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from sandbox.areas.timeline import errors, owners
from sandbox.areas.timeline.owners import Owner
from sandbox.params import as_list, as_map
from sandbox.portal import Actor, Portal
from sandbox.store import Collection, Record


def collection(portal: Portal) -> Collection:
    return portal.collection("timeline_comment")


def get(portal: Portal, comment_id: int) -> Record:
    """Raises NOT_FOUND."""
    found = collection(portal).get(comment_id)
    if found is None:
        raise errors.not_found()
    return found


def of_item(portal: Portal, owner: Owner) -> list[Record]:
    has = "EXISTS (SELECT 1 FROM json_each(data, '$.BINDINGS') b WHERE json_extract(b.value, '$[0]') = ?"
    return collection(portal).select(f"{has} AND json_extract(b.value, '$[1]') = ?)", list(owner))


def add(portal: Portal, owner: Owner, text: str, files: Any, actor: Actor) -> Record:
    """Raises OWNER_NOT_FOUND, ACCESS_DENIED, INVALID_ARG_VALUE."""
    owners.check(portal, owner, actor.user_id)
    if not text.strip():
        raise errors.empty_comment()
    record: Record = {
        "COMMENT": text, "AUTHOR_ID": actor.user_id, "CREATED": portal.clock.iso(), "BINDINGS": [list(owner)],
        "FILES": _kept(portal, files),
    }  # fmt: skip
    record["ID"] = collection(portal).add(record)
    portal.emit("ONCRMTIMELINECOMMENTADD", {"ID": str(record["ID"])}, actor)
    return record


def update(portal: Portal, comment_id: int, fields: dict[str, Any], actor: Actor) -> None:
    """Raises NOT_FOUND, ACCESS_DENIED, INVALID_ARG_VALUE. Files stay unless FILES is given."""
    record = get(portal, comment_id)
    _check_any(portal, record, actor)
    text = str(fields.get("COMMENT", record["COMMENT"]))
    if not text.strip():
        raise errors.empty_comment()
    files = _kept(portal, fields["FILES"]) if "FILES" in fields else record["FILES"]
    collection(portal).change(comment_id, COMMENT=text, FILES=files)
    portal.emit("ONCRMTIMELINECOMMENTUPDATE", {"ID": str(comment_id)}, actor)


def delete(portal: Portal, comment_id: int, owner: Owner | None, actor: Actor) -> None:
    """With an owner it leaves that timeline only. Raises NOT_FOUND, MULTIPLE_BINDINGS, ACCESS_DENIED."""
    record = get(portal, comment_id)
    _check_any(portal, record, actor)
    if owner is None and len(record["BINDINGS"]) > 1:
        raise errors.multiple_bindings()
    left = [pair for pair in record["BINDINGS"] if owner is not None and pair != list(owner)]
    if left:
        collection(portal).change(comment_id, BINDINGS=left)
        return
    collection(portal).delete(comment_id)
    for hung in portal.collection("timeline_blocks").find(comment=comment_id):
        portal.collection("timeline_blocks").delete(hung["ID"])
    portal.emit("ONCRMTIMELINECOMMENTDELETE", {"ID": str(comment_id)}, actor)


def _check_any(portal: Portal, record: Record, actor: Actor) -> None:
    kind, item_id = record["BINDINGS"][0]
    owners.check(portal, (kind, item_id), actor.user_id)


def _kept(portal: Portal, files: Any) -> list[int]:
    """FILES are pairs of name and base64; what cannot be decoded is left out, as on the host."""
    kept = []
    for pair in as_list(files):
        data = as_list(as_map(pair).get("fileData", pair)) if isinstance(pair, dict) else as_list(pair)
        try:
            kept.append(portal.store.put_file(str(data[0]), base64.b64decode(str(data[-1]), validate=True)))
        except (binascii.Error, IndexError):
            continue
    return kept
