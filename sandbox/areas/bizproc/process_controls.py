"""Processes placed by hand, for scripts: `processes/place|remove|list|available|runs`."""

from __future__ import annotations

from typing import Any

from sandbox.admin import action
from sandbox.areas.bizproc import documents, registry, templates, workflows
from sandbox.areas.lists import lists
from sandbox.portal import Portal


def _type(portal: Portal, asked: dict[str, Any]) -> list[str] | None:
    """From `list` (its ID), `kind` (entityTypeId) or `document_type` (the triple)."""
    if "list" in asked:
        record = lists.collection(portal).get(int(asked["list"]))
        if record is None:
            raise ValueError(f"списка {asked['list']} нет")
        return documents.type_of_list(record)
    if "kind" in asked:
        return documents.document_type(int(asked["kind"]))
    return documents.triple(asked["document_type"]) if "document_type" in asked else None


def _needed_type(portal: Portal, asked: dict[str, Any]) -> list[str]:
    described = _type(portal, asked)
    if described is None:
        raise KeyError("list")
    return described


@action("processes/place")
def place(portal: Portal, asked: dict[str, Any]) -> Any:
    """`list` (or `kind`, `document_type`), `code`, `properties`, `auto_execute` (1 added, 2 changed, 3 both),
    `template` to put it at the end of one; `client_id`, `user_id`, `timeout`, `delay`, `name`.
    """
    return templates.place(portal, _needed_type(portal, asked), asked)


@action("processes/remove")
def remove(portal: Portal, asked: dict[str, Any]) -> Any:
    return {"removed": templates.collection(portal).delete(int(asked["id"]))}


@action("processes/list")
def listed(portal: Portal, asked: dict[str, Any]) -> Any:
    """Templates with their steps (`TEMPLATE`, each with `is_blocked`); `list`, `kind` or `document_type` narrow."""
    return {"processes": templates.listed(portal, _type(portal, asked))}


@action("processes/available")
def available(portal: Portal, asked: dict[str, Any]) -> Any:
    """Registered activities (and robots) that may stand in a process on such documents."""
    return {"activities": registry.all_for(portal, _needed_type(portal, asked))}


@action("processes/runs")
def runs(portal: Portal, asked: dict[str, Any]) -> Any:
    """What went on with one document: `list` and `element`, or `document_id` (the triple)."""
    if "element" in asked:
        described = _needed_type(portal, asked)
        found = workflows.of_document(portal, [*described[:2], str(asked["element"])])
    else:
        found = workflows.of_document(portal, documents.triple(asked["document_id"]))
    return {"runs": [workflows.told(run) for run in found]}
