"""The shared drive («Общий диск»): folders and files are ensured, never made twice (disk.*)."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.domain.act import DiskFile
from app.errors import HostError, ObjectGone
from app.portal.client import PortalClient
from app.portal.multipart import FileBody
from app.portal.values import mapping, must_id, rows, text, whole

NAME_TAKEN = "DISK_OBJ_22000"
NOT_SAVED = "ERROR_COULD_NOT_SAVE_FILE"
_CHUNK = 64 * 1024
_Entry = dict[str, Any]


class PortalDrive:
    """app.ports.host.Drive; paths begin at the root of the shared drive."""

    def __init__(self, client: PortalClient) -> None:
        self._client = client
        self._root: int | None = None

    def ensure_folder(self, path: Sequence[str]) -> DiskFile:
        folder_id, url = self.root(), ""
        for name in path:
            entry = self._ensure_subfolder(folder_id, name)
            folder_id, url = must_id(entry.get("ID")), text(entry.get("DETAIL_URL"))
        return DiskFile(folder_id, url)

    def ensure_file(self, folder_id: int, name: str, content: Path) -> DiskFile:
        """A repeat finds the file and compares the contents; other contents become its new version."""
        entry = self._child(folder_id, name, "file")
        if entry is None:
            try:
                return _disk_file(self._upload(folder_id, name, content))
            except HostError as error:
                entry = self._child(folder_id, name, "file") if error.code in (NAME_TAKEN, NOT_SAVED) else None
                if entry is None:
                    raise
        if not self._holds(entry, content):
            version = [name, _base64(content)]
            self._client.call("disk.file.uploadversion", {"id": must_id(entry.get("ID")), "fileContent": version})
        return _disk_file(entry)

    def root(self) -> int:
        """The folder that all paths begin in. Raises ObjectGone when the portal has no shared drive."""
        if self._root is None:
            found = rows(self._client.call("disk.storage.getlist", {"filter": {"ENTITY_TYPE": "common"}}))
            if not found:
                raise ObjectGone("NO_SHARED_DRIVE", "На портале нет общего диска.", 404)
            self._root = must_id(found[0].get("ROOT_OBJECT_ID"))
        return self._root

    def _ensure_subfolder(self, parent_id: int, name: str) -> _Entry:
        found = self._child(parent_id, name, "folder")
        if found is not None:
            return found
        try:
            made = self._client.call("disk.folder.addsubfolder", {"id": parent_id, "data": {"NAME": name}})
            return mapping(made)
        except HostError as error:
            # Somebody was faster; or a file has the name, and then nothing is found.
            found = self._child(parent_id, name, "folder") if error.code == NAME_TAKEN else None
            if found is None:
                raise
            return found

    def _child(self, folder_id: int, name: str, kind: str) -> _Entry | None:
        params = {"id": folder_id, "filter": {"NAME": name, "TYPE": kind}}
        for entry in rows(self._client.call("disk.folder.getchildren", params)):
            if text(entry.get("NAME")) == name and entry.get("TYPE") == kind and _is_there(entry):
                return entry
        return None

    def _upload(self, folder_id: int, name: str, content: Path) -> _Entry:
        """In two steps, so that the file is streamed (disk-folder-upload-file.md, «Загрузка через URL»)."""
        place = mapping(self._client.call("disk.folder.uploadfile", {"id": folder_id, "data": {"NAME": name}}))
        with FileBody(text(place.get("field")) or "file", name, content) as body:
            made = self._client.upload(text(place.get("uploadUrl")), body, body.content_type)
        return mapping(made)

    def _holds(self, entry: _Entry, content: Path) -> bool:
        if whole(entry.get("SIZE")) != (content.stat().st_size or None):
            return False
        fresh = mapping(self._client.call("disk.file.get", {"id": must_id(entry.get("ID"))}))
        digest = hashlib.sha256()
        with self._client.download(text(fresh.get("DOWNLOAD_URL"))) as answer:
            for chunk in answer.iter_content(_CHUNK):
                digest.update(chunk)
        return digest.digest() == hashlib.sha256(content.read_bytes()).digest()


def _is_there(entry: _Entry) -> bool:
    return whole(entry.get("DELETED_TYPE")) is None


def _disk_file(entry: _Entry) -> DiskFile:
    return DiskFile(must_id(entry.get("ID")), text(entry.get("DETAIL_URL")))


def _base64(content: Path) -> str:
    return base64.b64encode(content.read_bytes()).decode()
