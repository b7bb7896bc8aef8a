"""placement.* on the wire."""

from __future__ import annotations

from typing import Any

from sandbox.areas.placement import bindings, codes, errors
from sandbox.call import Call, method
from sandbox.params import as_bool, as_int
from sandbox.store import Record


def _app(call: Call) -> Record:
    return call.app or {}


def _asked(call: Call) -> dict[str, Any]:
    return {name.upper(): value for name, value in call.params.items()}


@method("placement.bind", scope="placement", app_only=True, admin_only=True)
def placement_bind(call: Call) -> bool:
    bindings.bind(call.portal, _app(call), _asked(call), call.scope)
    return True


@method("placement.get", scope="placement", app_only=True, admin_only=True)
def placement_get(call: Call) -> list[dict[str, Any]]:
    rows = bindings.collection(call.portal).find(client_id=_app(call)["client_id"])
    return [
        {
            "placement": row["placement"], "userId": row["user_id"], "handler": row["handler"],
            "options": row["options"], "title": row["title"], "description": row["description"],
            "langAll": row["lang"],
        }
        for row in rows
    ]  # fmt: skip


@method("placement.unbind", scope="placement", app_only=True, admin_only=True)
def placement_unbind(call: Call) -> dict[str, int]:
    asked = _asked(call)
    code = asked.get("PLACEMENT")
    if not code:
        raise errors.empty_argument("PLACEMENT", 400)
    if not isinstance(code, str):
        raise errors.not_a_string("PLACEMENT")
    user_id = as_int(asked["USER_ID"]) if "USER_ID" in asked else None
    handler = str(asked.get("HANDLER") or "")
    return {"count": bindings.unbind(call.portal, _app(call), code.upper(), handler, user_id)}


@method("placement.list", scope="placement", app_only=True)
def placement_list(call: Call) -> list[str]:
    """One scope's places alone; else those of the application's scopes, or with FULL of all, and the global ones."""
    only = str(call.get_any_case("SCOPE", "") or "")
    if only:
        return codes.available(call.portal, frozenset([only]) & call.scope, everywhere=False)
    everything = as_bool(call.get_any_case("FULL"))
    return codes.available(call.portal, frozenset(codes.BY_SCOPE) if everything else call.scope)
