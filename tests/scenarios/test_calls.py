"""Calls that come twice, late and out of order; a stage entered twice."""

from __future__ import annotations

from typing import Any

import pytest

from demo.acts import ActItem
from demo.portal import DEAL
from demo.scene import Scene, new_deal
from demo.seeing import expect, until

pytestmark = pytest.mark.timeout(600)


def test_a_call_delivered_twice_late_and_out_of_order_makes_one_act(scene: Scene) -> None:
    portal, deal = scene.portal, new_deal(scene, like=scene.cast.main)
    portal.control("events/pause")
    scene.move(deal, "report_sent")
    waiting = portal.control("events", state="waiting")["events"]
    for row in waiting:
        portal.control("events/duplicate", id=row["id"])
    everything = [row["id"] for row in portal.control("events", state="waiting")["events"]]
    portal.control("events/reorder", ids=sorted(everything, reverse=True))
    portal.control("events/resume")

    until(lambda: scene.expect_stage(deal, "documents_sent"))
    portal.control("events/wait", seconds=20)
    act = scene.process.only(deal.id)
    assert len(_letters(scene, act)) == 1
    assert sorted(name.partition(" ")[0] for name in scene.folder(act)) == ["Акт", "Счёт"]
    assert len(scene.invoices(deal)) == 1
    assert [run["state"] for run in portal.control("automation/runs", kind=DEAL, id=deal.id)["runs"]] == ["done"]


def test_a_stage_entered_twice_makes_two_acts_and_an_answered_call_once_more_none(scene: Scene) -> None:
    deal = new_deal(scene, like=scene.cast.main, amount=10_000)
    scene.move(deal, "report_sent")
    until(lambda: scene.expect_stage(deal, "documents_sent"))
    scene.rest.update(DEAL, deal.id, opportunity=25_000)
    scene.move(deal, "report_sent")

    def look() -> list[ActItem]:
        acts = scene.process.of_deal(deal.id)
        expect(len(acts) == 2, "два акта", len(acts))
        scene.expect_stage(deal, "documents_sent")
        return acts

    acts = until(look)
    assert [int(act.amount) for act in acts] == [10_000, 15_000]
    first = min(_robot_calls(scene, deal.id), key=lambda row: row["id"])
    scene.portal.control("events/duplicate", id=first["id"])
    scene.portal.control("events/wait", seconds=20)
    assert len(scene.process.of_deal(deal.id)) == 2
    assert [len(_letters(scene, act)) for act in acts] == [1, 1]


def test_a_third_entry_with_nothing_left_to_act_is_told_and_makes_no_act(scene: Scene) -> None:
    deal = new_deal(scene, like=scene.cast.main)
    scene.move(deal, "report_sent")
    until(lambda: scene.expect_stage(deal, "documents_sent"))
    scene.move(deal, "report_sent")
    text = until(lambda: scene.told(deal, "Сумма акта должна быть больше нуля"))
    assert scene.card(deal) in text
    assert len(scene.process.of_deal(deal.id)) == 1


def _letters(scene: Scene, act: ActItem) -> list[str]:
    return [letter.subject for letter in scene.portal.letters() if f"№ {act.number} " in letter.subject]


def _robot_calls(scene: Scene, deal_id: int) -> list[dict[str, Any]]:
    rows = scene.portal.control("events", limit=1000)["events"]
    return [row for row in rows if row["kind"] == "robot" and f"DEAL_{deal_id}" in str(row)]


def test_two_moves_before_one_look_are_both_seen_in_a_funnel_without_a_robot(scene: Scene) -> None:
    portal, deal = scene.portal, new_deal(scene, like=scene.cast.by_app)
    portal.control("events/pause")
    scene.move(deal, "report_sent")
    scene.manager(deal).update(DEAL, deal.id, stageId=deal.stage)
    scene.move(deal, "report_sent")
    portal.control("events/resume")

    text = until(lambda: scene.told(deal, "Сумма акта должна быть больше нуля"))
    assert scene.card(deal) in text
    act = until(lambda: scene.process.only(deal.id))
    assert act.amount == deal.amount
    until(lambda: expect(len(_letters(scene, act)) == 1, "одно письмо", _letters(scene, act)))
