"""The directory of portals, their secrets, tokens, bucket, request log and page sessions."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from cryptography.fernet import Fernet
from sqlalchemy.exc import IntegrityError

from app.domain.deal import ActsBy, Funnel, Role
from app.domain.policy import ActsType, PortalSettings
from app.errors import AuthLost, DomainError, SettingsError
from app.ports.access import RequestNote
from app.store.cipher import Cipher
from app.store.database import Database
from app.store.limits import LeakyBucket
from app.store.portals import PortalRow, Portals, PortalStatus
from app.store.requests import Requests
from app.store.sessions import PageSession, Sessions
from app.store.store import PortalStore
from app.store.tokens import Tokens
from tests.store.samples import HandClock, an_act, an_address, tokens


def test_a_portal_installed_again_keeps_its_id_tag_and_settings(
    portals: Portals, portal: PortalRow, store: PortalStore, vault: Tokens, clock: HandClock
) -> None:
    funnel = Funnel(1, ActsBy.ROBOT, {Role.REPORT_SENT: "C1:REPORT"})
    acts_type = ActsType(entity_type_id=1032, type_id=5, category_id=9, stages={"draft": "DT1"}, fields={})
    settings = PortalSettings(zone="Asia/Omsk", funnels=(funnel,), acts_type=acts_type, sees_all=(1, 2))
    portals.change_settings(portal.id, lambda _: settings)
    vault.lose(vault.current(), "revoked")
    moved = replace(an_address("first"), domain="new.example")
    again = portals.upsert_install(moved, tokens=tokens(clock), application_token="", at=clock.now())
    assert (again.id, again.tag, again.status) == (portal.id, portal.tag, PortalStatus.ACTIVE)
    assert portals.by_member("first") == portals.get(portal.id) == again
    assert again.domain == "new.example"
    assert portals.settings(portal.id) == settings
    assert portals.application_token(portal.id) == "app-1"


def test_a_removed_portal_has_no_secrets_left(portals: Portals, portal: PortalRow, database: Database) -> None:
    portals.remove(portal.id)
    assert portals.application_token(portal.id) == ""
    assert [row.status for row in portals.all()] == [PortalStatus.REMOVED]


def test_secrets_are_sealed_anew_with_the_newest_key(
    database: Database, portal: PortalRow, other_portal: PortalRow, clock: HandClock
) -> None:
    oldest, newest = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    before = Portals(database, Cipher([oldest]))
    for member in ("first", "second"):
        before.upsert_install(an_address(member), tokens=tokens(clock), application_token="app-1", at=clock.now())
    both = Portals(database, Cipher([newest, oldest]))
    assert both.reseal() == 2
    alone = Cipher([newest])
    assert Portals(database, alone).application_token(portal.id) == "app-1"
    assert Tokens(database, other_portal.id, alone, clock).current().access == "first-access-secret"


def test_a_missing_key_changes_nothing(database: Database, portal: PortalRow, portals: Portals) -> None:
    with pytest.raises(SettingsError):
        Portals(database, Cipher([Fernet.generate_key().decode()])).reseal()
    assert portals.application_token(portal.id) == "app-1"


def test_the_database_file_holds_no_plain_secret(
    portals: Portals, portal: PortalRow, database: Database, cipher: Cipher, clock: HandClock
) -> None:
    session = PageSession(
        portal.id, "deal-tab", 1, "Анна", True, "ru", clock.now() + timedelta(hours=1), 40, "user-secret"
    )
    bearer = Sessions(database, cipher, clock).open(session)
    secrets = ("first-access-secret", "first-refresh-secret", "app-1", "user-secret", bearer)
    if not database.is_sqlite:
        with database.read() as connection:
            rows = [
                str(connection.exec_driver_sql(f"SELECT * FROM {name}").all())  # noqa: S608
                for name in ("portal", "page_session")
            ]
        content = "".join(rows).encode()
    else:
        assert database.url.database
        with closing(sqlite3.connect(database.url.database)) as file:
            content = "\n".join(file.iterdump()).encode()
    assert b"first.example" in content
    assert not [secret for secret in secrets if secret.encode() in content]


def test_an_old_key_still_opens_and_a_foreign_one_says_what_to_do(
    portals: Portals, portal: PortalRow, database: Database, clock: HandClock, cipher: Cipher
) -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    sealed = Cipher([old]).seal("secret")
    assert Cipher([new, old]).open(sealed) == "secret"
    with pytest.raises(SettingsError):
        Cipher([new]).open(sealed)
    for keys in ([], ["short"]):
        with pytest.raises(SettingsError):
            Cipher(keys)


def test_of_twenty_who_find_the_token_stale_one_refreshes(vault: Tokens, clock: HandClock) -> None:
    stale = vault.current()
    answers: dict[str, object] = {}
    start = threading.Barrier(20)

    def refresh(owner: str) -> None:
        start.wait()
        answers[owner] = vault.lease_refresh(stale, owner=owner, seconds=30)

    threads = [threading.Thread(target=refresh, args=(f"w{n}",)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    refreshers = [owner for owner, answer in answers.items() if answer is None]
    assert len(refreshers) == 1
    assert [answer for answer in answers.values() if answer] == [stale] * 19
    fresh = tokens(clock, "second")
    vault.store(fresh, owner=refreshers[0])
    assert vault.current() == fresh
    assert vault.lease_refresh(stale, owner="late", seconds=30) == fresh
    assert vault.lease_refresh(fresh, owner="late", seconds=30) is None


def test_a_lease_of_a_dead_refresher_ends_and_its_late_pair_is_kept_if_newer(vault: Tokens, clock: HandClock) -> None:
    stale = vault.current()
    assert vault.lease_refresh(stale, owner="dead", seconds=30) is None
    assert vault.lease_refresh(stale, owner="next", seconds=30) == stale
    clock.pass_(seconds=31)
    assert vault.lease_refresh(stale, owner="next", seconds=30) is None
    fresh = tokens(clock, "second")
    vault.store(fresh, owner="next")
    vault.store(replace(tokens(clock, "third"), expires_at=stale.expires_at), owner="dead")
    assert vault.current() == fresh
    newer = replace(tokens(clock, "fourth"), expires_at=clock.now() + timedelta(hours=2))
    vault.store(newer, owner="dead")
    assert vault.current() == newer


def test_a_released_lease_is_free_and_lost_tokens_are_said_to_be(
    vault: Tokens, portals: Portals, portal: PortalRow
) -> None:
    stale = vault.current()
    vault.lease_refresh(stale, owner="a", seconds=30)
    vault.release(owner="b")
    assert vault.lease_refresh(stale, owner="c", seconds=30) == stale
    vault.release(owner="a")
    assert vault.lease_refresh(stale, owner="c", seconds=30) is None
    vault.lose(vault.current(), "отозван")
    with pytest.raises(AuthLost, match="отозван"):
        vault.current()
    assert portals.get(portal.id).lost_reason == "отозван"


def test_a_refusal_of_former_tokens_loses_no_newer_ones(
    vault: Tokens, portals: Portals, portal: PortalRow, clock: HandClock
) -> None:
    """An administrator gives new ones while the portal is still refusing a worker the old."""
    former = vault.current()
    given = portals.upsert_install(portal.address, tokens=tokens(clock, "given"), application_token="", at=clock.now())
    assert not vault.lose(former, "отозван")
    assert given.status is portals.get(portal.id).status is PortalStatus.ACTIVE
    assert vault.lose(vault.current(), "отозван")
    assert vault.lose(former, "отозван"), "lost already"
    assert portals.get(portal.id).status is PortalStatus.LOST


def test_a_refresh_that_ends_late_undoes_no_other_persons_grant(
    vault: Tokens, portals: Portals, portal: PortalRow, clock: HandClock
) -> None:
    """«Работать от моего имени» is pressed while a worker waits for the auth server."""
    former = vault.current()
    assert vault.lease_refresh(former, owner="w", seconds=60) is None
    given = replace(tokens(clock, "given"), user_id=2)
    portals.upsert_install(portal.address, tokens=given, application_token="", at=clock.now())
    vault.store(replace(former, access="later", expires_at=given.expires_at + timedelta(minutes=1)), owner="w")
    assert vault.current() == given


def test_a_removal_is_whole_or_none(
    database: Database, portals: Portals, portal: PortalRow, store: PortalStore
) -> None:
    """The portal tells of it once and never again: half of one would never be made up for."""
    if not database.is_sqlite:
        pytest.skip("the trigger is in SQLite's words")
    portals.change_settings(portal.id, lambda known: replace(known, is_complete=True))
    with store.transaction() as tx:
        tx.set_cursor("stages", 7)
    with database.write() as connection:
        connection.exec_driver_sql("CREATE TRIGGER no BEFORE DELETE ON cursor BEGIN SELECT RAISE(ABORT, 'no'); END")
    with pytest.raises(IntegrityError):
        portals.remove(portal.id)
    assert (portals.get(portal.id).status, portals.settings(portal.id).is_complete) == (PortalStatus.ACTIVE, True)


def test_the_bucket_holds_fifty_and_drains_two_a_second(
    database: Database, portal: PortalRow, clock: HandClock
) -> None:
    bucket = LeakyBucket(database, portal.id, clock)
    other_process = LeakyBucket(database, portal.id, clock)
    assert [bucket.take() for _ in range(30)] == [0.0] * 30
    assert [other_process.take() for _ in range(20)] == [0.0] * 20
    assert bucket.take() == 0.5
    clock.pass_(seconds=0.5)
    assert other_process.take() == 0.0
    clock.pass_(seconds=60)
    assert bucket.take(10) == 0.0
    bucket.overflow()
    assert bucket.take() == 0.5


def test_who_books_goes_before_who_takes_and_the_bucket_never_runs_over(
    database: Database, portal: PortalRow, clock: HandClock
) -> None:
    worker, page = (LeakyBucket(database, portal.id, clock) for _ in range(2))
    assert page.book(30.0) == 0.0
    assert worker.take(49) == 0.0
    assert [page.book(30.0) for _ in range(3)] == [0.5, 1.0, 1.5]
    clock.pass_(seconds=1.5)
    assert worker.take() == 0.5
    assert page.book(30.0) == 0.5
    assert worker.take() == 1.0
    assert page.book(0.5) is None
    page.overflow()
    assert worker.take() == 1.0
    clock.pass_(seconds=1)
    assert worker.take() == 0.0


def test_the_request_log_keeps_three_days_at_least(database: Database, portal: PortalRow, clock: HandClock) -> None:
    log = Requests(database, portal.id)
    for _ in range(6):
        log.write(RequestNote(clock.now(), "crm.item.get", "{}", 200, "", 12))
        clock.pass_(days=1)
    assert log.prune(clock.now()) == 2
    oldest = log.page()[-1].note
    assert clock.now() - oldest.at >= timedelta(days=3)


def test_a_session_is_found_by_its_bearer_until_it_ends(
    database: Database, portal: PortalRow, cipher: Cipher, clock: HandClock
) -> None:
    sessions = Sessions(database, cipher, clock)
    session = PageSession(portal.id, "register", 3, "Иван", False, "ru", clock.now() + timedelta(hours=1))
    bearer = sessions.open(session)
    assert sessions.find(bearer) == session
    assert sessions.find(bearer + "x") is None
    clock.pass_(hours=1)
    assert sessions.find(bearer) is None


def test_money_with_a_part_of_a_kopeck_is_never_stored(store: PortalStore) -> None:
    with pytest.raises(DomainError), store.transaction() as tx:
        tx.acts.add(an_act(amount=Decimal("0.001")))
