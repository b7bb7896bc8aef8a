"""userfieldtype.* on the wire (widgets/user-field/): an application's administrator only."""

from __future__ import annotations

from typing import Any

from sandbox import errors
from sandbox.areas.placement import field_types
from sandbox.call import Call, Page, method, page_of
from sandbox.store import Record


def _asked(call: Call) -> tuple[Record, dict[str, Any]]:
    """Raises ACCESS_DENIED for whoever is no administrator."""
    if not call.is_admin:
        raise errors.access_denied("Access denied!")
    return call.app or {}, {name.upper(): value for name, value in call.params.items()}


@method("userfieldtype.add", scope="placement", app_only=True)
def type_add(call: Call) -> bool:
    field_types.add(call.portal, *_asked(call))
    return True


@method("userfieldtype.update", scope="placement", app_only=True)
def type_update(call: Call) -> bool:
    field_types.update(call.portal, *_asked(call))
    return True


@method("userfieldtype.list", scope="placement", app_only=True)
def type_list(call: Call) -> Page:
    """The newest first."""
    app, _ = _asked(call)
    found = field_types.of_app(call.portal, app)[::-1]
    return page_of([{name: row[name] for name in field_types.FIELDS} for row in found], call)


@method("userfieldtype.delete", scope="placement", app_only=True)
def type_delete(call: Call) -> bool:
    field_types.delete(call.portal, *_asked(call))
    return True
