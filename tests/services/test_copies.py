"""The signed copy: verified by its QR, confirmed by a person, refused by name, or received on paper."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest

from app.domain.act import ActState
from app.domain.facts import SignedHow
from app.errors import CopyRefused, DomainError, HostError, HostTimeout, HostUnavailable, OutcomeUnknown
from app.services import acts, copies, twins
from tests.fakes.office import MANAGER, Office, office, with_feed
from tests.services.test_making_acts import come_again, make


def sent(given: Office) -> Office:
    make(given, "t1", "400")
    given.drain()
    return given


def offer(given: Office, content: bytes, act_id: int = 1) -> None:
    blob_id = given.blobs.put(BytesIO(content), "скан.PDF")
    copies.offer(given.ctx, act_id, blob_id, by=MANAGER)


def test_the_acts_own_qr_signs_it_files_it_and_tells_of_it_with_the_payment() -> None:
    given = with_feed(sent(office()))
    offer(given, given.copy_of(1))
    given.drain()
    act = given.store.state.acts[1]
    assert act.signature is not None
    assert (act.state, act.signature.how) == (ActState.SIGNED, SignedHow.QR)
    assert "Акт № А-1 подписан.pdf" in {name for _, name in given.drive.files}
    bell = given.notices.bell["PERVICHKA|ACT|1|signed"]
    assert bell[0] == MANAGER
    assert "подписан: да" in bell[1]
    assert "счета не оплачены" in bell[1]
    assert "/crm/deal/details/1/" in bell[1]
    assert len(given.notices.comments) == len(given.notices.posts) == 1


@pytest.mark.parametrize("error", [HostTimeout("", "timeout"), HostUnavailable("", "refused")])
def test_a_post_that_may_be_there_is_a_persons_to_settle_and_one_that_is_not_is_tried_again(error: HostError) -> None:
    given = with_feed(sent(office()))
    offer(given, given.copy_of(1))
    given.notices.next_error = error
    with pytest.raises((OutcomeUnknown, HostUnavailable)):
        given.drain()
    if isinstance(error, HostTimeout):
        with pytest.raises(OutcomeUnknown, match="живой ленте"):
            given.drain()
        waiting = given.store.state.outbox
        given.store.state.done |= {key for key, (name, _) in waiting.items() if name == "notices.post_signed"}
    given.drain()
    told = [text for tag, (_, text) in given.notices.bell.items() if "|WARN|" in tag]
    assert (len(given.notices.posts), len(told)) == ((0, 1) if isinstance(error, HostTimeout) else (1, 0))


def test_without_a_qr_a_person_confirms_and_the_register_says_so() -> None:
    given = sent(office())
    offer(given, b"")
    given.drain()
    assert given.store.state.acts[1].state is ActState.CONFIRMING
    copies.confirm(given.ctx, 1, by=MANAGER)
    copies.confirm(given.ctx, 1, by=MANAGER)
    given.drain()
    signature = given.store.state.acts[1].signature
    assert signature is not None
    assert (signature.how, signature.by) == (SignedHow.PERSON, MANAGER)


def test_the_qr_of_another_act_is_refused_by_name() -> None:
    given = sent(office())
    come_again(given)
    make(given, "t2")
    given.drain()
    with pytest.raises(CopyRefused, match=r"№ А-2 .* а не № А-1"):
        offer(given, given.copy_of(2))
    assert given.store.state.acts[1].state is ActState.SENT


def test_the_qr_of_a_former_revision_is_refused_as_obsolete() -> None:
    given = sent(office())
    old = given.copy_of(1)
    acts.void(given.ctx, 1, reason="опечатка", by=MANAGER)
    with pytest.raises(CopyRefused, match="аннулирован"):
        offer(given, old)
    acts.reissue(given.ctx, 1, title="", amount=given.store.state.acts[1].amount, by=MANAGER)
    given.drain()
    with pytest.raises(CopyRefused, match="устарела"):
        offer(given, old)


def test_a_rejected_copy_leaves_the_act_waiting() -> None:
    given = sent(office())
    offer(given, b"")
    copies.reject(given.ctx, 1, by=MANAGER)
    given.drain()
    assert given.store.state.acts[1].state is ActState.SENT
    assert given.store.state.acts[1].offered is None


def test_the_paper_original_signs_even_before_any_letter_but_not_from_the_future() -> None:
    given = office(emails=())
    make(given)
    given.drain()
    with pytest.raises(DomainError, match="в будущем"):
        copies.receive_paper(given.ctx, 1, on=date(2026, 12, 1), blob_id=None, by=MANAGER)
    copies.receive_paper(given.ctx, 1, on=date(2026, 11, 19), blob_id=None, by=MANAGER)
    given.drain()
    assert given.store.state.acts[1].is_signed
    assert given.notices.comments


def test_a_file_attached_natively_is_checked_and_a_dragged_stage_goes_back() -> None:
    given = sent(office())
    twin_id = given.store.state.acts[1].twin_id
    assert twin_id is not None
    given.twins.drag(twin_id, "DT:OK", by=9)
    twins.read_twin(given.ctx, twin_id)
    given.drain()
    assert given.twins.rows[twin_id].stage_id == "DT:SENT"
    assert any(who == 9 for who, _ in given.notices.bell.values())
    given.twins.attach(twin_id, "копия.pdf", given.copy_of(1), by=9)
    twins.read_twin(given.ctx, twin_id)
    twins.read_twin(given.ctx, twin_id)
    given.drain()
    assert given.store.state.acts[1].is_signed
    assert given.twins.rows[twin_id].copy_file_id is not None


def test_a_bad_file_attached_natively_is_told_and_stays() -> None:
    given = sent(office())
    twin_id = given.store.state.acts[1].twin_id
    assert twin_id is not None
    given.twins.attach(twin_id, "вирус.exe", b"bad", by=9)
    twins.read_twin(given.ctx, twin_id)
    given.drain()
    assert given.store.state.acts[1].state is ActState.SENT
    assert any("не PDF" in text for _, text in given.notices.bell.values())
