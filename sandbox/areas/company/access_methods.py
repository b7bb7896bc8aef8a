"""access.name, user.access on the wire («Права доступа»): api-reference/common/system/access-name.md."""

from __future__ import annotations

from typing import Any

from sandbox.call import Call, method
from sandbox.params import as_int, as_list

EVERYONE, ADMINISTRATORS, SIGNED_IN = "G2", "G1", "AU"
NAMES = {EVERYONE: "Все посетители", ADMINISTRATORS: "Администраторы", SIGNED_IN: "Все авторизованные пользователи"}


def _codes(call: Call) -> list[str]:
    return [str(code) for code in as_list(call.get_any_case("ACCESS"))]


def _user(call: Call, code: str) -> dict[str, Any] | None:
    return call.portal.user(as_int(code[1:])) if code.startswith("U") and code[1:].isdigit() else None


@method("access.name")
def name(call: Call) -> Any:
    """Codes that the portal does not have are left out; false when none is asked for."""
    found: dict[str, Any] = {}
    for code in _codes(call):
        user = _user(call, code)
        if code in NAMES:
            found[code] = {"provider": "", "name": NAMES[code], "provider_id": "other"}
        elif user is not None:
            whole = f"{user['NAME']} {user['LAST_NAME']}".strip()
            found[code] = {"provider": "Пользователи", "name": whole, "provider_id": "user"}
    return found if _codes(call) else False


@method("user.access")
def access(call: Call) -> bool:
    """An administrator has whatever is asked for."""
    own = {EVERYONE, SIGNED_IN, f"U{call.user_id}"}
    return call.is_admin or bool(own.intersection(_codes(call)))
