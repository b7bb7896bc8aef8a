"""What the installer asks of the portal, on the running sandbox; every step may be repeated."""

from __future__ import annotations

import uuid

from app.portal.client import PortalClient
from app.portal.items import DEAL
from app.portal.registration import EventBinding, Registration, RobotSpec
from app.portal.structure import Structure

HANDLER = "http://127.0.0.1:9/robots"


def robot(code: str, name: str) -> RobotSpec:
    return RobotSpec(
        code=code, handler=HANDLER, name={"ru": name},
        properties={"amount": {"Name": {"ru": "Сумма"}, "Type": "double", "Required": "N"}},
        returns={"act": {"Name": {"ru": "Акт"}, "Type": "string"}},
        user_id=1, document_type=("crm", "CCrmDocumentDeal", "DEAL"), include=(("crm", "CCrmDocumentDeal"),),
    )  # fmt: skip


def test_a_robot_is_put_twice_and_removed_twice(portal: PortalClient) -> None:
    registration, code = Registration(portal), f"act_{uuid.uuid4().hex[:6]}"
    registration.put_robot(robot(code, "Сформировать акт"))
    registration.put_robot(robot(code, "Сформировать акт, новый"))
    assert registration.robots().count(code) == 1
    registration.delete_robot(code)
    registration.delete_robot(code)
    assert code not in registration.robots()


def test_an_event_is_bound_once(portal: PortalClient) -> None:
    registration = Registration(portal)
    for _ in range(2):
        registration.bind_event("ONCRMDEALUPDATE", "http://127.0.0.1:9/events", auth_user=1)
    bound = EventBinding("ONCRMDEALUPDATE", "http://127.0.0.1:9/events", 1)
    assert registration.events().count(bound) == 1
    registration.unbind_event(bound)
    assert bound not in registration.events()


def test_a_placement_is_bound_once(portal: PortalClient) -> None:
    registration, handler = Registration(portal), "http://127.0.0.1:9/tab"
    for _ in range(2):
        registration.bind_placement("CRM_DEAL_DETAIL_TAB", handler, titles={"ru": "Акты", "en": "Acts"})
    assert [(p.placement, p.title) for p in registration.placements() if p.handler == handler] == [
        ("CRM_DEAL_DETAIL_TAB", "Акты")
    ]
    registration.unbind_placement("CRM_DEAL_DETAIL_TAB", handler)
    assert not [p for p in registration.placements() if p.handler == handler]


def test_the_portal_tells_of_the_installation(portal: PortalClient) -> None:
    registration = Registration(portal)
    assert registration.installation().is_installed
    assert "crm" in registration.scopes()


def test_a_stage_is_added_below_the_final_ones(portal: PortalClient) -> None:
    structure = Structure(portal)
    category = next(c for c in structure.categories(DEAL) if c.is_default)
    won = next(stage for stage in structure.stages(DEAL, category.id) if stage.semantics == "S")
    structure.add_stage(DEAL, category.id, stage_id="REPORT_SENT", name="Отчёт отправлен", sort=won.sort - 1)
    added = next(s for s in structure.stages(DEAL, category.id) if s.stage_id == "REPORT_SENT")
    structure.change_stage(added.id, name="Отчёт ушёл")
    assert next(s for s in structure.stages(DEAL, category.id) if s.id == added.id).name == "Отчёт ушёл"


def test_a_process_and_its_root_folder_are_there(portal: PortalClient) -> None:
    structure = Structure(portal)
    process = structure.add_process("Акты для установки")
    assert process in structure.processes()
    assert structure.stages(process.entity_type_id, structure.categories(process.entity_type_id)[0].id)
    name = f"Корень {uuid.uuid4().hex[:6]}"
    folder = structure.ensure_root_folder(name, [("UA", "disk_access_read")])
    assert structure.ensure_root_folder(name, []) == folder
