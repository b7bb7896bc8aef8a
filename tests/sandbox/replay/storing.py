"""The part of the walk that keeps things: the drive and universal lists."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

Do = Callable[..., Any]
FILE = ["Акт.pdf", base64.b64encode(b"%PDF-1.4").decode()]


def drive(do: Do) -> None:
    storage = do("disk.storage.getlist", filter={"ENTITY_TYPE": "common"})[0]
    do("disk.storage.get", id=storage["ID"])
    own = do("disk.storage.getForApp")
    do("disk.storage.rename", id=own["ID"], newName="Проба")
    for kind in ("storage", "folder", "file"):
        do(f"disk.{kind}.getFields")
    do("disk.storage.gettypes")
    do("disk.rights.getTasks")
    folder = do("disk.storage.addFolder", id=storage["ID"], data={"NAME": "Проба"})["ID"]
    do("disk.storage.uploadFile", id=storage["ID"], data={"NAME": "Корень.pdf"}, fileContent=FILE)
    do("disk.storage.getChildren", id=storage["ID"])
    inner = do("disk.folder.addSubFolder", id=folder, data={"NAME": "Внутри"})["ID"]
    file = do("disk.folder.uploadFile", id=folder, data={"NAME": "Акт.pdf"}, fileContent=FILE)["ID"]
    do("disk.folder.getChildren", id=folder)
    _one_file(do, file, inner)
    do("disk.folder.get", id=inner)
    do("disk.folder.rename", id=inner, newName="Другая")
    do("disk.folder.getExternalLink", id=inner)
    do("disk.folder.shareToUser", id=inner, userId=2, taskName="disk_access_read")
    other = do("disk.storage.addFolder", id=storage["ID"], data={"NAME": "Рядом"})["ID"]
    do("disk.folder.copyTo", id=inner, targetFolderId=other)
    do("disk.folder.markDeleted", id=other)
    do("disk.folder.restore", id=other)
    do("disk.folder.moveTo", id=other, targetFolderId=folder)
    do("disk.folder.deleteTree", id=folder)


def _one_file(do: Do, file: int, folder: int) -> None:
    do("disk.file.get", id=file)
    do("disk.file.rename", id=file, newName="Акт 1.pdf")
    do("disk.file.uploadVersion", id=file, fileContent=FILE)
    version = do("disk.file.getVersions", id=file)[0]["ID"]
    do("disk.version.get", id=version)
    do("disk.file.restoreFromVersion", id=file, versionId=version)
    do("disk.file.search", QUERY="Проба", TYPE="folder")
    do("disk.file.getExternalLink", id=file)
    do("disk.file.copyTo", id=file, targetFolderId=folder)
    task = do("tasks.task.add", fields={"TITLE": "С файлом", "RESPONSIBLE_ID": 1, "UF_TASK_WEBDAV_FILES": [f"n{file}"]})
    select = ["*", "UF_TASK_WEBDAV_FILES"]
    attached = do("tasks.task.get", taskId=task["task"]["id"], select=select)["task"]["ufTaskWebdavFiles"][0]
    do("disk.attachedObject.get", id=attached)
    do("disk.file.markDeleted", id=file)
    do("disk.file.restore", id=file)
    moved = do("disk.folder.addSubFolder", id=folder, data={"NAME": "Ещё"})["ID"]
    do("disk.file.moveTo", id=file, targetFolderId=moved)
    do("disk.file.delete", id=file)


def lists(do: Do) -> None:
    where = {"IBLOCK_TYPE_ID": "lists", "IBLOCK_CODE": "probe"}
    new = do("lists.add", **where, FIELDS={"NAME": "Проба"})
    where = {"IBLOCK_TYPE_ID": "lists", "IBLOCK_ID": new}
    field = do("lists.field.add", **where, FIELDS={"NAME": "Сумма", "TYPE": "N", "CODE": "SUM"})
    do("lists.field.add", **where, FIELDS={"NAME": "Вид", "TYPE": "L", "CODE": "KIND", "LIST_TEXT_VALUES": "Акт"})
    do("lists.field.get", **where, FIELD_ID=f"PROPERTY_{int(field.removeprefix('PROPERTY_')) + 1}")
    element = do("lists.element.add", **where, ELEMENT_CODE="one", FIELDS={"NAME": "Первый", field: 100})
    do("lists.element.update", **where, ELEMENT_ID=element, FIELDS={"NAME": "Второй", field: 200})
    do("lists.element.get", **where)
    do("lists.get", IBLOCK_TYPE_ID="lists")
    scan = do("lists.field.add", **where, FIELDS={"NAME": "Скан", "TYPE": "F", "CODE": "SCAN"})
    do("lists.element.update", **where, ELEMENT_ID=element, FIELDS={"NAME": "Второй", scan: ["a.pdf", "JVBERg=="]})
    number = scan.removeprefix("PROPERTY_")
    do("lists.element.get.file.url", **where, ELEMENT_ID=element, FIELD_ID=number)
    do("lists.element.delete", **where, ELEMENT_ID=element)
    do("lists.field.type.get", **where)
    do("lists.field.update", **where, FIELD_ID=field, FIELDS={"NAME": "Итог", "TYPE": "N"})
    do("lists.field.delete", **where, FIELD_ID=scan)
    list_sections(do, where)
    do("lists.get.iblock.type.id", IBLOCK_ID=new)
    do("lists.update", **where, FIELDS={"NAME": "Проба пера"})
    do("lists.delete", **where)


def list_sections(do: Do, where: dict[str, Any]) -> None:
    section = do("lists.section.add", **where, SECTION_CODE="docs", FIELDS={"NAME": "Документы", "XML_ID": "docs"})
    do("lists.section.update", **where, SECTION_ID=section, FIELDS={"NAME": "Бумаги"})
    do("lists.section.get", **where)
    do("lists.section.delete", **where, SECTION_ID=section)
