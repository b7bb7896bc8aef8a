"""Answers have the keys and the types of the official docs' own samples (read from ../shared, never copied here)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from sandbox.server import SandboxServer

CATALOGUE = Path(__file__).parents[3] / "shared/data/bitrix24/methods.jsonl"
# What a sample shows that belongs to its own portal or to the question it was asked with.
OWN = re.compile(r"^(uf|UF_|parentId|PARENT_ID)")
CALLS: dict[str, tuple[dict[str, Any], set[str]]] = {
    "app.info": ({}, set()),
    "profile": ({}, set()),
    "method.get": ({"name": "profile"}, set()),
    "feature.get": ({"CODE": "rest_auth_connector"}, set()),
    "user.get": ({}, set()),
    "user.search": ({}, set()),
    "department.get": ({"ID": [2, 3]}, set()),
    "crm.item.add": ({"entityTypeId": 2, "fields": {"title": "Проба"}}, set()),
    "crm.item.update": ({"entityTypeId": 2, "id": 1, "fields": {"title": "Проба"}}, set()),
    "crm.item.list": ({"entityTypeId": 2}, {"name", "lastName"}),
    "crm.deal.get": ({"id": 1}, set()),
    "crm.deal.list": ({}, set()),
    "crm.deal.fields": ({}, set()),
    "crm.contact.get": ({"id": 1}, {"FACE_ID"}),
    "crm.contact.list": ({"select": ["*", "EMAIL", "PHONE"]}, set()),
    "crm.company.get": ({"id": 2}, {"LAST_COMMUNICATION_TIME"}),
    "crm.company.list": ({"select": ["*", "EMAIL", "PHONE"]}, set()),
    "crm.type.get": ({"id": 1}, set()),
    "crm.type.list": ({}, set()),
    "crm.type.fields": ({}, set()),
    "crm.status.list": ({"filter": {"ENTITY_ID": "DEAL_STAGE"}}, set()),
    "crm.status.get": ({"id": 1}, set()),
    "crm.status.fields": ({}, set()),
    "crm.status.entity.items": ({"entityId": "DEAL_STAGE"}, set()),
    "crm.category.list": ({"entityTypeId": 2}, set()),
    "crm.category.get": ({"entityTypeId": 2, "id": 1}, set()),
    "crm.category.fields": ({"entityTypeId": 2}, set()),
    "crm.stagehistory.list": ({"entityTypeId": 2}, set()),
    "crm.requisite.get": ({"id": 1}, set()),
    "crm.requisite.list": ({}, set()),
    "crm.requisite.bankdetail.get": ({"id": 1}, set()),
    "crm.requisite.bankdetail.list": ({}, set()),
    "crm.requisite.preset.list": ({}, set()),
    "crm.address.list": ({}, set()),
    "crm.item.productrow.list": ({"filter": {"=ownerType": "D", "=ownerId": 1}}, set()),
    "crm.item.productrow.fields": ({}, set()),
    "crm.enum.ownertype": ({}, set()),
}


def _samples() -> dict[str, Any]:
    """Samples that are whole; the catalogue has cut the `time` block out and left its comma."""
    found: dict[str, Any] = {}
    if not CATALOGUE.exists():
        return found
    for line in CATALOGUE.read_text("utf-8").splitlines():
        entry = json.loads(line)
        text = re.sub(r",(\s*[}\]])", r"\1", entry.get("response") or "")
        try:
            sample = json.loads(text)
        except ValueError:
            continue
        if isinstance(sample, dict) and "result" in sample:
            found[entry["method"].lower()] = sample["result"]
    return found


SAMPLES = _samples()
KNOWN = sorted(CALLS.keys() & SAMPLES.keys())


@pytest.fixture(scope="module")
def portal() -> Iterator[SandboxServer]:
    with SandboxServer(seed="demo", limiter=False) as running:
        flags = {"isStagesEnabled": "Y", "isClientEnabled": "Y"}
        _ask(running, "crm.type.add", {"fields": {"title": "Процесс", **flags}})
        yield running


def _ask(server: SandboxServer, method: str, params: dict[str, Any]) -> Any:
    token = server.portal.tokens.issue(server.env["B24_CLIENT_ID"], 1).access
    return requests.post(f"{server.url}/rest/{method}", json={**params, "auth": token}, timeout=30).json()


def _differences(sample: Any, ours: Any, path: str, allowed: set[str]) -> Iterator[str]:
    if isinstance(sample, dict) and isinstance(ours, dict):
        for key, value in sample.items():
            if OWN.match(key) or key in allowed:
                continue
            if key not in ours:
                yield f"{path}.{key} is missing"
            else:
                yield from _differences(value, ours[key], f"{path}.{key}", allowed)
    elif isinstance(sample, list) and isinstance(ours, list):
        if sample and ours:
            yield from _differences(sample[0], ours[0], f"{path}[]", allowed)
    elif sample is not None and ours is not None and _kind(sample) is not _kind(ours):
        yield f"{path}: {type(sample).__name__} in the docs, {type(ours).__name__} here"


def _kind(value: Any) -> type:
    return float if isinstance(value, int) and not isinstance(value, bool) else type(value)


@pytest.mark.skipif(not SAMPLES, reason="needs ../shared: the catalogue of methods")
@pytest.mark.parametrize("method", KNOWN or ["none"])
def test_an_answer_has_the_shape_of_the_docs_sample(portal: SandboxServer, method: str) -> None:
    params, allowed = CALLS[method]
    answer = _ask(portal, method, params)
    assert "result" in answer, answer
    assert list(_differences(SAMPLES[method], answer["result"], method, allowed)) == []
