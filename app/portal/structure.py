"""What the installer builds in the portal's CRM and drive: smart processes, fields, stages, root folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.act import DiskFile
from app.errors import HostError, ObjectGone
from app.portal.client import PortalClient
from app.portal.drive import NAME_TAKEN
from app.portal.items import DEAL
from app.portal.stages import Stage, Stages, dictionary
from app.portal.values import flag, mapping, must_id, rows, text, whole


@dataclass(frozen=True, slots=True)
class SmartProcess:
    """`id` names its user fields (CRM_{id}), `entity_type_id` its items."""

    id: int
    entity_type_id: int
    title: str


@dataclass(frozen=True, slots=True)
class Category:
    """A funnel («Воронка»)."""

    id: int
    name: str
    is_default: bool


@dataclass(frozen=True, slots=True)
class UserField:
    id: int
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A field to add; `kind` is USER_TYPE_ID (string, double, date, boolean, url, file…)."""

    name: str
    kind: str
    labels: Mapping[str, str]
    is_multiple: bool = False
    in_filter: bool = True
    settings: Mapping[str, Any] | None = None


class Structure:
    """Raises HostError kinds; needs an administrator of the CRM."""

    def __init__(self, client: PortalClient) -> None:
        self._client = client

    def processes(self) -> list[SmartProcess]:
        read = self._client.rows_after("crm.type.list", {}, wrap="types", id_key="id")
        return [_process(row) for row in read]

    def add_process(self, title: str, *, deal_tab: bool = False) -> SmartProcess:
        """A process with stages, clients, money, robots, tied to deals; `deal_tab`: its list in the deal card."""
        switches = (
            "isStagesEnabled", "isClientEnabled", "isMycompanyEnabled", "isLinkWithProductsEnabled",
            "isAutomationEnabled", "isBizProcEnabled", "isRecyclebinEnabled", "isDocumentsEnabled",
        )  # fmt: skip
        # These flags alone take "true" and "false" (crm-type-add.md).
        parent = {"entityTypeId": DEAL, "isChildrenListEnabled": "true" if deal_tab else "false"}
        fields = {"title": title, **dict.fromkeys(switches, "Y"), "relations": {"parent": [parent]}}
        return _process(mapping(mapping(self._client.call("crm.type.add", {"fields": fields})).get("type")))

    def categories(self, entity_type_id: int) -> list[Category]:
        result = self._client.call("crm.category.list", {"entityTypeId": entity_type_id})
        return [
            Category(whole(row.get("id")) or 0, text(row.get("name")), flag(row.get("isDefault")))
            for row in rows(mapping(result).get("categories"))
        ]

    def stages(self, entity_type_id: int, category_id: int) -> list[Stage]:
        """By their order in the funnel, read now."""
        return Stages(self._client).of(entity_type_id, category_id)

    def add_stage(
        self, entity_type_id: int, category_id: int, *, stage_id: str, name: str, sort: int, color: str = ""
    ) -> int:
        """A stage in work below the final ones; the portal adds the funnel's prefix to `stage_id` itself."""
        fields: dict[str, Any] = {
            "ENTITY_ID": dictionary(entity_type_id, category_id),
            "STATUS_ID": stage_id,
            "NAME": name,
            "SORT": sort,
        }
        if color:
            fields["COLOR"] = color
        return must_id(self._client.call("crm.status.add", {"fields": fields}))

    def change_stage(self, status_id: int, *, name: str | None = None, color: str | None = None) -> None:
        """`status_id` is Stage.id."""
        wanted = {"NAME": name, "COLOR": color}
        fields = {key: value for key, value in wanted.items() if value is not None}
        self._client.call("crm.status.update", {"id": status_id, "fields": fields})

    def fields(self, entity_id: str) -> list[UserField]:
        """`entity_id`: CRM_SMART_INVOICE, CRM_{SmartProcess.id}, CRM_DEAL."""
        params = {
            "moduleId": "crm",
            "select": {"0": "id", "1": "fieldName", "2": "userTypeId"},
            "filter": {"entityId": entity_id},
        }
        found: list[UserField] = []
        start: int | None = 0
        while start is not None:
            answer = self._client.call_full("userfieldconfig.list", {**params, "start": start})
            found += [_field(row) for row in rows(mapping(answer.result).get("fields"))]
            start = answer.next
        return found

    def add_field(self, entity_id: str, field: FieldSpec) -> UserField:
        sent: dict[str, Any] = {
            "entityId": entity_id,
            "fieldName": field.name,
            "userTypeId": field.kind,
            "multiple": "Y" if field.is_multiple else "N",
            "mandatory": "N",
            "showFilter": "Y" if field.in_filter else "N",
            "editFormLabel": dict(field.labels),
        }
        if field.settings:
            sent["settings"] = dict(field.settings)
        result = mapping(self._client.call("userfieldconfig.add", {"moduleId": "crm", "field": sent}))
        return _field(mapping(result.get("field")))

    def delete_process(self, type_id: int) -> None:
        """Refused by the portal while there are items."""
        self._client.call("crm.type.delete", {"id": type_id})

    def delete_stage(self, status_id: int) -> None:
        """Refused by the portal while items stand in it."""
        self._client.call("crm.status.delete", {"id": status_id})

    def delete_field(self, field_id: int) -> None:
        self._client.call("userfieldconfig.delete", {"moduleId": "crm", "id": field_id})

    def trash_folder(self, folder_id: int) -> None:
        """Into the drive's recycle bin: what somebody put there meanwhile can be had back."""
        self._client.call("disk.folder.markdeleted", {"id": folder_id})

    def is_folder_empty(self, folder_id: int) -> bool:
        return not rows(self._client.call("disk.folder.getchildren", {"id": folder_id}))

    def count(self, entity_type_id: int, where: Mapping[str, Any]) -> int:
        """How many items match; for messages and for judging what is in use, not for reading."""
        params = {"entityTypeId": entity_type_id, "select": ["id"], "filter": dict(where), "useOriginalUfNames": "Y"}
        answer = self._client.call_full("crm.item.list", params)
        return answer.total if answer.total is not None else len(rows(mapping(answer.result).get("items")))

    def values(self, entity_type_id: int, field: str, where: Mapping[str, Any]) -> tuple[list[Any], int]:
        """What the field holds in the first fifty items that match, and how many those items are."""
        asked = {"select": ["id", field], "filter": dict(where), "useOriginalUfNames": "Y"}
        params = {"entityTypeId": entity_type_id, **asked}
        answer = self._client.call_full("crm.item.list", params)
        found = [item.get(field) for item in rows(mapping(answer.result).get("items"))]
        return found, len(found) if answer.total is None else answer.total

    def root_folders(self) -> list[str]:
        """Names of the folders in the root of the shared drive: the first fifty."""
        params = {"id": self._shared_storage(), "filter": {"TYPE": "folder"}}
        return [text(row.get("NAME")) for row in rows(self._client.call("disk.storage.getchildren", params))]

    def root_folder(self, name: str) -> DiskFile | None:
        return self._folder(self._shared_storage(), name)

    def ensure_root_folder(self, name: str, rights: Sequence[tuple[str, str]]) -> DiskFile:
        """A folder in the root of the shared drive; `rights`: (access code, disk_access_read|edit|full).

        The rights are set when it is made; a folder that stands already keeps its own.
        """
        storage = self._shared_storage()
        found = self._folder(storage, name)
        if found is not None:
            return found
        params = {"id": storage, "data": {"NAME": name}, "rights": self._rights(rights)}
        try:
            made = mapping(self._client.call("disk.storage.addfolder", params))
        except HostError as error:
            found = self._folder(storage, name) if error.code == NAME_TAKEN else None
            if found is None:
                raise
            return found
        return DiskFile(must_id(made.get("ID")), text(made.get("DETAIL_URL")))

    def _shared_storage(self) -> int:
        found = rows(self._client.call("disk.storage.getlist", {"filter": {"ENTITY_TYPE": "common"}}))
        if not found:
            raise ObjectGone("NO_SHARED_DRIVE", "На портале нет общего диска.", 404)
        return must_id(found[0].get("ID"))

    def _folder(self, storage: int, name: str) -> DiskFile | None:
        params = {"id": storage, "filter": {"NAME": name, "TYPE": "folder"}}
        for row in rows(self._client.call("disk.storage.getchildren", params)):
            if text(row.get("NAME")) == name and row.get("TYPE") == "folder":
                return DiskFile(must_id(row.get("ID")), text(row.get("DETAIL_URL")))
        return None

    def _rights(self, rights: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
        """The levels' ids differ from portal to portal: they are looked up by name."""
        tasks = rows(self._client.call("disk.rights.gettasks")) if rights else []
        by_name = {text(task.get("NAME")): must_id(task.get("ID")) for task in tasks}
        return [{"TASK_ID": by_name[level], "ACCESS_CODE": code} for code, level in rights if level in by_name]


def _process(row: Mapping[str, Any]) -> SmartProcess:
    return SmartProcess(must_id(row.get("id")), must_id(row.get("entityTypeId")), text(row.get("title")))


def _field(row: Mapping[str, Any]) -> UserField:
    return UserField(must_id(row.get("id")), text(row.get("fieldName")), text(row.get("userTypeId")))
