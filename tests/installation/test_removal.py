"""Preparing for the removal: nothing registered is left, and what is kept is what the list says."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

import install
from app.bootstrap import robot_payload
from app.domain.calls import RobotCall
from app.domain.policy import ActsType
from app.domain.setup import Action, Change, Parting
from app.portal.structure import Structure
from app.store.queue import InboxRow
from app.store.schema import history
from bench.admitted import APP_URL, Admitted
from bench.interruptions import picture
from config.settings import Settings

TITLE = "Акты выполненных работ"


def whats(lines: list[Change] | tuple[Change, ...], action: Action) -> set[tuple[str, str]]:
    return {(line.kind, line.what) for line in lines if line.action is action}


def used(bench: Admitted) -> None:
    """People work: an item with a number, a file in the folder."""
    kind = bench.settings.acts_type
    assert isinstance(kind, ActsType)
    fields = {"title": "Акт № 1", kind.fields["number"]: "А-1"}
    bench.rest("crm.item.add", entityTypeId=kind.entity_type_id, fields=fields, useOriginalUfNames="Y")
    structure = Structure(bench.application.client(bench.portal))
    folder = structure.root_folder(TITLE)
    assert folder is not None
    bench.rest("disk.folder.addsubfolder", id=folder.id, data={"NAME": "2026"})


def test_an_unused_installation_goes_without_a_trace(bench: Admitted) -> None:
    before = picture(bench)
    bench.choose()
    assert bench.installer.apply()
    assert whats(bench.installer.removal(), Action.KEEP) == set()
    assert bench.installer.remove()
    assert bench.settings.farewell.kept == ()
    assert picture(bench) == before
    assert bench.standing.count == 0


def test_the_preview_changes_nothing_and_tells_what_then_happens(bench: Admitted) -> None:
    bench.choose(rename_won=True)
    bench.installer.apply()
    used(bench)
    writes = len(bench.writes())
    preview = bench.installer.removal()
    assert len(bench.writes()) == writes
    assert bench.installer.remove()
    assert whats(bench.settings.farewell.kept, Action.KEEP) == whats(preview, Action.KEEP)


def test_what_people_use_stays_and_is_listed_with_its_place(bench: Admitted) -> None:
    bench.choose(rename_won=True)
    bench.installer.apply()
    installed = picture(bench)
    used(bench)
    assert bench.installer.remove()
    kept = {line.what: line for line in bench.settings.farewell.kept}
    assert set(kept) == {
        TITLE, f"«Номер акта» смарт-процесса «{TITLE}»", f"«Подписан» смарт-процесса «{TITLE}»",
        f"Общий диск / {TITLE}", "«Успешная, запрошен отзыв»",
    }  # fmt: skip
    assert kept[TITLE].why == "в нём элементов: 1"
    assert all(line.path for line in kept.values())
    left = picture(bench)
    assert left["processes"] == [TITLE]
    assert left["fields"] == ["UF_CRM_1_NUMBER", "UF_CRM_1_SIGNED"]
    assert left["invoice_fields"] == []
    assert left["folders"] == installed["folders"]
    assert bench.standing.count == 0


def test_what_the_customer_had_is_never_touched(bench: Admitted) -> None:
    bench.rest("crm.type.add", fields={"title": TITLE, "isStagesEnabled": "Y"})
    bench.rest("disk.storage.addfolder", id=shared_drive(bench), data={"NAME": TITLE})
    before = picture(bench)
    bench.choose()
    bench.installer.apply()
    assert bench.installer.remove()
    assert picture(bench) == before
    assert [(line.kind, line.why) for line in bench.settings.farewell.kept] == [
        ("Смарт-процесс", "ваш: был до приложения")
    ]


def test_a_process_to_which_people_added_a_field_stays(bench: Admitted) -> None:
    bench.choose()
    bench.installer.apply()
    own = {"entityId": "CRM_1", "fieldName": "UF_CRM_1_OURS", "userTypeId": "string", "editFormLabel": {"ru": "Своё"}}
    bench.rest("userfieldconfig.add", moduleId="crm", field=own)
    assert bench.installer.remove()
    assert [line.why for line in bench.settings.farewell.kept] == ["в нём есть поля, которые добавили люди"]
    assert picture(bench)["fields"] == ["UF_CRM_1_OURS"]


def test_offline_and_forgotten_registrations_go_too(bench: Admitted) -> None:
    bench.choose()
    bench.installer.apply()
    client = bench.application.client(bench.portal)
    client.call("event.bind", {"event": "ONCRMLEADADD", "event_type": "offline"})
    activity = {"CODE": "old", "HANDLER": f"{APP_URL}/old", "NAME": "Прежнее действие", "USE_SUBSCRIPTION": "N"}
    client.call("bizproc.activity.add", activity)
    assert bench.installer.remove()
    assert bench.standing.count == 0


def test_a_removal_that_the_portal_interrupts_says_why_and_goes_on(bench: Admitted) -> None:
    bench.choose()
    bench.installer.apply()
    bench.control("faults", method="event.unbind", kind="error", times=1, status=403, code="ACCESS_DENIED",
                  description="Нужны права администратора")  # fmt: skip
    assert not bench.installer.remove()
    farewell = bench.settings.farewell
    assert farewell.state is Parting.FAILED
    assert "Нужны права администратора" in farewell.why
    assert bench.installer.remove()
    assert bench.standing.count == 0


def test_an_installation_comes_back_after_it(bench: Admitted) -> None:
    bench.choose()
    bench.installer.apply()
    installed = picture(bench)
    assert bench.installer.remove()
    assert bench.settings.at_work.funnels == ()
    assert bench.installer.apply()
    again = picture(bench)
    assert {key: again[key] for key in ("robots", "events", "placements", "processes")} == {
        key: installed[key] for key in ("robots", "events", "placements", "processes")
    }
    assert not bench.settings.is_parting


def test_a_robot_that_is_called_all_the_same_is_told_why_nothing_happens(bench: Admitted) -> None:
    bench.installer.part(clean=False)
    application, ctx = bench.application, bench.application.context(bench.portal)
    call = RobotCall("make_act", "deal", 2, 1, "token", True, application.clock.now())
    row = InboxRow(1, bench.portal.id, "robot:1", "deal:1", 1, "", call.at, kind="robot", code="make_act",
                   payload=robot_payload(call))  # fmt: skip
    assert application.run_inbox(ctx, row) is None
    with application.database.read() as connection:
        bodies = connection.scalars(select(history.c.body)).all()
    assert any("подготовлена к удалению" in str(body) for body in bodies)


def test_the_command_line_shows_removes_and_lists(
    bench: Admitted, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bench.choose()
    bench.installer.apply()
    used(bench)
    monkeypatch.setattr(install, "build", lambda *_, **__: bench.application)
    monkeypatch.setattr(Settings, "load", lambda: None)
    arguments: list[Any] = ["remove", "--portal", bench.portal.domain]
    assert install.main([*arguments, "--dry-run"]) == 0
    assert bench.standing.count > 0
    assert "- Робот: Сформировать акт" in capsys.readouterr().out
    assert install.main(arguments) == 0
    printed = capsys.readouterr().out.partition("Осталось в портале:\n")[2]
    assert printed.count(f"Смарт-процесс: {TITLE} (в нём элементов: 1)") == 1
    assert bench.standing.count == 0


def shared_drive(bench: Admitted) -> int:
    found = bench.rest("disk.storage.getlist", filter={"ENTITY_TYPE": "common"})
    return int(found[0]["ID"])
