"""The installer over HTTP against the sandbox: a plan, an application, and nothing the second time."""

from __future__ import annotations

import json

from app.domain.deal import ActsBy, Role
from app.domain.setup import FunnelChoice, StepState, Wishes
from bench.admitted import Admitted


def test_the_plan_changes_nothing_and_names_what_would_be_made(bench: Admitted) -> None:
    bench.choose(rename_won=True)
    plan = bench.installer.plan()
    assert bench.writes() == []
    assert {change.kind for change in plan} >= {"Смарт-процесс", "Робот", "Событие", "Страница", "Папка"}
    assert any("Успешная, запрошен отзыв" in change.what for change in plan)


def test_what_was_planned_is_applied_and_a_second_run_writes_nothing(bench: Admitted) -> None:
    choice = bench.choose(rename_won=True)
    assert bench.installer.apply()
    assert {note.state for _, note in bench.installer.steps()} == {StepState.DONE}
    first = len(bench.writes())
    assert bench.installer.is_complete()
    assert bench.installer.apply()
    assert len(bench.writes()) == first
    known = bench.application.portals.settings(bench.portal.id)
    assert known.acts_type is not None
    assert known.funnels[0].stages == choice.roles
    stages = {row["NAME"] for row in bench.rest("crm.status.list", filter={"ENTITY_ID": "DEAL_STAGE_1"})}
    assert "Успешная, запрошен отзыв" in stages


def test_the_administrator_is_told_which_robot_to_place_where(bench: Admitted) -> None:
    bench.choose()
    bench.installer.apply()
    first, *others = bench.installer.todo()
    assert "«Сформировать акт» на стадию «Отчёт отправлен»" in first.text
    assert first.path == "/crm/deal/automation/1/"
    assert all(row.text.startswith("По желанию") for row in others)


def test_missing_stages_are_made_below_the_successful_one_and_once(bench: Admitted) -> None:
    lacking = next(row for row in bench.installer.funnels() if not row.roles[Role.REPORT_SENT])
    wanted = (Role.REPORT_SENT, Role.DOCUMENTS_SENT, Role.INVOICE_PAID)
    choice = FunnelChoice(lacking.category.id, ActsBy.APP, lacking.roles, create=wanted)
    for _ in range(2):
        bench.installer.choose(Wishes((choice,)))
        assert bench.installer.apply()
    made = next(row for row in bench.installer.funnels() if row.category.id == lacking.category.id)
    assert [stage.name for stage in made.stages].count("Отчёт отправлен") == 1
    order = [stage.semantics for stage in made.stages]
    assert "P" not in order[order.index("S") :]
    assert all(made.roles.values())


def test_a_process_of_acts_that_the_customer_has_is_adopted_not_doubled(bench: Admitted) -> None:
    bench.rest("crm.type.add", fields={"title": "Акты выполненных работ", "isStagesEnabled": "Y"})
    bench.choose()
    assert bench.installer.apply()
    titles = [row["title"] for row in bench.rest("crm.type.list")["types"]]
    assert titles.count("Акты выполненных работ") == 1


def test_a_step_that_fails_says_why_and_the_next_run_goes_on(bench: Admitted) -> None:
    bench.choose()
    bench.control(
        "faults", method="placement.bind", kind="error", times=1, status=403, code="ACCESS_DENIED",
        description="Нужны права администратора",
    )  # fmt: skip
    assert not bench.installer.apply()
    failed = [note for _, note in bench.installer.steps() if note.state is StepState.FAILED]
    assert [("Нужны права администратора" in note.detail) for note in failed] == [True]
    assert bench.installer.apply()


WATCH = (
    "CREATE TABLE watched (what TEXT)",
    "CREATE TRIGGER told AFTER UPDATE OF settings ON portal BEGIN INSERT INTO watched VALUES (NEW.settings); END",
    "CREATE TRIGGER heard AFTER INSERT ON cursor WHEN NEW.name = 'stages_before_us'"
    " BEGIN INSERT INTO watched VALUES ('{}'); END",
)


def test_whoever_looks_sees_that_it_goes_on_and_its_end_only_when_stages_are_listened_to(bench: Admitted) -> None:
    """Whoever reads «Установлено» moves a deal at once: its entry is not one of the time before us."""
    bench.choose()
    with bench.application.database.write() as connection:
        for statement in WATCH:
            connection.exec_driver_sql(statement)
    assert bench.installer.apply()
    with bench.application.database.read() as connection:
        seen = [json.loads(row.what) for row in connection.exec_driver_sql("SELECT what FROM watched ORDER BY rowid")]
    *under_way, listening, last = [{note["state"] for note in row.get("steps", ())} for row in seen]
    assert all("running" in states for states in under_way)
    assert (listening, last) == (set(), {"done"})
    assert seen[-1]["is_complete"]
