"""Automation («Роботы» and «Бизнес-процессы»): registered by apps, put in place by people, run on documents."""

from __future__ import annotations

from typing import Any

from sandbox.areas.bizproc import controls as controls  # registers its actions
from sandbox.areas.bizproc import documents, registry, templates, triggers, workflows
from sandbox.areas.bizproc import process_controls as process_controls
from sandbox.areas.bizproc import process_methods as process_methods
from sandbox.areas.bizproc import trigger_methods as trigger_methods
from sandbox.areas.bizproc.waits import Waits
from sandbox.portal import Actor, Portal
from sandbox.store import Record


def attach(portal: Portal) -> None:
    def on_stage(*, kind: int, item: Record, before: str | None, after: str, actor: Actor) -> None:
        workflows.enter_stage(portal, kind, item, after, actor)

    def on_deleted(*, kind: int, item: Record, actor: Actor) -> None:
        described = documents.document_type(kind)
        if described is not None:
            workflows.drop_document(portal, documents.item_id(described, int(item["ID"])))

    def element_deleted(*, record: Record, element: Record, actor: Actor) -> None:
        workflows.drop_document(portal, documents.of_element(portal, record, element).id)

    def list_deleted(*, record: Record) -> None:
        templates.drop_type(portal, documents.type_of_list(record))

    def on_dropped(*, app: Record, **_: Any) -> None:
        registry.drop_of(portal, app)
        triggers.drop_of(portal, app)

    portal.on("stage_changed", on_stage)
    portal.on("item_deleted", on_deleted)
    portal.on("element_deleted", element_deleted)
    portal.on("list_deleted", list_deleted)
    portal.on("app_registrations_dropped", on_dropped)
    _start_by_themselves(portal)
    waits = Waits(portal)
    portal.on("workflow_changed", waits.changed)
    portal.on("portal_stopping", waits.stop)
    waits.start()


def _start_by_themselves(portal: Portal) -> None:
    def begin(described: list[str] | None, occasion: int, actor: Actor, document: Any) -> None:
        for template in templates.starting(portal, described, occasion) if described else []:
            workflows.start(portal, template, document(), actor, {})

    def of_items(occasion: int) -> Any:
        def happened(*, kind: int, item: Record, actor: Actor) -> None:
            begin(documents.document_type(kind), occasion, actor, lambda: documents.of_item(portal, kind, item))

        return happened

    def of_elements(occasion: int) -> Any:
        def happened(*, record: Record, element: Record, actor: Actor) -> None:
            if record["BIZPROC"] == "Y":
                described = documents.type_of_list(record)
                begin(described, occasion, actor, lambda: documents.of_element(portal, record, element))

        return happened

    portal.on("item_added", of_items(templates.ON_ADD))
    portal.on("item_updated", of_items(templates.ON_CHANGE))
    portal.on("element_added", of_elements(templates.ON_ADD))
    portal.on("element_updated", of_elements(templates.ON_CHANGE))
