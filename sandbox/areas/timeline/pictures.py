"""Icons and logos of records in timelines («иконки и логотипы лог-записей»): crm/timeline/logmessage/icons/, logo/."""

from __future__ import annotations

import base64
import binascii
import secrets
import struct
from dataclasses import dataclass
from typing import Any

from sandbox.areas.timeline import errors
from sandbox.portal import Portal
from sandbox.store import Collection, Record

PNG = b"\x89PNG\r\n\x1a\n"
SIZE_AT = 16  # bytes before the width and the height in a PNG


@dataclass(frozen=True)
class Pictures:
    """`system` are those of the host that its pages name; the portal has more."""

    word: str
    side: int
    system: tuple[str, ...]
    absent: str

    def collection(self, portal: Portal) -> Collection:
        return portal.collection(f"timeline_{self.word}")

    def listed(self, portal: Portal) -> list[dict[str, Any]]:
        system = [{"code": code, "isSystem": True, "fileUri": ""} for code in self.system]
        return [*system, *(shown(row) for row in self.collection(portal).all())]

    def get(self, portal: Portal, code: str) -> dict[str, Any]:
        """Raises NOT_FOUND."""
        found = next((one for one in self.listed(portal) if one["code"] == code), None)
        if found is None:
            raise errors.picture_absent(self.absent)
        return found

    def add(self, portal: Portal, code: str, content: Any) -> dict[str, Any]:
        """In the place of one's own of that code. Raises INVALID_ARG_VALUE."""
        image = _decoded(content, self.side)
        known = self.collection(portal).first(code=code)
        if known is not None:
            self._drop(portal, known)
        file = portal.store.put_file(f"{code}.png", image, "image/png")
        place = f"/upload/crm/{secrets.token_hex(2)[:3]}/{secrets.token_hex(16)}/{secrets.token_hex(16)}"
        record: Record = {"code": code, "fileUri": place, "file": file}
        self.collection(portal).add(record)
        return shown(record)

    def delete(self, portal: Portal, code: str) -> None:
        """Raises NOT_FOUND, for the system's own too."""
        known = self.collection(portal).first(code=code)
        if known is None:
            raise errors.picture_absent(self.absent)
        self._drop(portal, known)

    def _drop(self, portal: Portal, record: Record) -> None:
        portal.store.delete_file(record["file"])
        self.collection(portal).delete(record["ID"])


ICONS = Pictures(
    "icon", 24, ("call", "arrow-down", "call-completed"), "Иконки с указанным code не существует"
)  # fmt: skip
LOGOS = Pictures(
    "logo", 60, ("call", "arrow-down", "call-incoming", "notification"), "Логотипа с указанным code не существует"
)  # fmt: skip


def shown(record: Record) -> dict[str, Any]:
    return {"code": record["code"], "isSystem": False, "fileUri": record["fileUri"]}


def file_at(portal: Portal, place: str) -> int | None:
    """The file behind a `fileUri`."""
    for pictures in (ICONS, LOGOS):
        found = pictures.collection(portal).first(fileUri=place)
        if found is not None:
            return int(found["file"])
    return None


def _decoded(content: Any, side: int) -> bytes:
    try:
        image = base64.b64decode(str(content), validate=True)
    except (binascii.Error, ValueError) as error:
        raise errors.wrong_picture() from error
    if not image.startswith(PNG) or image[SIZE_AT : SIZE_AT + 8] != struct.pack(">II", side, side):
        raise errors.wrong_picture()
    return image
