"""Universal to-dos («дело»): crm/timeline/activities/todo/crm-activity-todo-add.md."""

from __future__ import annotations

from sandbox import query
from sandbox.areas.activities import activities, errors
from sandbox.areas.crm import items
from sandbox.portal import Actor, Portal
from sandbox.store import Record


def add(
    portal: Portal,
    owner: tuple[int, int],
    deadline: str,
    actor: Actor,
    *,
    title: str = "",
    description: str = "",
    responsible_id: int = 0,
) -> Record:
    """Raises OWNER_NOT_FOUND, WRONG_DATETIME_FORMAT."""
    if items.get(portal, *owner) is None:
        raise errors.owner_not_found()
    try:
        until = query.moment(deadline, portal.clock.zone).isoformat("T", "seconds")
    except (ValueError, OverflowError) as error:
        raise errors.wrong_date() from error
    given = {
        "OWNER_TYPE_ID": owner[0], "OWNER_ID": owner[1], "TYPE_ID": activities.PROVIDER, "DEADLINE": until,
        "END_TIME": until, "PROVIDER_ID": "CRM_TODO", "PROVIDER_TYPE_ID": "TODO", "SUBJECT": title or "Дело",
        "DESCRIPTION": description, "RESPONSIBLE_ID": responsible_id or actor.user_id, "COMPLETED": "N",
    }  # fmt: skip
    return activities.add(portal, given, actor)
