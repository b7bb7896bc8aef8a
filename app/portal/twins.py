"""Twins of acts: items of the smart process («Смарт-процесс») that people find them by."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from decimal import Decimal
from email.message import Message
from typing import IO, Any, BinaryIO, cast

from app.domain.act import Act
from app.domain.mirror import RawObject
from app.domain.money import KOPECK
from app.domain.policy import ActsType
from app.domain.text import one_line
from app.errors import HostError, ObjectGone
from app.portal.client import PortalClient
from app.portal.items import DEAL, Item, Items, item_id
from app.portal.values import mapping, rows, same, text, whole
from app.ports.host import Download, TwinReading

MAX_COPY = 100 * 1024 * 1024
IN_MEMORY = 1024 * 1024
_CHUNK = 64 * 1024


class PortalTwins:
    """app.ports.host.Twins. Our names in ActsType.fields: see `act_values`; `copy` is the people's file."""

    def __init__(self, client: PortalClient, *, tag: str) -> None:
        """`tag` is our name of the portal: another database of the app there has another, and its own twins."""
        self._origin = f"pervichka:{tag}:act:"
        self._client = client
        self._items = Items(client)

    def push(self, kind: ActsType, act: Act, *, paid: str, deal_link: str) -> int:
        wanted = {**_columns(kind, act), **_field_values(kind, act, paid=paid, deal_link=deal_link)}
        twin = self._find(kind, act)
        if twin is None:
            fields = {**wanted, "xmlId": f"{self._origin}{act.id}", "isManualOpportunity": "Y"}
            return item_id(self._items.add(kind.entity_type_id, _sent(fields)))
        # What the process does not show (money switched off) would differ for ever: leave it out.
        changed = {key: value for key, value in wanted.items() if key in twin and not same(twin[key], value)}
        if changed:
            self._items.update(kind.entity_type_id, item_id(twin), _sent(changed))
        return item_id(twin)

    def get(self, kind: ActsType, twin_id: int) -> TwinReading:
        return _reading(kind, self._items.get(kind.entity_type_id, twin_id))

    def typed(self, kind: ActsType, found: RawObject) -> TwinReading:
        return _reading(kind, dict(found.body))

    def put_back(self, kind: ActsType, twin_id: int, stage_id: str) -> None:
        self._items.update(kind.entity_type_id, twin_id, {"stageId": stage_id})

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

    def _find(self, kind: ActsType, act: Act) -> Item | None:
        if act.twin_id is not None:
            try:
                return self._items.get(kind.entity_type_id, act.twin_id)
            except ObjectGone:
                pass  # somebody deleted it: it is made again under its origin
        found = self._items.find(kind.entity_type_id, {"=xmlId": f"{self._origin}{act.id}"})
        return found[0] if found else None


def _reading(kind: ActsType, item: Item) -> TwinReading:
    file = _file(item.get(kind.fields.get("copy", "")))
    return TwinReading(
        id=item_id(item),
        stage_id=text(item.get("stageId")),
        mover_id=whole(item.get("movedBy")),
        copy_file_id=whole(file.get("id")),
        copy_url=text(file.get("urlMachine")),
        updated=text(item.get("updatedTime")),
    )


def file_name(disposition: str) -> str:
    """The name that a Content-Disposition header gives (RFC 6266); empty where it gives none."""
    header = Message()
    header["Content-Disposition"] = one_line(disposition)
    return one_line(header.get_filename() or "")


def act_values(act: Act, *, paid: str, deal_link: str) -> dict[str, Any]:
    """What people see of an act in its twin, by our names of the fields; flags are bool."""
    return {
        "number": act.number,
        "issued_on": act.issued_on,
        "amount": act.amount.quantize(KOPECK),
        "revision": act.revision,
        "is_last": act.is_last,
        "signed": act.is_signed,
        "signed_on": act.signature.on if act.signature else "",
        "ground": act.signature.ground if act.signature else "",
        "sent_to": act.sent_to,
        "paid": paid,
        "deal_link": deal_link,
        "folder_link": act.folder.url if act.folder else "",
        "file_link": act.file.url if act.file else "",
    }


def _field_values(kind: ActsType, act: Act, *, paid: str, deal_link: str) -> dict[str, Any]:
    """The UF values by the portal's names; a name that the portal has no field for is left out."""
    values = act_values(act, paid=paid, deal_link=deal_link)
    return {kind.fields[name]: value for name, value in values.items() if kind.fields.get(name)}


def act_title(act: Act) -> str:
    return f"Акт № {act.number}: {act.title}"


def _columns(kind: ActsType, act: Act) -> dict[str, Any]:
    stage = kind.stages.get(act.state.value)
    return {
        "title": act_title(act),
        **({"stageId": stage} if stage else {}),
        "categoryId": kind.category_id,
        f"parentId{DEAL}": act.deal_id,
        "companyId": act.company_id or 0,
        "contactIds": [act.contact_id] if act.contact_id else [],
        "assignedById": act.responsible_id or 0,
        "opportunity": act.amount.quantize(KOPECK),
    }


def _sent(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: _plain(value) for key, value in fields.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return "Y" if value else "N"
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def _file(value: Any) -> dict[str, Any]:
    """The file of a field; the newest when the field holds several."""
    if isinstance(value, list):
        return rows(value)[-1] if value else {}
    return mapping(value) if isinstance(value, dict) else {}
