"""The drive answers as the host's: numbers when new, strings when read, names unique in a folder."""

from __future__ import annotations

import base64
from typing import Any

import pytest
import requests

from sandbox.server import SandboxServer

PDF = b"%PDF-1.7 act"


def b64(content: bytes) -> str:
    return base64.b64encode(content).decode()


@pytest.fixture
def root(rest: Any) -> int:
    """The root folder of «Общий диск»."""
    found = rest("disk.storage.getlist", {"filter": {"ENTITY_TYPE": "common"}})
    assert found["total"] == 1
    storage = found["result"][0]
    assert storage["NAME"] == "Общий диск"
    assert isinstance(storage["ID"], str)
    return int(storage["ROOT_OBJECT_ID"])


def folder(rest: Any, parent: int, name: str) -> int:
    return int(rest("disk.folder.addsubfolder", {"id": parent, "data": {"NAME": name}})["result"]["ID"])


def upload(rest: Any, parent: int, name: str, content: bytes = PDF, **more: Any) -> Any:
    asked = {"id": parent, "data": {"NAME": name}, "fileContent": [name, b64(content)], **more}
    return rest("disk.folder.uploadfile", asked)


def test_a_new_folder_has_numbers_and_a_read_one_strings(rest: Any, root: int) -> None:
    made = rest("disk.folder.addsubfolder", {"id": root, "data": {"NAME": "Акты"}})["result"]
    assert (type(made["ID"]), made["DELETED_TYPE"], made["PARENT_ID"]) == (int, 0, str(root))
    read = rest("disk.folder.get", {"id": made["ID"]})["result"]
    assert (read["ID"], read["DELETED_TYPE"]) == (str(made["ID"]), "0")
    assert read["DETAIL_URL"].endswith("/docs/path/Акты")
    listed = rest("disk.folder.getchildren", {"id": root, "filter": {"NAME": "Акты", "TYPE": "folder"}})
    assert [row["ID"] for row in listed["result"]] == [read["ID"]]
    assert listed["total"] == 1


def test_a_taken_name_is_refused_in_the_hosts_words(rest: Any, root: int) -> None:
    folder(rest, root, "2026")
    again = rest("disk.folder.addsubfolder", {"id": root, "data": {"NAME": "2026"}})
    assert again == {"error": "DISK_OBJ_22000", "error_description": "Папка с таким именем уже есть"}
    upload(rest, root, "Акт.pdf")
    assert upload(rest, root, "Акт.pdf")["error_description"] == "Файл с таким именем уже есть"
    unique = upload(rest, root, "Акт.pdf", generateUniqueName=True)["result"]
    assert (unique["NAME"], unique["GLOBAL_CONTENT_VERSION"], unique["SIZE"]) == ("Акт (1).pdf", 1, str(len(PDF)))


def test_an_address_of_a_file_lives_as_long_as_its_token(server: SandboxServer, root: int, rest: Any) -> None:
    made = upload(rest, root, "Акт.pdf")["result"]
    assert requests.get(made["DOWNLOAD_URL"], timeout=10).content == PDF
    token = server.env["B24_ACCESS_TOKEN"]
    ask = {"id": made["ID"], "auth": token}
    url = requests.post(f"{server.url}/rest/disk.file.get", json=ask, timeout=10).json()["result"]["DOWNLOAD_URL"]
    assert requests.get(url, timeout=10).content == PDF
    other = server.env["B24_ACCESS_TOKEN"]
    assert requests.get(url.replace(token, other), timeout=10).status_code == 403
    server.portal.tokens.expire_all()
    assert requests.get(url, timeout=10).json()["error"] == "expired_token"


def test_a_file_can_be_sent_in_two_steps(rest: Any, root: int) -> None:
    place = rest("disk.folder.uploadfile", {"id": root})["result"]
    assert place["field"] == "file"
    answer = requests.post(place["uploadUrl"], files={"file": ("Скан.pdf", PDF)}, timeout=10).json()["result"]
    assert answer["NAME"] == "Скан.pdf"
    assert requests.get(answer["DOWNLOAD_URL"], timeout=10).content == PDF


def test_files_move_copy_and_come_back_from_the_bin(rest: Any, root: int) -> None:
    acts, archive = folder(rest, root, "Акты"), folder(rest, root, "Архив")
    file = upload(rest, acts, "Акт.pdf")["result"]["ID"]
    moved = rest("disk.file.moveto", {"id": file, "targetFolderId": archive})["result"]
    assert moved["PARENT_ID"] == archive
    copied = rest("disk.folder.copyto", {"id": archive, "targetFolderId": acts})["result"]
    assert rest("disk.folder.getchildren", {"id": copied["ID"]})["total"] == 1
    assert rest("disk.folder.markdeleted", {"id": archive})["result"]["DELETED_TYPE"] == 3
    assert rest("disk.file.get", {"id": file})["result"]["DELETED_TYPE"] == "4"
    assert rest("disk.folder.restore", {"id": archive})["result"]["DELETED_TYPE"] == 0
    assert rest("disk.file.get", {"id": file})["result"]["DELETED_TYPE"] == "0"
    assert rest("disk.folder.deletetree", {"id": root})["error_description"] == "Could not delete root folder"
    assert rest("disk.folder.deletetree", {"id": archive})["result"] is True
    assert rest("disk.file.get", {"id": file})["error_description"] == f"Could not find entity with id `{file}`"


