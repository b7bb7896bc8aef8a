"""A token that the portal takes back is noticed at the next reading; one page that an administrator opens mends it."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from demo.portal import DEAL
from demo.scene import Scene, new_deal
from demo.seeing import expect, until
from tests.scenarios.stand import Stand

pytestmark = pytest.mark.timeout(600)


def test_a_revoked_token_is_noticed_soon_and_given_anew(stand: Stand, scene: Scene) -> None:
    deal = new_deal(scene, like=scene.cast.main)
    scene.portal.control("tokens/revoke", client_id=stand.client_id)
    scene.rest.update(DEAL, deal.id, opportunity=10_000)
    until(lambda: expect(status(stand) == "lost", "доступ утрачен", status(stand)))

    scene.portal.launch(stand.client_id, 1, post=True, handler=f"{stand.app_url}/install")
    assert status(stand) == "active"
    scene.move(deal, "report_sent")
    until(lambda: scene.expect_stage(deal, "documents_sent"))


def status(stand: Stand) -> str:
    with closing(sqlite3.connect(stand.folder / "app.db", timeout=30)) as database:
        return str(database.execute("SELECT status FROM portal").fetchone()[0])
