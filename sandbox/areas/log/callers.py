"""In whose name a call to the live feed acts («от имени»)."""

from __future__ import annotations

from sandbox.call import Call
from sandbox.params import as_int


def on_behalf(call: Call) -> int:
    """USER_ID counts for administrators only."""
    named = as_int(call.get_any_case("USER_ID", 0)) if call.is_admin else 0
    return named or call.user_id
