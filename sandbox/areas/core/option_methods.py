"""app.option.*, user.option.* and feature.get (api-reference/common/settings/, common/system/)."""

from __future__ import annotations

from typing import Any

from sandbox.areas.core import errors
from sandbox.call import Call, method
from sandbox.params import as_map
from sandbox.portal import Portal
from sandbox.store import Record


def _options(portal: Portal, app: Record, user_id: int) -> dict[str, Any]:
    found = portal.collection("app_option").first(app=app["ID"], user=user_id)
    return dict(found["values"]) if found else {}


def save(portal: Portal, app: Record, user_id: int, given: dict[str, Any]) -> None:
    """Options of an app (`user_id` 0) or of its user; keys not named stay."""
    stored = portal.collection("app_option")
    found = stored.first(app=app["ID"], user=user_id)
    if found is None:
        stored.add({"app": app["ID"], "user": user_id, "values": given})
    else:
        stored.change(found["ID"], values={**found["values"], **given})


def options_of(portal: Portal, app: Record, user_id: int = 0) -> dict[str, Any]:
    return _options(portal, app, user_id)


def _app(call: Call) -> Record:
    if call.app is None:
        raise errors.option_context_required()
    return call.app


def _given(call: Call) -> dict[str, Any]:
    given = as_map(call.get("options"))
    if not given:
        raise errors.options_empty()
    return given


def _get(call: Call, user_id: int) -> Any:
    found, name = _options(call.portal, _app(call), user_id), call.get("option")
    return found if name is None else found.get(str(name))


@method("app.option.set")
def app_option_set(call: Call) -> bool:
    app = _app(call)
    if not call.is_admin:
        raise errors.option_admin_required()
    save(call.portal, app, 0, _given(call))
    return True


@method("app.option.get")
def app_option_get(call: Call) -> Any:
    return _get(call, 0)


@method("user.option.set")
def user_option_set(call: Call) -> bool:
    save(call.portal, _app(call), call.user_id, _given(call))
    return True


@method("user.option.get")
def user_option_get(call: Call) -> Any:
    return _get(call, call.user_id)


@method("feature.get")
def feature_get(call: Call) -> dict[str, str]:
    code = str(call.get_any_case("CODE", ""))
    if not code:
        raise errors.code_empty()
    portal = call.portal
    features = {"rest_offline_extended": portal.events.offline.is_sold, "rest_auth_connector": portal.has_sources}
    return {"value": "Y" if features.get(code) else "N"}
