"""disk.storage.*, disk.rights.getTasks on the wire."""

from __future__ import annotations

from typing import Any

from sandbox.areas.disk import errors, objects, rights, storages, wire
from sandbox.areas.disk.listing import page_of_children, page_of_storages
from sandbox.areas.disk.uploads import uploaded
from sandbox.call import Call, Page, method
from sandbox.params import as_int, as_map
from sandbox.store import Record


def _storage(call: Call) -> Record:
    given = call.get_any_case("id")
    if given in (None, ""):
        raise errors.argument(0)
    storage = storages.get(call.portal, as_int(given))
    if not storages.may_enter(call.portal, storage, call.user_id):
        raise errors.access_denied()
    return storage


def _root(call: Call) -> Record:
    return objects.get(call.portal, _storage(call)["ROOT_OBJECT_ID"])


@method("disk.storage.getlist", scope="disk")
def storage_list(call: Call) -> Page:
    return page_of_storages(call)


@method("disk.storage.get", scope="disk")
def storage_get(call: Call) -> dict[str, Any] | None:
    given = call.get_any_case("id")
    if given not in (None, "") and not str(given).isdigit():
        return None
    return wire.storage(_storage(call))


@method("disk.storage.gettypes", scope="disk")
def storage_types(call: Call) -> list[str]:
    return ["user", "common", "group"]


@method("disk.storage.getforapp", scope="disk")
def storage_for_app(call: Call) -> dict[str, Any]:
    if call.app is None:
        raise errors.app_context_required()
    return wire.storage(storages.of_app(call.portal, call.app))


@method("disk.storage.getchildren", scope="disk")
def storage_children(call: Call) -> Page:
    return page_of_children(call, _root(call)["ID"])


@method("disk.storage.addfolder", scope="disk")
def storage_add_folder(call: Call) -> dict[str, Any]:
    root = _root(call)
    name = str(as_map(call.get_any_case("data")).get("NAME") or "").strip()
    if not name:
        raise errors.argument(1)
    made = objects.add_folder(call.portal, root, name, call.user_id)
    rights.grant(call.portal, made, call.get_any_case("rights"))
    return wire.shape(call, made, *wire.NEW)


@method("disk.storage.uploadfile", scope="disk", batchable=False)
def storage_upload(call: Call) -> dict[str, Any]:
    return uploaded(call, _root(call))


@method("disk.rights.gettasks", scope="disk")
def rights_tasks(call: Call) -> list[dict[str, str]]:
    return [{"ID": str(number), "NAME": name, "TITLE": title} for number, (name, title) in rights.TASKS.items()]


@method("disk.storage.rename", scope="disk", app_only=True)
def storage_rename(call: Call) -> dict[str, Any]:
    """Only the application's own storage, by the application itself."""
    storage, name = _storage(call), str(call.get_any_case("newName", "") or "").strip()
    if storage["ENTITY_TYPE"] != storages.APP:
        raise errors.not_of_app()
    if storage["ENTITY_ID"] != str((call.app or {})["ID"]):
        raise errors.access_denied()
    if not name:
        raise errors.empty_name()
    storages.collection(call.portal).change(storage["ID"], NAME=name)
    return wire.storage({**storage, "NAME": name})
