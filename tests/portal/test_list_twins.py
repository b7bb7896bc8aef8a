"""Twins of acts in a list of the running sandbox."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.domain.act import Act, ActState, Signature
from app.domain.facts import SignedHow
from app.domain.policy import ActsList
from app.errors import ObjectGone
from app.installation.acts_list import field_specs
from app.manifest import Manifest
from app.portal.client import PortalClient
from app.portal.elements import Elements, values_of
from app.portal.home_twins import HomeTwins
from app.portal.items import DEAL, Items, item_id
from app.portal.lists import ListFieldSpec, Lists
from tests.portal.conftest import Live
from tests.portal.pushing import push

OWN_COLUMNS = {"NOTE": "S", "DUE": "S:Date", "SCAN": "F", "WHO": "S:employee", "PAPER": "S:DiskFile"}
LINK = "https://x/crm/deal/details/1/"


@pytest.fixture
def kind(portal: PortalClient) -> ActsList:
    lists, twin = Lists(portal), Manifest.load().register("acts").twin
    code = uuid.uuid4().hex[:6]
    number = lists.add(f"acts_{code}", f"Акты {code}", about="", rights={"*": "W"})
    fields = {name: lists.add_field(number, spec) for name, spec in field_specs(twin).items()}
    (state,) = (field for field in lists.fields(number) if field.id == fields["state"])
    by_text = {shown: key for key, shown in state.options.items()}
    return ActsList(number, {name: by_text[spec["ru"]] for name, spec in twin.stages.items()}, fields)


@pytest.fixture
def elements(portal: PortalClient, kind: ActsList) -> Elements:
    return Elements(portal, kind.iblock_id)


@pytest.fixture(params=["ru", "en"])
def culture(live: Live, request: pytest.FixtureRequest) -> Iterator[str]:
    """The portal's own way to write dates."""
    yield live.control("lists/culture", culture=request.param)["culture"]
    live.control("lists/culture", culture="ru")


@pytest.fixture
def act(portal: PortalClient) -> Act:
    deal_id = item_id(Items(portal).add(DEAL, {"title": "Сделка", "opportunity": 100}))
    return Act(
        id=deal_id * 7, number="А-1", issued_on=date(2026, 3, 2), deal_id=deal_id, title="Монтаж",
        amount=Decimal("100.50"), origin="entry:1", responsible_id=1,
    )  # fmt: skip


@pytest.fixture
def twins(portal: PortalClient) -> HomeTwins:
    return HomeTwins(portal, tag="abcd")


def held(elements: Elements, kind: ActsList, twin: int) -> dict[str, Any]:
    """What people see, by our names of the fields."""
    element = elements.get(twin)
    return {name: next(iter(values_of(element, field)), None) for name, field in kind.fields.items()}


def test_a_twin_is_made_once_and_brought_along(
    culture: str, twins: HomeTwins, elements: Elements, kind: ActsList, act: Act
) -> None:
    first = push(twins, kind, act, paid="не оплачено", deal_link=LINK)
    assert push(twins, kind, act, paid="не оплачено", deal_link=LINK) == first
    signed = replace(act, state=ActState.SIGNED, twin_id=first, signature=Signature(SignedHow.QR, date(2026, 3, 5), 1))
    assert push(twins, kind, signed, paid="оплачено", deal_link=LINK) == first
    assert twins.get(kind, first).stage_id == kind.stages["signed"]
    shown = held(elements, kind, first)
    assert (shown["number"], shown["deal"], shown["signed"], shown["amount"]) == (
        "А-1", str(act.deal_id), "Да", "100.50",
    )  # fmt: skip
    assert shown["signed_on"] == {"ru": "05.03.2026", "en": "03/05/2026"}[culture]


@pytest.mark.usefixtures("culture")
def test_nothing_is_written_when_nothing_differs(live: Live, twins: HomeTwins, kind: ActsList, act: Act) -> None:
    made = replace(act, twin_id=push(twins, kind, act, paid="", deal_link=LINK))
    live.log.notes.clear()
    push(twins, kind, made, paid="", deal_link=LINK)
    assert [note.method for note in live.log.notes] == ["lists.element.get"]


