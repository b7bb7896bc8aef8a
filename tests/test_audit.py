"""`python -m app audit`: heads, checks and exports of a real database, by the command line's own door."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import update

from app import cli
from app.bootstrap import Application, build
from app.domain.facts import ManagerWarned
from app.ports.access import TokenPair
from app.store.schema import history
from config.settings import Settings
from tests.store.samples import an_address


@pytest.fixture
def application(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Application]:
    variables = {
        "DATABASE_URL": f"sqlite:///{tmp_path}/audit.db", "APP_URL": "https://app.example",
        "ENCRYPTION_KEYS": Fernet.generate_key().decode(), "QR_KEY": "k" * 32,
    }  # fmt: skip
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    made = build(Settings.load(), ring=lambda: None)
    made.database.migrate()
    now = made.clock.now()
    for member in ("first", "second"):
        pair = TokenPair("access-secret", "refresh-secret", now, 1)
        portal = made.portals.upsert_install(an_address(member), tokens=pair, application_token="a", at=now)
        warn(made, portal.member_id, 3)
    yield made
    made.close()


def warn(application: Application, member_id: str, count: int) -> None:
    portal = application.portals.by_member(member_id)
    assert portal is not None
    with application.store(portal).transaction() as tx:
        for number in range(count):
            warning = ManagerWarned(40, f"Сумма акта {number}", f"{application.clock.now()}:{number}")
            tx.record(warning, lane="deal:40")


def head_of(capsys: pytest.CaptureFixture[str], member_id: str) -> str:
    capsys.readouterr()
    assert cli.main(["audit", "head", "--portal", member_id]) == 0
    return capsys.readouterr().out.split()[-1]


def forge(application: Application) -> None:
    with application.database.write() as connection:
        connection.execute(update(history).where(history.c.id == 2).values(by=99))


def test_heads_are_told_of_every_portal(application: Application, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["audit", "head"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["first", "second"]


def test_a_whole_history_is_said_to_be_whole(application: Application, capsys: pytest.CaptureFixture[str]) -> None:
    head = head_of(capsys, "first")
    warn(application, "first", 2)
    head_of(capsys, "first")
    assert cli.main(["audit", "verify", "--portal", "first", "--head", head]) == 0
    assert "история цела, строк 5" in capsys.readouterr().out


def test_a_forged_line_fails_the_check(application: Application, capsys: pytest.CaptureFixture[str]) -> None:
    head_of(capsys, "first")
    head_of(capsys, "second")
    forge(application)
    assert cli.main(["audit", "verify"]) == 1
    said = capsys.readouterr().out
    assert "✗ first.example" in said
    assert "✓ second.example" in said


def test_an_export_is_checked_without_the_database(
    application: Application, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = head_of(capsys, "first")
    assert cli.main(["audit", "export", "--portal", "first"]) == 0
    file = tmp_path / "history.jsonl"
    file.write_text(capsys.readouterr().out)
    assert cli.main(["audit", "verify", "--file", str(file), "--head", head]) == 0
    records = [json.loads(line) for line in file.read_text().splitlines()]
    records[1]["line"]["body"]["reason"] = "Другая сумма"
    file.write_text("\n".join(json.dumps(record) for record in records))
    assert cli.main(["audit", "verify", "--file", str(file), "--head", head]) == 1


@pytest.mark.parametrize(
    "asked",
    [["--head", "nonsense"], ["--head", f"1:3:{'0' * 64}"], ["--portal", "nobody"], ["--file", "pyproject.toml"]],
)
def test_what_cannot_be_checked_is_said(
    application: Application, asked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["audit", "verify", *asked]) == 1
    assert capsys.readouterr().err
