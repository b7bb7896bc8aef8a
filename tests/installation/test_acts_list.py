"""A portal without smart processes: the acts live in a universal list."""

from __future__ import annotations

import pytest

from app.domain.policy import ActsList
from app.domain.setup import Action, MadeKind, StepState
from bench.admitted import Admitted

TITLE = "Акты выполненных работ"
WHERE = {"IBLOCK_TYPE_ID": "lists"}


@pytest.fixture
def bench(bench: Admitted) -> Admitted:
    bench.control("crm/processes", sold=False)
    bench.choose()
    return bench


def home(bench: Admitted) -> ActsList:
    found = bench.settings.acts_type
    assert isinstance(found, ActsList)
    return found


def fields_of(bench: Admitted, list_id: int) -> dict[str, str]:
    """Title by the portal's name."""
    found = bench.rest("lists.field.get", **WHERE, IBLOCK_ID=list_id)
    return {name: row["NAME"] for name, row in found.items()}


def test_a_list_is_made_instead_and_the_reason_is_named(bench: Admitted) -> None:
    assert bench.installer.apply()
    made = home(bench)
    assert set(made.stages) == {"draft", "sent", "confirming", "signed", "void"}
    assert fields_of(bench, made.iblock_id).keys() >= set(made.fields.values())
    first = len(bench.writes())
    plan = bench.installer.plan()
    why = [change.why for change in plan if change.action is Action.SKIP and change.kind == "Смарт-процесс актов"]
    assert why
    assert {note.state for _, note in bench.installer.steps()} == {StepState.DONE}
    assert bench.installer.is_complete()
    assert bench.installer.apply()
    assert len(bench.writes()) == first
    assert bench.standing.activities == ["act_changed"]
    assert "accept_signed_copy" not in bench.standing.robots


def test_the_administrator_is_shown_where_the_activity_goes(bench: Admitted) -> None:
    bench.installer.apply()
    todo = next(row for row in bench.installer.todo() if "Бизнес-процессы" in row.text)
    assert todo.path == f"/company/lists/{home(bench).iblock_id}/bp_list/"


def test_a_list_of_acts_that_the_customer_runs_is_adopted_with_all_that_is_in_it(bench: Admitted) -> None:
    theirs = bench.rest("lists.add", **WHERE, IBLOCK_CODE="own", FIELDS={"NAME": TITLE})
    own = {"NAME": "Примечание", "TYPE": "S", "CODE": "NOTE"}
    note = bench.rest("lists.field.add", **WHERE, IBLOCK_ID=theirs, FIELDS=own)
    assert bench.installer.apply()
    assert home(bench).iblock_id == theirs
    assert fields_of(bench, theirs)[note] == "Примечание"
    assert all(made.kind is not MadeKind.LIST for made in bench.settings.made)
    kept = next(change for change in bench.installer.removal() if change.kind == "Список")
    assert (kept.action, kept.why) == (Action.KEEP, "ваш: был до приложения")


def test_a_portal_that_gets_smart_processes_later_keeps_its_list(bench: Admitted) -> None:
    bench.installer.apply()
    bench.control("crm/processes", sold=True)
    assert bench.installer.apply()
    home(bench)
    assert TITLE not in [row["title"] for row in bench.rest("crm.type.list")["types"]]


def test_a_renamed_state_is_known_by_its_id_and_a_lost_one_is_added(bench: Admitted) -> None:
    bench.installer.apply()
    made = home(bench)
    field = bench.rest("lists.field.get", **WHERE, IBLOCK_ID=made.iblock_id)[made.fields["state"]]
    options = {key: {"VALUE": text} for key, text in field["DISPLAY_VALUES_FORM"].items()}
    options[made.stages["sent"]] = {"VALUE": "Ушёл клиенту"}
    del options[made.stages["void"]]
    changed = {"NAME": field["NAME"], "TYPE": "L", "CODE": field["CODE"], "LIST": options}
    asked = {**WHERE, "IBLOCK_ID": made.iblock_id, "FIELD_ID": made.fields["state"]}
    bench.rest("lists.field.update", **asked, FIELDS=changed)
    assert bench.installer.apply()
    again = home(bench)
    assert again.stages["sent"] == made.stages["sent"]
    assert again.stages["void"] not in ("", made.stages["void"])


def test_an_empty_list_goes_with_the_app_and_a_used_one_stays(bench: Admitted) -> None:
    bench.installer.apply()
    number = home(bench).iblock_id
    bench.rest("lists.element.add", **WHERE, IBLOCK_ID=number, ELEMENT_CODE="own", FIELDS={"NAME": "Акт"})
    kept = next(change for change in bench.installer.removal() if change.kind == "Список")
    assert (kept.action, kept.why) == (Action.KEEP, "в нём элементов: 1")
    bench.rest("lists.element.delete", **WHERE, IBLOCK_ID=number, ELEMENT_CODE="own")
    assert bench.installer.remove()
    assert [row["NAME"] for row in bench.rest("lists.get", **WHERE) if row["NAME"] == TITLE] == []
    assert bench.settings.acts_type is None
    assert bench.standing.count == 0
