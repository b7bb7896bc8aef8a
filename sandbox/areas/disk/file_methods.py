"""disk.file.*, disk.version.get, disk.attachedObject.get on the wire."""

from __future__ import annotations

from typing import Any

from sandbox.areas.disk import errors, links, objects, rights, wire
from sandbox.call import Call, Page, method, page_of
from sandbox.params import as_int
from sandbox.store import Record


def _file(call: Call, level: str = rights.READ) -> Record:
    """The file that `id` names, if the caller may. Raises ERROR_ARGUMENT, ERROR_NOT_FOUND, ACCESS_DENIED."""
    given = call.get("id")  # `ID` is not taken for it, as fast_bitrix24's live tests have seen
    if given in (None, ""):
        raise errors.argument(0)
    file = objects.get(call.portal, as_int(given), "file")
    rights.check(call.portal, file, call.user_id, level)
    return file


def _target(call: Call) -> Record:
    given = call.get_any_case("targetFolderId")
    if given in (None, ""):
        raise errors.argument(0)
    folder = objects.get(call.portal, as_int(given), "folder")
    rights.check(call.portal, folder, call.user_id, rights.EDIT)
    return folder


@method("disk.file.get", scope="disk")
def file_get(call: Call) -> dict[str, Any]:
    return wire.shape(call, _file(call))


@method("disk.file.rename", scope="disk")
def file_rename(call: Call) -> dict[str, Any]:
    file, name = _file(call, rights.EDIT), call.get_any_case("newName")
    if name is None:
        raise errors.argument(0)
    if not str(name).strip():
        raise errors.empty_name()
    return wire.shape(call, objects.rename(call.portal, file, str(name), call.user_id))


@method("disk.file.moveto", scope="disk")
def file_move(call: Call) -> Any:
    moved = objects.move(call.portal, _file(call, rights.EDIT), _target(call), call.user_id)
    return wire.shape(call, moved, "PARENT_ID") if moved else False


@method("disk.file.copyto", scope="disk")
def file_copy(call: Call) -> dict[str, Any]:
    copied = objects.copy(call.portal, _file(call), _target(call), call.user_id)
    return wire.shape(call, copied, *wire.NEW)


@method("disk.file.markdeleted", scope="disk")
def file_trash(call: Call) -> dict[str, Any]:
    return wire.shape(call, objects.trash(call.portal, _file(call, rights.EDIT), call.user_id))


@method("disk.file.restore", scope="disk")
def file_restore(call: Call) -> dict[str, Any]:
    restored = objects.restore(call.portal, _file(call, rights.EDIT), call.user_id)
    return wire.shape(call, restored, "DELETED_TYPE")


@method("disk.file.delete", scope="disk")
def file_delete(call: Call) -> bool:
    objects.delete(call.portal, _file(call, rights.FULL))
    return True


@method("disk.file.uploadversion", scope="disk", batchable=False)
def file_upload_version(call: Call) -> dict[str, Any]:
    file, given = _file(call, rights.EDIT), call.get_any_case("fileContent")
    if given in (None, "", []):
        raise errors.argument(0)
    _, content = wire.file_content(given, "DISK_FILE_22002")
    changed = objects.put_version(call.portal, file, content, call.user_id)
    return wire.shape(call, changed, "GLOBAL_CONTENT_VERSION")


@method("disk.file.getversions", scope="disk")
def file_versions(call: Call) -> Page:
    found = objects.versions(call.portal).find(OBJECT_ID=_file(call)["ID"])
    return page_of([wire.version(call, row) for row in reversed(found)], call)


@method("disk.version.get", scope="disk")
def version_get(call: Call) -> dict[str, Any]:
    number = as_int(call.get_any_case("id"))
    found = objects.versions(call.portal).get(number)
    if found is None:
        raise errors.not_found(number)
    rights.check(call.portal, objects.get(call.portal, found["OBJECT_ID"]), call.user_id)
    return wire.version(call, found)


@method("disk.file.getexternallink", scope="disk")
def file_link(call: Call) -> str:
    return links.external(call.portal, _file(call))


@method("disk.attachedobject.get", scope="disk")
def attached_get(call: Call) -> dict[str, Any]:
    number = as_int(call.get_any_case("id"))
    found = call.portal.collection("disk_attached").get(number)
    if found is None:
        raise errors.not_found(number)
    file = objects.get(call.portal, found["OBJECT_ID"], "file")
    names = ("ID", "OBJECT_ID", "MODULE_ID", "ENTITY_TYPE", "ENTITY_ID", "CREATE_TIME", "CREATED_BY")
    head = f"{call.portal.url}/bitrix/tools/disk/uf.php?attachedId={number}"
    return {
        **{name: str(found[name]) for name in names},
        "DOWNLOAD_URL": f"{head}&auth[auth]={call.auth}&action=download&ncc=1",
        "NAME": file["NAME"],
        "SIZE": str(file["SIZE"]),
    }


@method("disk.file.restorefromversion", scope="disk")
def file_restore_version(call: Call) -> dict[str, Any]:
    """The old content becomes a new version."""
    file, given = _file(call, rights.EDIT), call.get_any_case("versionId")
    if given in (None, ""):
        raise errors.argument(0)
    version = objects.versions(call.portal).get(as_int(given))
    if version is None:
        raise errors.not_found(given)
    if version["OBJECT_ID"] != file["ID"]:
        raise errors.another_file()
    changed = objects.put_version(call.portal, file, objects.content(call.portal, version), call.user_id)
    return wire.shape(call, changed, "GLOBAL_CONTENT_VERSION")
