"""What a customer already has is taken as chosen; what a portal cannot do is named beforehand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.domain.policy import ActsType
from app.domain.setup import Action, StepState, Wishes
from app.portal.structure import Structure
from bench.admitted import Admitted
from tests.installation.test_removal import shared_drive

TITLE = "Акты выполненных работ"


def wish(bench: Admitted, **wishes: Any) -> None:
    bench.choose()
    bench.installer.choose(replace(Wishes(bench.settings.wanted), **wishes))


def test_a_process_of_another_title_is_taken_when_it_is_chosen(bench: Admitted) -> None:
    theirs = bench.rest("crm.type.add", fields={"title": "Закрывающие документы", "isStagesEnabled": "Y"})["type"]
    assert bench.installer.homes().process_id is None
    wish(bench, adopt_type_id=theirs["entityTypeId"])
    assert bench.installer.homes().process_id == theirs["entityTypeId"]
    assert all(line.what != TITLE for line in bench.installer.plan() if line.kind == "Смарт-процесс")
    assert bench.installer.apply()
    kind = bench.settings.acts_type
    assert isinstance(kind, ActsType)
    assert kind.entity_type_id == theirs["entityTypeId"]
    assert [row["title"] for row in bench.rest("crm.type.list")["types"]] == ["Закрывающие документы"]


def test_of_several_of_our_title_the_chosen_one_is_taken(bench: Admitted) -> None:
    first, second = (bench.rest("crm.type.add", fields={"title": TITLE, "isStagesEnabled": "Y"})["type"] for _ in "ab")
    assert bench.installer.homes().process_id == first["entityTypeId"]
    wish(bench, adopt_type_id=second["entityTypeId"])
    assert bench.installer.apply()
    kind = bench.settings.acts_type
    assert isinstance(kind, ActsType)
    assert kind.entity_type_id == second["entityTypeId"]


def test_a_chosen_folder_is_taken_with_its_rights(bench: Admitted) -> None:
    bench.rest("disk.storage.addfolder", id=shared_drive(bench), data={"NAME": "Бухгалтерия"})
    wish(bench, acts_folder="Бухгалтерия")
    assert bench.installer.apply()
    assert bench.installer.homes().folders == ["Бухгалтерия"]
    assert [made for made in bench.settings.made if made.kind == "folder"] == []
    assert bench.application.context(bench.portal).settings.acts_folder == "Бухгалтерия"


def test_the_folders_rights_are_set_when_it_is_made(bench: Admitted) -> None:
    bench.choose()
    bench.installer.apply()
    folder = Structure(bench.application.client(bench.portal)).root_folder(TITLE)
    assert folder is not None
    rows = bench.control("log", limit=1000)
    rows = rows if isinstance(rows, list) else next(value for value in rows.values() if isinstance(value, list))
    (making,) = [row for row in rows if row["method"] == "disk.storage.addfolder"]
    assert "U1" in str(making)
    assert "U3" in str(making)


def test_a_tariff_without_smart_processes_and_lists_leaves_the_register_to_the_app(bench: Admitted) -> None:
    bench.choose()
    bench.control("faults", method="crm.type.add", kind="error", times=1, status=403,
                  code="CREATE_DYNAMIC_TYPE_RESTRICTED", description="Смарт-процессов нет на вашем тарифе")  # fmt: skip
    bench.control("faults", method="lists.add", kind="error", times=1, status=403,
                  code="ACCESS_DENIED", description="Available only on extended plans")  # fmt: skip
    assert bench.installer.apply()
    notes = {step.key: note for step, note in bench.installer.steps()}
    assert notes["process"].state is StepState.SKIPPED
    assert "нет на вашем тарифе" in notes["process"].detail
    assert "Available only on extended plans" in notes["process"].detail
    assert bench.settings.acts_type is None
    skipped = {(line.kind, line.what) for line in bench.installer.plan() if line.action is Action.SKIP}
    assert ("Реестр актов", "только на страницах «Первички»") in skipped
    assert ("Робот", "Принять подписанную копию") in skipped
    assert bench.installer.is_complete()
    # Bought meanwhile: the next run tries again.
    assert bench.installer.apply()
    assert bench.settings.acts_type is not None


@pytest.mark.parametrize(("scope", "step"), [("disk", "folder"), ("bizproc", "robots"), ("placement", "placements")])
def test_a_permission_that_is_not_given_is_named_with_what_follows(bench: Admitted, scope: str, step: str) -> None:
    bench.choose()
    given = [code for code in bench.app["scope"] if code != scope]
    with bench.server.portal.transaction():
        bench.server.portal.collection("app").change(bench.app["ID"], scope=given)
    lines = [line for line in bench.installer.plan() if line.action is Action.SKIP]
    assert ("Право приложения", scope) in {(line.kind, line.what) for line in lines}
    assert all(line.why for line in lines)
    assert bench.installer.apply()
    notes = {step.key: note for step, note in bench.installer.steps()}
    assert notes[step].state is StepState.SKIPPED
    assert notes[step].detail
