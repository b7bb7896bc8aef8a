"""Files coming in and going out («загрузка и скачивание»): in one step as base64, in two by upload.json.

disk/folder/disk-folder-upload-file.md. `upload` and `download` are methods that only signed addresses open.
"""

from __future__ import annotations

from typing import Any

from flask import request

from sandbox.areas.disk import errors, links, objects, rights, wire
from sandbox.call import Call, Raw, method
from sandbox.params import as_bool, as_map
from sandbox.store import Record


def uploaded(call: Call, folder: Record) -> dict[str, Any]:
    """What disk.*.uploadFile answers: the new file, or where to post it when no content came."""
    name = str(as_map(call.get_any_case("data")).get("NAME") or "")
    unique = as_bool(call.get_any_case("generateUniqueName"))
    given = call.get_any_case("fileContent")
    if given in (None, "", []):
        token = links.sign(call.portal, wire.caller(call), {"to": folder["ID"], "unique": unique, "name": name})
        return {"field": "file", "uploadUrl": call.link("upload.json", token=token)}
    if not name.strip():
        raise errors.no_name()
    _, content = wire.file_content(given)
    file = objects.add_file(call.portal, folder, name, content, call.user_id, unique=unique)
    rights.grant(call.portal, file, call.get_any_case("rights"))
    return wire.shape(call, file, *wire.NEW)


@method("upload", scope="disk", batchable=False)
def upload(call: Call) -> dict[str, Any]:
    what = links.unsign(call.portal, wire.caller(call), str(call.get("token", default="")))
    posted = request.files.get("file")
    if posted is None or "to" not in what:
        raise errors.not_saved()
    folder = objects.get(call.portal, what["to"], "folder")
    rights.check(call.portal, folder, call.user_id, rights.EDIT)
    name = what["name"] or posted.filename or ""
    if not name:
        raise errors.no_name()
    file = objects.add_file(call.portal, folder, name, posted.read(), call.user_id, unique=bool(what["unique"]))
    return wire.shape(call, file, *wire.NEW)


@method("download", scope="disk", batchable=False)
def download(call: Call) -> Raw:
    what = links.unsign(call.portal, wire.caller(call), str(call.get("token", default="")))
    if "version" in what:
        version = objects.versions(call.portal).get(what["version"]) or {}
        return Raw(objects.content(call.portal, version), version["NAME"])
    file = objects.get(call.portal, what["file"], "file")
    rights.check(call.portal, file, call.user_id)
    return Raw(objects.content(call.portal, file), file["NAME"])
