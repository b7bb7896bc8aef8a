"""Who may see and change which items («права CRM»): an administrator everything, others by their `CRM_ACCESS`.

Values: `all` (the default), `own` (items that the user is responsible for), `none`. Contacts and companies are open
to anyone who has any access.
"""

from __future__ import annotations

from sandbox.areas.crm import kinds
from sandbox.areas.crm.errors import item_access_denied
from sandbox.portal import Portal
from sandbox.store import Record


def access(portal: Portal, user_id: int) -> str:
    user = portal.user(user_id) or {}
    return "all" if user.get("IS_ADMIN") else str(user.get("CRM_ACCESS", "all"))


def may(portal: Portal, user_id: int, kind_id: int, item: Record) -> bool:
    level = access(portal, user_id)
    if level == "own":
        return kind_id in (kinds.CONTACT, kinds.COMPANY) or item.get("ASSIGNED_BY_ID") == user_id
    return level == "all"


def check(portal: Portal, user_id: int, kind_id: int, item: Record) -> None:
    """Raises ACCESS_DENIED in the host's words."""
    if not may(portal, user_id, kind_id, item):
        raise item_access_denied()


def own_only(portal: Portal, user_id: int, kind_id: int) -> bool:
    return access(portal, user_id) == "own" and kind_id not in (kinds.CONTACT, kinds.COMPANY)
