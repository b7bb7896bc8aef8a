"""crm.automation.trigger* on the wire."""

from __future__ import annotations

from typing import Any

from sandbox.areas.bizproc import documents, errors, triggers
from sandbox.areas.crm import items, rights
from sandbox.call import Call, method
from sandbox.params import as_int


def _client_id(call: Call) -> str:
    if call.app is None:
        raise errors.trigger_needs_app()
    if not call.is_admin:
        raise errors.trigger_needs_admin()
    return str(call.app["client_id"])


def _code(call: Call) -> str:
    return triggers.checked_code(call.get_any_case("CODE"))


@method("crm.automation.trigger.add", scope="crm")
def trigger_add(call: Call) -> bool:
    client_id = _client_id(call)
    triggers.add(call.portal, client_id, _code(call), str(call.get_any_case("NAME", "") or ""))
    return True


@method("crm.automation.trigger.list", scope="crm")
def trigger_list(call: Call) -> list[dict[str, Any]]:
    found = triggers.registered(call.portal).find(client_id=_client_id(call))
    return [{"NAME": row["NAME"], "CODE": row["CODE"]} for row in found]


@method("crm.automation.trigger.delete", scope="crm")
def trigger_delete(call: Call) -> bool:
    client_id = _client_id(call)
    triggers.delete(call.portal, client_id, _code(call))
    return True


@method("crm.automation.trigger.execute", scope="crm")
def trigger_execute(call: Call) -> bool:
    """True also where no stage waits for it: the event is told, whether the item moves is the portal's matter."""
    client_id, code = _client_id(call), _code(call)
    if triggers.registered(call.portal).first(client_id=client_id, CODE=code) is None:
        raise errors.trigger(f"Trigger with code {code} is not registered.")
    kind, number = as_int(call.get_any_case("OWNER_TYPE_ID")), as_int(call.get_any_case("OWNER_ID"))
    described = documents.document_type(kind)
    if described is None or not documents.is_type(call.portal, described):
        raise errors.trigger("Incorrect parameter OWNER_TYPE_ID.")
    if number <= 0:
        raise errors.trigger("Incorrect parameter OWNER_ID.")
    item = items.get(call.portal, kind, number)
    if item is not None:
        triggers.fire(call.portal, kind, item, code, client_id, call.actor)
    return True


@method("crm.automation.trigger", scope="crm")
def webhook_trigger(call: Call) -> bool:
    """The trigger «Отследить вебхук»: `target` is DEAL_7, `code` that of the trigger on the stage."""
    stem, _, number = str(call.get_any_case("target", "") or "").upper().rpartition("_")
    kind = documents.kind_of(stem)
    item = items.get(call.portal, kind, as_int(number)) if kind else None
    if item is None or not rights.may(call.portal, call.user_id, kind, item):
        raise errors.trigger_refused()
    triggers.fire(call.portal, kind, item, str(call.get_any_case("code", "") or ""), "", call.actor)
    return True
