"""disk.folder.* on the wire."""

from __future__ import annotations

from typing import Any

from sandbox.areas.disk import errors, links, objects, rights, wire
from sandbox.areas.disk.listing import page_of_children
from sandbox.areas.disk.uploads import uploaded
from sandbox.call import Call, Page, method
from sandbox.params import as_int, as_map
from sandbox.store import Record


def _folder(call: Call, level: str = rights.READ, name: str = "id") -> Record:
    """The folder that a parameter names, if the caller may. Raises ERROR_ARGUMENT, ERROR_NOT_FOUND, ACCESS_DENIED."""
    given = call.get_any_case(name)
    if given in (None, ""):
        raise errors.argument(1)
    folder = objects.get(call.portal, as_int(given), "folder")
    rights.check(call.portal, folder, call.user_id, level)
    return folder


@method("disk.folder.get", scope="disk")
def folder_get(call: Call) -> dict[str, Any]:
    return wire.shape(call, _folder(call))


@method("disk.folder.getchildren", scope="disk")
def folder_children(call: Call) -> Page:
    return page_of_children(call, _folder(call)["ID"])


@method("disk.folder.addsubfolder", scope="disk")
def folder_add(call: Call) -> dict[str, Any]:
    folder = _folder(call, rights.EDIT)
    name = str(as_map(call.get_any_case("data")).get("NAME") or "").strip()
    if not name:
        raise errors.argument(1)
    made = objects.add_folder(call.portal, folder, name, call.user_id)
    rights.grant(call.portal, made, call.get_any_case("rights"))
    return wire.shape(call, made, *wire.NEW)


@method("disk.folder.uploadfile", scope="disk", batchable=False)
def folder_upload(call: Call) -> dict[str, Any]:
    if call.get_any_case("id") in (None, ""):
        raise errors.argument(0)
    return uploaded(call, _folder(call, rights.EDIT))


@method("disk.folder.rename", scope="disk")
def folder_rename(call: Call) -> dict[str, Any]:
    folder, name = _folder(call, rights.EDIT), str(call.get_any_case("newName") or "").strip()
    if not name:
        raise errors.argument(1)
    return wire.shape(call, objects.rename(call.portal, folder, name, call.user_id))


@method("disk.folder.moveto", scope="disk")
def folder_move(call: Call) -> Any:
    folder, target = _folder(call, rights.EDIT), _folder(call, rights.EDIT, "targetFolderId")
    moved = objects.move(call.portal, folder, target, call.user_id)
    return wire.shape(call, moved, "PARENT_ID") if moved else False


@method("disk.folder.copyto", scope="disk")
def folder_copy(call: Call) -> dict[str, Any]:
    folder, target = _folder(call), _folder(call, rights.EDIT, "targetFolderId")
    return wire.shape(call, objects.copy(call.portal, folder, target, call.user_id), *wire.NEW)


@method("disk.folder.markdeleted", scope="disk")
def folder_trash(call: Call) -> dict[str, Any]:
    trashed = objects.trash(call.portal, _folder(call, rights.FULL), call.user_id)
    return wire.shape(call, trashed, "DELETED_TYPE")


@method("disk.folder.restore", scope="disk")
def folder_restore(call: Call) -> dict[str, Any]:
    restored = objects.restore(call.portal, _folder(call, rights.FULL), call.user_id)
    return wire.shape(call, restored, "DELETED_TYPE")


@method("disk.folder.deletetree", scope="disk")
def folder_delete(call: Call) -> bool:
    objects.delete(call.portal, _folder(call, rights.FULL))
    return True


@method("disk.folder.getexternallink", scope="disk")
def folder_link(call: Call) -> str:
    return links.external(call.portal, _folder(call))


@method("disk.folder.sharetouser", scope="disk")
def folder_share(call: Call) -> bool:
    folder = _folder(call, rights.FULL)
    user_id, task = call.get_any_case("userId"), call.get_any_case("taskName")
    if user_id in (None, "") or task in (None, ""):
        raise errors.argument(1)
    rights.share(call.portal, folder, as_int(user_id), str(task))
    return True
