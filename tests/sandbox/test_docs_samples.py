"""Every method's answer beside the sample of the official docs: the outcome is the one that is committed."""

from __future__ import annotations

import json

import pytest

from sandbox import areas
from sandbox.call import METHODS
from sandbox.catalogue import entries
from sandbox.coverage import SAMPLES_FILE
from sandbox.v3.calls import METHODS as THIRD
from tests.sandbox.replay import samples
from tests.sandbox.replay.comparing import differences
from tests.sandbox.replay.outcome import found


@pytest.mark.skipif(not samples.METHODS.exists(), reason="needs ../shared: the catalogue of methods")
def test_the_outcome_of_the_replay_is_the_committed_one() -> None:
    """`python -m tests.sandbox.replay` writes it anew."""
    assert found() == json.loads(SAMPLES_FILE.read_text("utf-8"))


def test_every_documented_method_is_replayed() -> None:
    areas.load()
    third = {f"api/{name}" for name in THIRD.keys() & entries().keys()}
    assert set(json.loads(SAMPLES_FILE.read_text("utf-8"))) == third | (METHODS.keys() & entries().keys())


def test_a_sample_cut_off_in_the_middle_is_read_to_its_last_whole_element() -> None:
    assert samples.parse('{"result": {"a": 1, "b": [{"c": "x, y"}, {"d": "unfin') == {
        "result": {"a": 1, "b": [{"c": "x, y"}]}
    }
    assert samples.parse('{"result": [1, 2,], // more\n}') == {"result": [1, 2]}


def test_a_missing_key_and_another_type_are_differences() -> None:
    sample = {"ID": "1", "STAGE": "NEW", "UF_OWN": 1, "rows": [{"price": 1.5}]}
    ours = {"ID": 1, "rows": [{"price": 2}]}
    assert list(differences(sample, ours)) == [
        "result.ID: string in the docs, number here",
        "result.STAGE is missing",
    ]