def test_a_new_version_keeps_the_old_one(rest: Any, root: int) -> None:
    file = upload(rest, root, "Акт.pdf")["result"]["ID"]
    changed = rest("disk.file.uploadversion", {"id": file, "fileContent": ["Акт.pdf", b64(b"%PDF-2")]})["result"]
    assert changed["GLOBAL_CONTENT_VERSION"] == 2
    versions = rest("disk.file.getversions", {"id": file})["result"]
    assert requests.get(versions[0]["DOWNLOAD_URL"], timeout=10).content == PDF
    assert requests.get(changed["DOWNLOAD_URL"], timeout=10).content == b"%PDF-2"


def test_a_public_address_needs_no_token(rest: Any, root: int) -> None:
    file = upload(rest, root, "Акт.pdf")["result"]["ID"]
    link = rest("disk.file.getexternallink", {"id": file})["result"]
    assert "/~" in link
    assert requests.get(link, timeout=10).content == PDF


def test_a_private_storage_is_closed_to_others_until_shared(server: SandboxServer, rest: Any) -> None:
    own = rest("disk.storage.getlist", {"filter": {"ENTITY_TYPE": "user", "ENTITY_ID": "1"}})["result"][0]
    private = rest("disk.storage.addfolder", {"id": own["ID"], "data": {"NAME": "Личное"}})["result"]["ID"]
    secret = server.portal.tokens.add_webhook(2, ["disk"])
    url = f"{server.url}/rest/2/{secret}/disk.folder.get"
    assert requests.post(url, json={"id": private}, timeout=10).json()["error"] == "ACCESS_DENIED"
    asked = {"id": private, "userId": 2, "taskName": "disk_access_read"}
    assert rest("disk.folder.sharetouser", asked)["result"] is True
    assert requests.post(url, json={"id": private}, timeout=10).json()["result"]["NAME"] == "Личное"


def test_missing_parameters_are_numbered(rest: Any, root: int) -> None:
    for asked in ({}, {"ID": root}):  # names are taken as they are written
        assert rest("disk.file.get", asked)["error_description"] == "Invalid value of parameter {Parameter #0}"
    assert rest("disk.folder.addsubfolder", {"id": root})["error_description"] == (
        "Invalid value of parameter {Parameter #1}"
    )
    no_name = rest("disk.folder.uploadfile", {"id": root, "fileContent": ["a", b64(PDF)]})
    assert no_name["error"] == "DISK_BASE_SERVICE_22001"
    tasks = {row["NAME"]: row["ID"] for row in rest("disk.rights.getTasks")["result"]}
    assert tasks["disk_access_read"] == "71"


def test_a_search_looks_at_names_of_what_may_be_read(rest: Any, root: int) -> None:
    inside = folder(rest, root, "Договоры 2030")
    upload(rest, inside, "Договор поставки.pdf")
    asked = {"QUERY": "договор", "TYPE": "all", "FILTER": {"FOLDER_ID": root}}
    found = [row["NAME"] for row in rest("disk.file.search", asked)["result"]]
    assert found[:2] == ["Договор поставки.pdf", "Договоры 2030"]
    only = rest("disk.file.search", {"QUERY": "договор поставки", "FILTER": {"FOLDER_ID": inside}})["result"]
    assert [row["NAME"] for row in only] == ["Договор поставки.pdf"]
    assert rest("disk.file.search", {"QUERY": "до"})["error"] == "INVALID_QUERY"
    assert rest("disk.file.search", {"QUERY": "договор", "FILTER": {"NAME": "x"}})["error"] == "INVALID_FILTER"
    assert rest("disk.file.search", {"QUERY": "договор", "FILTER": {"FOLDER_ID": 999999}})["error"] == "NOT_FOUND"


def test_an_old_version_comes_back_as_a_new_one(rest: Any, root: int) -> None:
    first = int(upload(rest, root, "Счёт.pdf", b"one")["result"]["ID"])
    other = int(upload(rest, root, "Другой.pdf", b"x")["result"]["ID"])
    rest("disk.file.uploadversion", {"id": first, "fileContent": ["Счёт.pdf", b64(b"two")]})
    version = rest("disk.file.getversions", {"id": first})["result"][-1]["ID"]
    assert rest("disk.file.restorefromversion", {"id": other, "versionId": version})["error"] == "DISK_FILE_22004"
    restored = rest("disk.file.restorefromversion", {"id": first, "versionId": version})["result"]
    assert restored["GLOBAL_CONTENT_VERSION"] == 3
    assert requests.get(restored["DOWNLOAD_URL"], timeout=10).content == b"one"
