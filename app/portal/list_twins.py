"""Twins of acts in a universal list («Список актов»), where the portal has no smart processes.

The list tells nothing of its changes (docs/adr/0014); a stage is a value of its field «Состояние».
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from app.domain.act import Act
from app.domain.mirror import RawObject
from app.domain.policy import ActsList
from app.errors import HostError, ObjectGone
from app.portal.client import PortalClient
from app.portal.elements import TAKEN, Element, Elements, values_of
from app.portal.twins import act_title, act_values
from app.portal.values import day_format, mapping, must_id, number, text, whole
from app.ports.host import TwinReading

STATE, COPY = "state", "copy"
YES, NO = "Да", "Нет"


class ListTwins:
    """As app.ports.host.Twins, for lists. Our names in ActsList.fields: those of `act_values` and `_links`."""

    def __init__(self, client: PortalClient, *, tag: str) -> None:
        """`tag` is our name of the portal: another database of the app there has another, and its own twins."""
        self._code = f"pervichka-{tag}-act-"
        self._client = client

    def push(self, kind: ActsList, act: Act, *, paid: str, deal_link: str) -> int:
        elements, code = Elements(self._client, kind.iblock_id), f"{self._code}{act.id}"
        wanted = _wanted(kind, act, paid=paid, deal_link=deal_link)
        twin = self._find(elements, act, code)
        if twin is None:
            try:
                return elements.add(code, _spelled(wanted, elements.shown_moment()))
            except HostError as error:
                if error.code != TAKEN:
                    raise
            twin = elements.of_code(code)
            if twin is None:
                raise ObjectGone("ERROR_ELEMENT_NOT_FOUND", "Элемент с кодом акта есть, но не виден.", 404)
        moment = text(twin.get("TIMESTAMP_X")) or elements.shown_moment()
        changed = {name: value for name, value in wanted.items() if not _says(twin, name, value, moment)}
        if changed:
            elements.change(twin, _spelled(changed, moment))
        return must_id(twin.get("ID"))

    def get(self, kind: ActsList, twin_id: int) -> TwinReading:
        twin = Elements(self._client, kind.iblock_id).get(twin_id)
        attachment, file = _attachment(kind, twin), {}
        if attachment is not None:
            # A file that was deleted from the drive is still named by the field.
            with suppress(ObjectGone):
                file = mapping(self._client.call("disk.attachedobject.get", {"id": attachment}))
        return _reading(kind, twin, copy_file_id=whole(file.get("OBJECT_ID")), copy_url=text(file.get("DOWNLOAD_URL")))

    def typed(self, kind: ActsList, found: RawObject) -> TwinReading:
        """The number of the file itself takes another request: another one stands here, so that `get` is asked."""
        twin = dict(found.body)
        attachment = _attachment(kind, twin)
        return _reading(kind, twin, copy_file_id=-attachment if attachment else None, copy_url="")

    def put_back(self, kind: ActsList, twin_id: int, stage_id: str) -> None:
        elements = Elements(self._client, kind.iblock_id)
        elements.change(elements.get(twin_id), {kind.fields[STATE]: stage_id})

    def _find(self, elements: Elements, act: Act, code: str) -> Element | None:
        if act.twin_id is not None:
            try:
                return elements.get(act.twin_id)
            except ObjectGone:
                pass  # somebody deleted it: it is made again under its code
        return elements.of_code(code)


def _reading(kind: ActsList, twin: Element, *, copy_file_id: int | None, copy_url: str) -> TwinReading:
    return TwinReading(
        id=must_id(twin.get("ID")),
        stage_id=text(next(iter(values_of(twin, kind.fields[STATE])), "")),
        mover_id=whole(twin.get("MODIFIED_BY")),
        copy_file_id=copy_file_id,
        copy_url=copy_url,
        updated=text(twin.get("TIMESTAMP_X")),
    )


def _attachment(kind: ActsList, twin: Element) -> int | None:
    """Of the newest file in the people's field."""
    held = values_of(twin, kind.fields.get(COPY, ""))
    return whole(held[-1]) if held else None


def _wanted(kind: ActsList, act: Act, *, paid: str, deal_link: str) -> dict[str, Any]:
    values = {**act_values(act, paid=paid, deal_link=deal_link), **_links(act)}
    stage = kind.stages.get(act.state.value)
    named = {kind.fields[name]: value for name, value in values.items() if kind.fields.get(name)}
    return {"NAME": act_title(act), **named, **({kind.fields[STATE]: stage} if stage else {})}


def _links(act: Act) -> dict[str, int | None]:
    """Fields for one kind of object each, so that its bare number names it (lists/fields/index.md)."""
    return {
        "deal": act.deal_id, "company": act.company_id, "contact": act.contact_id, "responsible": act.responsible_id
    }  # fmt: skip


def _says(twin: Element, name: str, wanted: Any, moment: str) -> bool:
    """Whether the element already says what we would write."""
    shown = text(twin.get("NAME")) if name == "NAME" else text(next(iter(values_of(twin, name)), ""))
    if isinstance(wanted, Decimal):
        return number(shown or 0) == wanted
    if isinstance(wanted, int) and not isinstance(wanted, bool):
        return shown.rpartition("_")[2] == str(wanted)
    if isinstance(wanted, date):
        return _day(shown, day_format(moment)) == wanted
    return shown == _plain(wanted, moment)


def _day(shown: str, form: str) -> date | None:
    try:
        return datetime.strptime(shown.split(" ", maxsplit=1)[0], form).date()  # noqa: DTZ007
    except ValueError:
        return None


def _spelled(fields: dict[str, Any], moment: str) -> dict[str, Any]:
    return {name: _plain(value, moment) for name, value in fields.items()}


def _plain(value: Any, moment: str) -> str:
    """As lists are written; dates in the format of `moment`, which the portal wrote itself."""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, date):
        return value.strftime(day_format(moment))
    return text(value)
