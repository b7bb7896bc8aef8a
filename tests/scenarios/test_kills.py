"""SIGKILL of the worker at every effect of making an act: the story ends all the same, once."""

from __future__ import annotations

import pytest

from demo.cast import Deal
from demo.portal import DEAL
from demo.scene import Scene, new_deal
from demo.seeing import Unexpected, expect, until
from tests.scenarios.stand import Stand

EFFECTS = (
    "crm.item.add", "disk.folder.addsubfolder", "disk.folder.addsubfolder", "upload", "crm.item.add", "upload",
    "crm.item.update", "bizproc.event.send", "crm.item.update",
)  # fmt: skip
"""Host writes in about the order in which they come; the next of its kind is cut, whichever that is."""
MANY = 7
"""How many of them a run must have met: two that follow closely may both be over before the second is awaited."""
LETTER = "crm.activity.add"
SLOW = 30.0
"""Seconds that the portal takes to answer after the work is done: the worker is dead by then."""


@pytest.mark.timeout(900)
def test_a_worker_killed_at_any_effect_leaves_one_act_one_folder_one_invoice_one_letter(
    scene: Scene, stand: Stand
) -> None:
    deal = new_deal(scene, like=scene.cast.by_hand)
    scene.move(deal, "report_sent")
    kills = [effect for effect in EFFECTS if _killed_at(stand, scene, deal, effect)]
    until(lambda: scene.expect_stage(deal, "documents_sent"))
    stand.portal.control("faults", clear=True)

    assert len(kills) >= MANY, kills
    act = scene.process.only(deal.id)
    assert act.stage == "Отправлен"
    assert sorted(name.partition(" ")[0] for name in scene.folder(act)) == ["Акт", "Счёт"]
    assert len(scene.invoices(deal)) == 1
    assert len(_letters(scene, act.number)) == 1
    runs = stand.portal.control("automation/runs", kind=DEAL, id=deal.id)["runs"]
    assert [run["state"] for run in runs] == ["done"]


@pytest.mark.timeout(600)
def test_a_worker_killed_while_the_letter_goes_out_leaves_the_question_to_a_person(scene: Scene, stand: Stand) -> None:
    deal = new_deal(scene, like=scene.cast.by_hand)
    scene.move(deal, "report_sent")
    assert _killed_at(stand, scene, deal, LETTER)
    until(lambda: scene.told(deal, "Неизвестно, ушло ли письмо"))
    page, act = scene.tab(deal), scene.process.only(deal.id)
    page.post(f"acts/{scene.row(page, act.number)['id']}/letter", decision="sent")
    until(lambda: scene.expect_stage(deal, "documents_sent"))
    assert len(_letters(scene, act.number)) == 1


def _killed_at(stand: Stand, scene: Scene, deal: Deal, effect: str) -> bool:
    """Kill the worker between this effect and its answer; False: the deal went on without such an effect."""
    portal = stand.portal
    portal.control("faults", method=effect, kind="slow", seconds=SLOW)

    def look() -> bool:
        faults = portal.control("state")["faults"]
        if not faults:
            return True
        try:
            scene.expect_stage(deal, "documents_sent")
        except Unexpected:
            expect(False, f"портал сделал {effect}", "ещё нет")
        return False

    if not until(look):
        portal.control("faults", clear=True)
        return False
    # Calls of a portal are served one after another: when this one is answered, the slow one's work is done.
    scene.rest.call("server.time")
    stand.kill_worker()
    return True


def _letters(scene: Scene, number: str) -> list[str]:
    return [letter.subject for letter in scene.portal.letters() if f"№ {number} " in letter.subject]
