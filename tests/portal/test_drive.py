"""The shared drive on the running sandbox: folders and files are there once."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest

from app.errors import HostError
from app.portal.client import PortalClient
from app.portal.drive import PortalDrive
from tests.portal.conftest import Live


@pytest.fixture
def drive(portal: PortalClient) -> PortalDrive:
    return PortalDrive(portal)


@pytest.fixture
def top() -> str:
    return f"Акты {uuid.uuid4().hex[:8]}"


def children(portal: PortalClient, folder_id: int) -> list[dict[str, str]]:
    found: list[dict[str, str]] = portal.call("disk.folder.getchildren", {"id": folder_id})
    return found


def test_a_path_is_made_once(drive: PortalDrive, portal: PortalClient, top: str) -> None:
    first = drive.ensure_folder([top, "2026", "ООО «Ромашка»"])
    again = drive.ensure_folder([top, "2026", "ООО «Ромашка»"])
    assert first == again
    assert first.url
    year = drive.ensure_folder([top, "2026"])
    assert len(children(portal, year.id)) == 1


def test_a_file_is_uploaded_once(
    drive: PortalDrive, live: Live, portal: PortalClient, top: str, tmp_path: Path
) -> None:
    folder = drive.ensure_folder([top])
    content = tmp_path / "act.pdf"
    content.write_bytes(b"%PDF-1.7 first")
    first = drive.ensure_file(folder.id, "Акт № 1.pdf", content)
    live.log.notes.clear()
    assert drive.ensure_file(folder.id, "Акт № 1.pdf", content) == first
    assert "disk.file.uploadversion" not in [note.method for note in live.log.notes]
    assert [entry["NAME"] for entry in children(portal, folder.id)] == ["Акт № 1.pdf"]


@pytest.mark.parametrize("changed", [b"%PDF-1.7 second, longer", b"%PDF-1.7 f1rst"])
def test_other_contents_become_a_new_version(
    drive: PortalDrive, portal: PortalClient, top: str, tmp_path: Path, changed: bytes
) -> None:
    folder = drive.ensure_folder([top])
    content = tmp_path / "act.pdf"
    content.write_bytes(b"%PDF-1.7 first")
    first = drive.ensure_file(folder.id, "Акт.pdf", content)
    content.write_bytes(changed)
    assert drive.ensure_file(folder.id, "Акт.pdf", content).id == first.id
    (entry,) = children(portal, folder.id)
    assert entry["GLOBAL_CONTENT_VERSION"] == "2"
    fresh = portal.call("disk.file.get", {"id": first.id})
    with portal.download(fresh["DOWNLOAD_URL"]) as answer:
        assert answer.content == changed


def test_a_file_that_bears_a_folders_name_is_told(drive: PortalDrive, top: str, tmp_path: Path) -> None:
    folder = drive.ensure_folder([top])
    content = tmp_path / "x"
    content.write_bytes(b"x")
    drive.ensure_file(folder.id, "2026", content)
    with pytest.raises(HostError):
        drive.ensure_folder([top, "2026"])


def test_download_links_stay_out_of_the_log(
    drive: PortalDrive, live: Live, portal: PortalClient, top: str, tmp_path: Path
) -> None:
    folder = drive.ensure_folder([top])
    content = tmp_path / "act.pdf"
    content.write_bytes(b"x" * 10)
    drive.ensure_file(folder.id, "a.pdf", content)
    drive.ensure_file(folder.id, "a.pdf", content)
    assert live.vault.tokens.access not in live.log.text
