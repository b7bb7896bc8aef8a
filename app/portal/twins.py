"""Twins of acts: items of the smart process («Смарт-процесс») that people find them by."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from email.message import Message
from typing import IO, Any, BinaryIO, cast

from app.domain.act import Act
from app.domain.mirror import RawObject
from app.domain.policy import ActsType
from app.domain.text import one_line
from app.domain.twin import SPELLINGS, Spelling, Values
from app.errors import HostError, ObjectGone
from app.portal.client import PortalClient
from app.portal.items import DEAL, Item, Items, item_id
from app.portal.twin_values import read
from app.portal.values import mapping, rows, text, whole
from app.ports.host import Download, TwinReading

MAX_COPY = 100 * 1024 * 1024
IN_MEMORY = 1024 * 1024
_CHUNK = 64 * 1024
CONTACT = "contact"
COLUMNS = {
    "title": "title", "deal": f"parentId{DEAL}", "company": "companyId", CONTACT: "contactIds",
    "responsible": "assignedById", "amount": "opportunity",
}  # fmt: skip
"""What an item has by itself, by our names."""


class PortalTwins:
    """app.ports.host.Twins. `copy` of ActsType.fields is the people's file; the other names are app.domain.twin's."""

    def __init__(self, client: PortalClient, *, tag: str) -> None:
        """`tag` is our name of the portal: another database of the app there has another, and its own twins."""
        self._origin = f"pervichka:{tag}:act:"
        self._client = client
        self._items = Items(client)

    def find(self, kind: ActsType, act: Act) -> TwinReading | None:
        if act.twin_id is not None:
            try:
                return self.get(kind, act.twin_id)
            except ObjectGone:
                pass  # somebody deleted it: it is made again under its origin
        found = self._items.find(kind.entity_type_id, {"=xmlId": f"{self._origin}{act.id}"})
        return _reading(kind, found[0]) if found else None

    def make(self, kind: ActsType, act: Act, values: Values, stage_id: str) -> TwinReading:
        fields = {
            **_sent(kind, values), "stageId": stage_id, "categoryId": kind.category_id,
            "xmlId": f"{self._origin}{act.id}", "isManualOpportunity": "Y",
        }  # fmt: skip
        return _reading(kind, self._items.add(kind.entity_type_id, fields))

    def change(self, kind: ActsType, twin: TwinReading, values: Values, stage_id: str) -> TwinReading:
        fields = _sent(kind, values)
        if "opportunity" in fields:
            fields["isManualOpportunity"] = "Y"  # else the portal sums its product rows up instead
        if stage_id:
            fields |= _standing(kind, stage_id)
        return _reading(kind, self._items.update(kind.entity_type_id, twin.id, fields))

    def get(self, kind: ActsType, twin_id: int) -> TwinReading:
        return _reading(kind, self._items.get(kind.entity_type_id, twin_id))

    def typed(self, kind: ActsType, found: RawObject) -> TwinReading:
        return _reading(kind, dict(found.body))

    def put_back(self, kind: ActsType, twin_id: int, stage_id: str) -> None:
        self._items.update(kind.entity_type_id, twin_id, _standing(kind, stage_id))

    def download_copy(self, reading: TwinReading) -> AbstractContextManager[Download]:
        """The link carries a token that dies soon: read the twin anew right before."""
        return self._copy(reading)

    @contextmanager
    def _copy(self, reading: TwinReading) -> Iterator[Download]:
        if not reading.copy_url:
            raise ObjectGone("NO_FILE", "В поле «Подписанная копия» нет файла.", 404)
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as spool:
            name = self._fetch(reading.copy_url, cast(IO[bytes], spool))
            spool.seek(0)
            yield Download(name, cast(BinaryIO, spool))

    def _fetch(self, url: str, into: IO[bytes]) -> str:
        """Returns the file's name."""
        size = 0
        with self._client.download(url) as answer:
            for chunk in answer.iter_content(_CHUNK):
                size += len(chunk)
                if size > MAX_COPY:
                    raise HostError("FILE_TOO_LARGE", "Файл подписанной копии больше 100 МБ.")
                into.write(chunk)
            return file_name(answer.headers.get("Content-Disposition", ""))


def _reading(kind: ActsType, item: Item) -> TwinReading:
    file = _file(item.get(kind.fields.get("copy", "")))
    return TwinReading(
        id=item_id(item),
        stage_id=text(item.get("stageId")),
        mover_id=whole(item.get("movedBy")),
        copy_file_id=whole(file.get("id")),
        copy_url=text(file.get("urlMachine")),
        updated=text(item.get("updatedTime")),
        changer_id=whole(item.get("updatedBy")),
        # What the process does not show (money switched off, a field deleted) is not there to compare.
        values=read({name: item[key] for name, key in _keys(kind).items() if key in item}),
    )


def file_name(disposition: str) -> str:
    """The name that a Content-Disposition header gives (RFC 6266); empty where it gives none."""
    header = Message()
    header["Content-Disposition"] = one_line(disposition)
    return one_line(header.get_filename() or "")


def _keys(kind: ActsType) -> dict[str, str]:
    """Our names to the portal's; a name that the process has neither a column nor a field for is left out."""
    return COLUMNS | {name: kind.fields[name] for name in SPELLINGS if kind.fields.get(name)}


def _standing(kind: ActsType, stage_id: str) -> dict[str, Any]:
    """A stage is one of its funnel's, and somebody may have moved the item to another funnel."""
    return {"stageId": stage_id, "categoryId": kind.category_id}


def _sent(kind: ActsType, values: Values) -> dict[str, Any]:
    keys = _keys(kind)
    return {keys[name]: _plain(name, value) for name, value in values.items() if name in keys}


def _plain(name: str, value: str) -> Any:
    if name == CONTACT:
        return [int(one) for one in value.split(",") if one]
    return int(value or 0) if SPELLINGS[name] is Spelling.LINK else value


def _file(value: Any) -> dict[str, Any]:
    """The file of a field; the newest when the field holds several."""
    if isinstance(value, list):
        return rows(value)[-1] if value else {}
    return mapping(value) if isinstance(value, dict) else {}
