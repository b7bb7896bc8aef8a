"""COVERAGE.md is what the code is today, and says of every trap where it is shown or why it is not."""

from __future__ import annotations

import json
from pathlib import Path

from sandbox import coverage

TRAPS = 37 + 20


def test_the_page_is_up_to_date() -> None:
    """`python -m sandbox.coverage` writes it anew."""
    assert coverage.FILE.read_text("utf-8") == coverage.report()


def test_every_trap_has_a_test_or_a_reason() -> None:
    traps = json.loads(coverage.TRAPS_FILE.read_text("utf-8"))
    assert len({trap["id"] for trap in traps}) == TRAPS
    for trap in traps:
        if "test" not in trap:
            assert trap["why"]
            continue
        file, _, name = trap["test"].partition("::")
        assert f"def {name}(" in Path(__file__).with_name(file).read_text("utf-8")
