"""Twins of acts on the running sandbox."""

from __future__ import annotations

import base64
import uuid
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.domain.act import Act, ActState, Signature
from app.domain.facts import SignedHow
from app.domain.policy import ActsType
from app.errors import ObjectGone
from app.portal.client import PortalClient
from app.portal.items import DEAL, Items, item_id
from app.portal.structure import FieldSpec, Structure
from app.portal.twins import PortalTwins, file_name
from tests.portal.conftest import Live
from tests.portal.pushing import push

KINDS = {
    "number": "string", "issued_on": "date", "amount": "double", "revision": "integer", "signed": "boolean",
    "signed_on": "date", "paid": "string", "deal_link": "url", "is_last": "boolean", "copy": "file",
}  # fmt: skip


@pytest.fixture
def kind(portal: PortalClient) -> ActsType:
    structure = Structure(portal)
    process = structure.add_process(f"Акты {uuid.uuid4().hex[:6]}")
    fields = {}
    for name, user_type in KINDS.items():
        spec = FieldSpec(f"UF_CRM_{process.id}_{name.upper()}", user_type, {"ru": name})
        fields[name] = structure.add_field(f"CRM_{process.id}", spec).name
    (category,) = structure.categories(process.entity_type_id)
    stages = [stage.stage_id for stage in structure.stages(process.entity_type_id, category.id)]
    by_state = dict(zip([state.value for state in ActState], stages, strict=False))
    return ActsType(process.entity_type_id, process.id, category.id, by_state, fields)


@pytest.fixture
def act(portal: PortalClient) -> Act:
    deal_id = item_id(Items(portal).add(DEAL, {"title": "Сделка", "opportunity": 100}))
    return Act(
        id=deal_id * 7, number="А-1", issued_on=date(2026, 3, 2), deal_id=deal_id, title="Монтаж",
        amount=Decimal("100.50"), origin="entry:1", responsible_id=1,
    )  # fmt: skip


def test_a_twin_is_made_once_and_brought_along(portal: PortalClient, kind: ActsType, act: Act) -> None:
    twins = PortalTwins(portal, tag="abcd")
    first = push(twins, kind, act, paid="не оплачено", deal_link="https://x/crm/deal/details/1/")
    assert push(twins, kind, act, paid="не оплачено", deal_link="https://x/crm/deal/details/1/") == first
    signed = replace(act, state=ActState.SIGNED, twin_id=first, signature=Signature(SignedHow.QR, date(2026, 3, 5), 1))
    assert push(twins, kind, signed, paid="оплачено", deal_link="https://x/crm/deal/details/1/") == first
    item = Items(portal).get(kind.entity_type_id, first)
    assert twins.get(kind, first).stage_id == kind.stages["signed"]
    assert item["parentId2"] == act.deal_id
    assert item[kind.fields["number"]] == "А-1"
    assert str(item[kind.fields["signed_on"]])[:10] == "2026-03-05"


def test_nothing_is_written_when_nothing_differs(live: Live, portal: PortalClient, kind: ActsType, act: Act) -> None:
    twins = PortalTwins(portal, tag="abcd")
    made = replace(act, twin_id=push(twins, kind, act, paid="", deal_link="https://x/1/"))
    live.log.notes.clear()
    push(twins, kind, made, paid="", deal_link="https://x/1/")
    assert [note.method for note in live.log.notes] == ["crm.item.get"]


def test_a_deleted_twin_is_made_again(portal: PortalClient, kind: ActsType, act: Act) -> None:
    twins = PortalTwins(portal, tag="abcd")
    first = push(twins, kind, act, paid="", deal_link="")
    portal.call("crm.item.delete", {"entityTypeId": kind.entity_type_id, "id": first})
    assert push(twins, kind, replace(act, twin_id=first), paid="", deal_link="") != first


def test_a_dragged_twin_is_put_back(portal: PortalClient, kind: ActsType, act: Act) -> None:
    twins = PortalTwins(portal, tag="abcd")
    twin = push(twins, kind, act, paid="", deal_link="")
    Items(portal).update(kind.entity_type_id, twin, {"stageId": kind.stages["sent"]})
    reading = twins.get(kind, twin)
    assert (reading.stage_id, reading.mover_id) == (kind.stages["sent"], 1)
    twins.put_back(kind, twin, kind.stages["draft"])
    assert twins.get(kind, twin).stage_id == kind.stages["draft"]


def test_the_copy_that_people_attach_can_be_read(portal: PortalClient, kind: ActsType, act: Act) -> None:
    twins = PortalTwins(portal, tag="abcd")
    twin = push(twins, kind, act, paid="", deal_link="")
    with pytest.raises(ObjectGone), twins.download_copy(twins.get(kind, twin)):
        pytest.fail("there is no copy yet")
    attached = {kind.fields["copy"]: ["скан.pdf", base64.b64encode(b"%PDF-1.7 scan").decode()]}
    Items(portal).update(kind.entity_type_id, twin, attached)
    reading = twins.get(kind, twin)
    assert reading.copy_file_id
    with twins.download_copy(reading) as copy:
        assert copy.stream.read() == b"%PDF-1.7 scan"
        assert copy.name == "скан.pdf"


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("attachment; filename*=utf-8''%D0%B0.pdf", "а.pdf"),
        ('attachment; filename="a b.pdf"', "a b.pdf"),
        ("inline", ""),
        ("", ""),
        ('attachment; filename="a\r\nX-Evil: 1"', "a X-Evil: 1"),
    ],
)
def test_the_name_of_a_download(header: str, name: str) -> None:
    assert file_name(header) == name
