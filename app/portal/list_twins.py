"""Twins of acts in a universal list («Список актов»), where the portal has no smart processes.

The list tells nothing of its changes (docs/adr/0014); a stage is a value of its field «Состояние».
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Any

from app.domain.act import Act
from app.domain.mirror import RawObject
from app.domain.policy import ActsList
from app.domain.twin import SPELLINGS, STATE, YES, Spelling, Values
from app.errors import HostError, ObjectGone
from app.portal.client import PortalClient
from app.portal.elements import TAKEN, Element, Elements, values_of
from app.portal.twin_values import LIST_NO, LIST_YES, read
from app.portal.values import day_format, mapping, must_id, text, whole
from app.ports.host import TwinReading

COPY = "copy"


class ListTwins:
    """As app.ports.host.Twins, for lists. ActsList.fields: `state`, `copy`, and names of app.domain.twin."""

    def __init__(self, client: PortalClient, *, tag: str) -> None:
        """`tag` is our name of the portal: another database of the app there has another, and its own twins."""
        self._code = f"pervichka-{tag}-act-"
        self._client = client

    def find(self, kind: ActsList, act: Act) -> TwinReading | None:
        if act.twin_id is not None:
            try:
                return self.get(kind, act.twin_id)
            except ObjectGone:
                pass  # somebody deleted it: it is made again under its code
        twin = self._elements(kind).of_code(f"{self._code}{act.id}")
        return self._read(kind, twin) if twin else None

    def make(self, kind: ActsList, act: Act, values: Values, stage_id: str) -> TwinReading:
        elements, code = self._elements(kind), f"{self._code}{act.id}"
        wanted = _spelled(kind, values, stage_id, elements.shown_moment())
        try:
            return self.get(kind, elements.add(code, wanted))
        except HostError as error:
            if error.code != TAKEN:
                raise
        twin = elements.of_code(code)
        if twin is None:
            raise ObjectGone("ERROR_ELEMENT_NOT_FOUND", "Элемент с кодом акта есть, но не виден.", 404)
        return self.change(kind, self._read(kind, twin), values, stage_id)

    def change(self, kind: ActsList, twin: TwinReading, values: Values, stage_id: str) -> TwinReading:
        """Read once more afterwards: an update answers nothing, and what we bring is known by how it is shown."""
        elements = self._elements(kind)
        moment = text(twin.body.get("TIMESTAMP_X")) or elements.shown_moment()
        elements.change(dict(twin.body), _spelled(kind, values, stage_id, moment))
        return self.get(kind, twin.id)

    def get(self, kind: ActsList, twin_id: int) -> TwinReading:
        return self._read(kind, self._elements(kind).get(twin_id))

    def typed(self, kind: ActsList, found: RawObject) -> TwinReading:
        """The number of the file itself takes another request: another one stands here, so that `get` is asked."""
        twin = dict(found.body)
        attachment = _attachment(kind, twin)
        return _reading(kind, twin, copy_file_id=-attachment if attachment else None, copy_url="")

    def put_back(self, kind: ActsList, twin_id: int, stage_id: str) -> None:
        elements = self._elements(kind)
        elements.change(elements.get(twin_id), {kind.fields[STATE]: stage_id})

    def _elements(self, kind: ActsList) -> Elements:
        return Elements(self._client, kind.iblock_id)

    def _read(self, kind: ActsList, twin: Element) -> TwinReading:
        attachment, file = _attachment(kind, twin), {}
        if attachment is not None:
            # A file that was deleted from the drive is still named by the field.
            with suppress(ObjectGone):
                file = mapping(self._client.call("disk.attachedobject.get", {"id": attachment}))
        return _reading(kind, twin, copy_file_id=whole(file.get("OBJECT_ID")), copy_url=text(file.get("DOWNLOAD_URL")))


def _reading(kind: ActsList, twin: Element, *, copy_file_id: int | None, copy_url: str) -> TwinReading:
    moment = text(twin.get("TIMESTAMP_X"))
    return TwinReading(
        id=must_id(twin.get("ID")),
        stage_id=text(next(iter(values_of(twin, kind.fields[STATE])), "")),
        mover_id=whole(twin.get("MODIFIED_BY")),
        copy_file_id=copy_file_id,
        copy_url=copy_url,
        updated=moment,
        changer_id=whole(twin.get("MODIFIED_BY")),
        values=read(_shown(kind, twin), day_form=day_format(moment)),
        body=twin,
    )


def _shown(kind: ActsList, twin: Element) -> dict[str, Any]:
    """A property that holds nothing is not named at all."""
    held = {name: values_of(twin, kind.fields[name]) for name in SPELLINGS if kind.fields.get(name)}
    return {"title": twin.get("NAME")} | {name: _one(name, found) for name, found in held.items()}


def _one(name: str, held: list[Any]) -> Any:
    return held if SPELLINGS[name] is Spelling.LINK else next(iter(held), "")


def _attachment(kind: ActsList, twin: Element) -> int | None:
    """Of the newest file in the people's field."""
    held = values_of(twin, kind.fields.get(COPY, ""))
    return whole(held[-1]) if held else None


def _spelled(kind: ActsList, values: Values, stage_id: str, moment: str) -> dict[str, str]:
    """As lists are written; dates in the format of `moment`, which the portal wrote itself."""
    keys = {"title": "NAME"} | {name: key for name, key in kind.fields.items() if key and name in SPELLINGS}
    fields = {keys[name]: _plain(name, value, moment) for name, value in values.items() if name in keys}
    return {**fields, kind.fields[STATE]: stage_id} if stage_id else fields


def _plain(name: str, value: str, moment: str) -> str:
    spelling = SPELLINGS[name]
    if spelling is Spelling.FLAG:
        return LIST_YES if value == YES else LIST_NO
    if spelling is Spelling.DAY and value:
        return date.fromisoformat(value).strftime(day_format(moment))
    return value
