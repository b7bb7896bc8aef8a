"""app.info, profile, scope, server.time and their kin on the wire."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from sandbox.areas.core import errors, event_methods, offline_methods, option_methods
from sandbox.call import METHODS, Call, method
from sandbox.seed import OTHERS, SCOPES


@method("app.info")
def app_info(call: Call) -> dict[str, Any]:
    app, licence = call.app, call.portal.limiter.licence
    if app is None:
        raise errors.app_context_required()
    return {
        "ID": app["ID"],
        "CODE": app["client_id"],
        "VERSION": app["VERSION"],
        "STATUS": app["STATUS"],
        "INSTALLED": app["INSTALLED"],
        "PAYMENT_EXPIRED": "N",
        "DAYS": None,
        "LANGUAGE_ID": "ru",
        "LICENSE": licence,
        "LICENSE_TYPE": licence.partition("_")[2],
        "LICENSE_FAMILY": licence.partition("_")[2].rstrip("0123456789"),
    }


@method("profile")
def profile(call: Call) -> dict[str, Any]:
    user = call.user
    return {
        "ID": str(user["ID"]),
        "ADMIN": bool(user.get("IS_ADMIN")),
        "NAME": user["NAME"],
        "LAST_NAME": user["LAST_NAME"],
        "PERSONAL_GENDER": user.get("PERSONAL_GENDER", ""),
        "TIME_ZONE": user.get("TIME_ZONE", ""),
    }


@method("scope")
def scope(call: Call) -> list[str]:
    return sorted([*SCOPES, *OTHERS]) if call.get("full") else sorted(call.scope)


@method("methods")
def methods(call: Call) -> list[str]:
    return sorted(m.name for m in METHODS.values() if not m.scope or call.scope.intersection(m.scope.split("|")))


@method("method.get")
def method_get(call: Call) -> dict[str, bool]:
    known = METHODS.get(str(call.get_any_case("name", "")))
    available = known is not None and (not known.scope or bool(call.scope.intersection(known.scope.split("|"))))
    return {"isExisting": known is not None, "isAvailable": available}


@method("server.time")
def server_time(call: Call) -> str:
    return call.portal.clock.now().astimezone(UTC).replace(microsecond=0).isoformat()


@method("user.admin")
def user_admin(call: Call) -> bool:
    return call.is_admin


__all__ = ["event_methods", "offline_methods", "option_methods"]