def test_what_people_have_typed_and_attached_survives_our_writing(
    portal: PortalClient, twins: HomeTwins, elements: Elements, kind: ActsList, act: Act
) -> None:
    lists = Lists(portal)
    own = {
        code: lists.add_field(kind.iblock_id, ListFieldSpec(code, of_kind, code.title()))
        for code, of_kind in OWN_COLUMNS.items()
    }
    where = {"IBLOCK_TYPE_ID": "lists", "IBLOCK_ID": kind.iblock_id}
    many = {"NAME": "Метки", "TYPE": "S", "CODE": "TAGS", "MULTIPLE": "Y"}
    tags = portal.call("lists.field.add", {**where, "FIELDS": many})
    portal.call("lists.field.add", {**where, "FIELDS": {"NAME": "Сортировка", "TYPE": "SORT"}})
    twin = push(twins, kind, act, paid="", deal_link=LINK)
    paper, scan = on_drive(portal, "бумага.pdf"), ["скан.pdf", base64.b64encode(b"%PDF scan").decode()]
    typed = {
        own["NOTE"]: "звонил", own["DUE"]: "31.12.2026", own["SCAN"]: scan, own["WHO"]: "1", own["PAPER"]: paper,
        tags: ["срочно", "важно"], "SORT": 70,
    }  # fmt: skip
    elements.change(elements.get(twin), typed)
    before = elements.get(twin)
    push(twins, kind, replace(act, twin_id=twin, state=ActState.SENT), paid="оплачено", deal_link=LINK)
    after = elements.get(twin)
    for name in (own["NOTE"], own["DUE"], own["SCAN"], own["WHO"], tags):
        assert values_of(after, name) == values_of(before, name) != []
    assert after["SORT"] == "70"
    (attached,) = values_of(after, own["PAPER"])
    assert int(portal.call("disk.attachedobject.get", {"id": attached})["OBJECT_ID"]) == paper
    assert twins.get(kind, twin).stage_id == kind.stages["sent"]


def test_a_twin_made_in_a_call_whose_answer_was_lost_is_found_by_its_code(
    twins: HomeTwins, elements: Elements, kind: ActsList, act: Act
) -> None:
    made = elements.add(f"pervichka-abcd-act-{act.id}", {"NAME": "Акт"})
    assert push(twins, kind, act, paid="", deal_link=LINK) == made
    assert held(elements, kind, made)["number"] == "А-1"


def test_a_deleted_twin_is_made_again(portal: PortalClient, twins: HomeTwins, kind: ActsList, act: Act) -> None:
    first = push(twins, kind, act, paid="", deal_link="")
    where = {"IBLOCK_TYPE_ID": "lists", "IBLOCK_ID": kind.iblock_id, "ELEMENT_ID": first}
    portal.call("lists.element.delete", where)
    with pytest.raises(ObjectGone):
        twins.get(kind, first)
    assert push(twins, kind, replace(act, twin_id=first), paid="", deal_link="") != first


def test_a_state_that_a_person_chose_is_put_back(
    twins: HomeTwins, elements: Elements, kind: ActsList, act: Act
) -> None:
    twin = push(twins, kind, act, paid="", deal_link=LINK)
    elements.change(elements.get(twin), {kind.fields["state"]: kind.stages["signed"]})
    reading = twins.get(kind, twin)
    assert (reading.stage_id, reading.mover_id) == (kind.stages["signed"], 1)
    twins.put_back(kind, twin, kind.stages["draft"])
    assert twins.get(kind, twin).stage_id == kind.stages["draft"]
    assert held(elements, kind, twin)["number"] == "А-1"


def test_the_copy_that_people_attach_can_be_read_and_stays_the_same_file(
    portal: PortalClient, twins: HomeTwins, elements: Elements, kind: ActsList, act: Act
) -> None:
    twin = push(twins, kind, act, paid="", deal_link=LINK)
    with pytest.raises(ObjectGone), twins.download_copy(twins.get(kind, twin)):
        pytest.fail("there is no copy yet")
    scan = on_drive(portal, "скан.pdf")
    elements.change(elements.get(twin), {kind.fields["copy"]: scan})
    reading = twins.get(kind, twin)
    assert reading.copy_file_id == scan
    with twins.download_copy(reading) as copy:
        assert (copy.stream.read(), copy.name) == (b"%PDF-1.7 scan", "скан.pdf")
    push(twins, kind, replace(act, twin_id=twin, state=ActState.SENT), paid="", deal_link=LINK)
    assert twins.get(kind, twin).copy_file_id == scan


def on_drive(portal: PortalClient, name: str) -> int:
    (storage,) = portal.call("disk.storage.getlist", {"filter": {"ENTITY_TYPE": "common"}})
    params = {
        "id": storage["ID"], "data": {"NAME": name}, "generateUniqueName": True,
        "fileContent": [name, base64.b64encode(b"%PDF-1.7 scan").decode()],
    }  # fmt: skip
    return int(portal.call("disk.storage.uploadfile", params)["ID"])
