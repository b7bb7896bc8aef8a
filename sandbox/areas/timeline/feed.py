"""The whole timeline of an item for a page («таймлайн»): letters, activities, comments, log records."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.areas.activities import activities
from sandbox.areas.timeline import comments, messages
from sandbox.portal import Portal
from sandbox.store import Record


@dataclass(frozen=True)
class Entry:
    """`kind`: letter | activity | comment | message. `files` are (id in the portal's store, name)."""

    kind: str
    id: int
    created: str
    author_id: int
    title: str
    text: str
    is_html: bool
    files: list[tuple[int, str]]
    record: Record


def of_item(portal: Portal, entity_type_id: int, item_id: int) -> list[Entry]:
    """The newest first."""
    owner = (entity_type_id, item_id)
    found = [_activity(portal, record) for record in activities.of_item(portal, *owner)]
    found += [_comment(portal, record) for record in comments.of_item(portal, owner)]
    found += [_message(record) for record in messages.of_item(portal, owner)]
    return sorted(found, key=lambda entry: (entry.created, entry.id), reverse=True)


def _files(portal: Portal, ids: list[int]) -> list[tuple[int, str]]:
    stored = ((file_id, portal.store.get_file(file_id)) for file_id in ids)
    return [(file_id, file[0]) for file_id, file in stored if file is not None]


def _activity(portal: Portal, record: Record) -> Entry:
    kind = "letter" if record["TYPE_ID"] == activities.EMAIL else "activity"
    return Entry(
        kind, record["ID"], record["CREATED"], record["AUTHOR_ID"], record["SUBJECT"], record["DESCRIPTION"],
        record["DESCRIPTION_TYPE"] == 3, _files(portal, record["FILES"]), record,  # noqa: PLR2004 - 3 is HTML
    )  # fmt: skip


def _comment(portal: Portal, record: Record) -> Entry:
    files = _files(portal, record["FILES"])
    return Entry(
        "comment", record["ID"], record["CREATED"], record["AUTHOR_ID"], "", record["COMMENT"], False, files, record
    )


def _message(record: Record) -> Entry:
    return Entry(
        "message", record["ID"], record["created"], record["authorId"], record["title"], record["text"], False, [],
        record,
    )  # fmt: skip
