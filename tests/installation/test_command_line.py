"""`python install.py` when things are not as they should be: what a person is told, and what a script."""

from __future__ import annotations

import os

import pytest

import install
from app.domain.setup import Wishes
from bench.admitted import Admitted
from config.settings import Settings


@pytest.fixture
def terminal(bench: Admitted, monkeypatch: pytest.MonkeyPatch) -> Admitted:
    bench.choose()
    monkeypatch.setattr(install, "build", lambda *_, **__: bench.application)
    monkeypatch.setattr(Settings, "load", lambda: None)
    return bench


def run(bench: Admitted, what: str, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, str]:
    """The exit code, and what stands on stderr."""
    code = install.main([what, "--portal", bench.portal.domain, *more])
    return code, capsys.readouterr().err


@pytest.mark.parametrize("what", ["plan", "apply", "remove"])
def test_a_lost_portal_is_told_with_the_button_that_mends_it(
    terminal: Admitted, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    tokens = terminal.application.tokens(terminal.portal)
    tokens.lose(tokens.current(), "NO_AUTH_FOUND: Wrong authorization data")
    code, said = run(terminal, what, capsys)
    assert code == 1
    assert "«Работать от моего имени»" in said


@pytest.mark.parametrize("what", ["plan", "apply", "remove"])
def test_a_grant_that_is_lost_without_anybody_having_noticed_is_told_so_too(
    terminal: Admitted, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    terminal.control("tokens/revoke", client_id=terminal.app["client_id"])
    code, said = run(terminal, what, capsys)
    assert code == 1
    assert "«Работать от моего имени»" in said
    assert "NO_AUTH_FOUND" in said


def test_a_removed_portal_is_told_so(terminal: Admitted, capsys: pytest.CaptureFixture[str]) -> None:
    terminal.application.portals.remove(terminal.portal.id)
    code, said = run(terminal, "apply", capsys)
    assert code == 1
    assert "установите его там заново" in said


@pytest.mark.parametrize("what", ["plan", "apply", "remove"])
def test_a_busy_portal_may_be_asked_again(
    terminal: Admitted, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    busy = {"status": 503, "code": "OVERLOAD_LIMIT", "description": "занят"}
    terminal.control("faults", method="*", kind="error", times=0, **busy)
    code, said = run(terminal, what, capsys)
    assert code == os.EX_TEMPFAIL
    assert "повторите через минуту" in said
    assert "занят" in said


def test_a_step_that_failed_says_that_it_may_be_run_again(
    terminal: Admitted, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal.control("faults", method="event.bind", kind="error", times=1, status=403, code="ACCESS_DENIED")
    code, said = run(terminal, "apply", capsys)
    assert code == 1
    assert "сделанное не повторится" in said
    assert run(terminal, "apply", capsys) == (0, "")


def test_where_nobody_has_chosen_funnels_those_are_taken_that_the_page_would_offer(
    terminal: Admitted, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal.installer.choose(Wishes(()))
    fitting = [reading for reading in terminal.installer.funnels() if all(reading.roles.values())]
    assert fitting
    assert run(terminal, "plan", capsys) == (0, "")
    assert terminal.standing.count == 0
    assert run(terminal, "apply", capsys) == (0, "")
    assert [funnel.category_id for funnel in terminal.settings.funnels] == [row.category.id for row in fitting]


def test_an_address_is_taken_as_it_stands_in_the_browser(
    terminal: Admitted, capsys: pytest.CaptureFixture[str]
) -> None:
    assert install.main(["plan", "--portal", f"https://{terminal.portal.domain}/"]) == 0
    assert install.main(["plan", "--portal", "nobody.bitrix24.ru"]) == 1
    assert "nobody.bitrix24.ru не найден" in capsys.readouterr().err
