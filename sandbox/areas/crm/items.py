"""Items of CRM: add, change, delete, with everything that follows («элементы CRM»).

crm/universal/crm-item-add.md, crm-item-update.md: required fields are checked, nothing changed is nothing saved.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sandbox.areas.crm import contacts, errors, item_events, kinds, productrows, requirements, stages, values
from sandbox.areas.crm.kinds import Kind
from sandbox.areas.currency import currencies
from sandbox.portal import Actor, Portal
from sandbox.store import Record

LINKS = {"CONTACT_IDS": "CONTACT_ID", "COMPANY_IDS": "COMPANY_ID"}
DAYS_TO_CLOSE = 7


def get(portal: Portal, kind_id: int, item_id: int) -> Record | None:
    return kinds.items(portal, kind_id).get(item_id)


def add(
    portal: Portal,
    kind_id: int,
    fields: dict[str, Any],
    actor: Actor,
    *,
    item_id: int | None = None,
    history: Record | None = None,
) -> Record:
    """A new item from fields by UPPER name; unknown and read-only ones are ignored. Raises HostError.

    `history` is for an import: who and when, as the other system has it; automation does not run for such an item.
    """
    kind = kinds.find(portal, kind_id)
    with portal.transaction():
        item = blank(portal, kind, actor)
        given = _accepted(portal, kind, fields, item, new=True)
        item |= given
        _settle(portal, kind, item, given)
        _enter_stage(portal, kind, item, actor)
        item |= history or {}
        requirements.check(portal, kind, item, given, new=True)
        item.pop("ID", None)
        item["ID"] = kinds.items(portal, kind_id).add(item, item_id)
        item |= _named(kind, item)
        kinds.items(portal, kind_id).put(item["ID"], item)
        _after(portal, kind, item, None, actor, automated=history is None)
        return item


def blank(portal: Portal, kind: Kind, actor: Actor) -> Record:
    """What an item holds when nothing is given."""
    used = ((name, field) for name, field in kind.fields.items() if not field.off)
    empty: Record = {name: _empty(field.type, field.multiple) for name, field in used}
    funnel = {"CATEGORY_ID": 0} if kind.has_stages and not kind.has_funnels else {}
    return empty | _defaults(portal, kind, actor) | funnel


def update(portal: Portal, kind_id: int, item_id: int, fields: dict[str, Any], actor: Actor) -> Record:
    """The item after the change; with no value changed nothing is saved and nothing happens. Raises HostError."""
    kind = kinds.find(portal, kind_id)
    with portal.transaction():
        before = get(portal, kind_id, item_id)
        if before is None:
            raise errors.item_not_found()
        item = {**before}
        given = _accepted(portal, kind, fields, before, new=False)
        item |= given
        _settle(portal, kind, item, given)
        if not _differs(item, before):
            return before
        if kind.has_stages and item["CATEGORY_ID"] != before["CATEGORY_ID"] and "STAGE_ID" not in given:
            item["STAGE_ID"] = None
        if item.get("STAGE_ID") != before.get("STAGE_ID"):
            _enter_stage(portal, kind, item, actor, before)
        requirements.check(portal, kind, item, given, new=False, moved=_moved(item, before))
        item |= {"UPDATED_TIME": portal.clock.iso(), "UPDATED_BY": actor.user_id}
        kinds.items(portal, kind_id).put(item_id, item)
        _after(portal, kind, item, before, actor)
        return item


def delete(portal: Portal, kind_id: int, item_id: int, actor: Actor) -> None:
    """Raises NOT_FOUND."""
    kind = kinds.find(portal, kind_id)
    with portal.transaction():
        item = get(portal, kind_id, item_id)
        if item is None:
            raise errors.item_not_found()
        kinds.items(portal, kind_id).delete(item_id)
        item_events.emit(portal, kind, "DELETE", item, actor)
        portal.happen("item_deleted", kind=kind_id, item=item, actor=actor)


def _empty(field_type: str, multiple: bool) -> Any:
    if multiple:
        return []
    return {"boolean": "N", "double": 0, "crm_company": 0, "crm_contact": 0}.get(field_type)


def _accepted(portal: Portal, kind: Kind, fields: dict[str, Any], stored: Record, *, new: bool) -> Record:
    """Stored values of the fields that the kind has and that may be written."""
    given: Record = {}
    for name, value in fields.items():
        field = kind.fields.get(name)
        if field is None or field.readonly or field.off or (field.immutable and not new):
            continue
        if field.type == "crm_multifield":
            given[name] = contacts.merge(portal, stored.get(name) or [], value)
        elif field.dynamic and field.type == "boolean":
            given[name] = 1 if values.incoming(portal, field, value) == "Y" else 0
        elif field.type == "double" and field.dynamic and value in ("", None):
            given[name] = None
        else:
            given[name] = values.incoming(portal, field, value, stored.get(name))
    return given


def _defaults(portal: Portal, kind: Kind, actor: Actor) -> Record:
    now, today = portal.clock.iso(), portal.clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    wanted: Record = {
        "CREATED_TIME": now,
        "UPDATED_TIME": now,
        "CREATED_BY": actor.user_id,
        "UPDATED_BY": actor.user_id,
        "ASSIGNED_BY_ID": actor.user_id,
        "LAST_ACTIVITY_BY": actor.user_id,
        "LAST_ACTIVITY_TIME": now,
        "OPENED": "Y",
        "CURRENCY_ID": currencies.base(portal),
        "CATEGORY_ID": stages.default_funnel(portal, kind.id) if kind.has_stages or kind.is_dynamic else 0,
        "BEGINDATE": today.isoformat(),
        "CLOSEDATE": (today + timedelta(days=DAYS_TO_CLOSE)).isoformat(),
    }
    if kind.id == kinds.DEAL:
        wanted |= {"IS_NEW": "Y", "TYPE_ID": "SALE"}
    if kind.id == kinds.LEAD:
        wanted["SOURCE_ID"] = next((s["STATUS_ID"] for s in stages.dictionary(portal, "SOURCE")), None)
    if kind.id == kinds.QUOTE:
        own = kinds.items(portal, kinds.COMPANY).first(IS_MY_COMPANY="Y")
        wanted |= {"ACTUAL_DATE": wanted["CLOSEDATE"], "MYCOMPANY_ID": own["ID"] if own else 0}
    return {name: value for name, value in wanted.items() if name in kind.fields}


def _settle(portal: Portal, kind: Kind, item: Record, given: Record) -> None:
    """Fields that follow from others: the first of a list of links, contact details, the sum of product rows."""
    for many, one in LINKS.items():
        if many not in kind.fields or one not in kind.fields:
            continue
        if many in given:
            item[one] = item[many][0] if item[many] else 0
        elif one in given:
            rest = [n for n in item.get(many) or [] if n != given[one]]
            item[many] = ([given[one]] if given[one] else []) + rest
    if "FM" in kind.fields:
        item |= contacts.flat(item.get("FM") or [])
    if kind.id == kinds.LEAD:
        item["IS_RETURN_CUSTOMER"] = "Y" if item["COMPANY_ID"] or item["CONTACT_ID"] else "N"
    if kind.has_products and item.get("ID") and item["IS_MANUAL_OPPORTUNITY"] == "N":
        rows = productrows.of_owner(portal, kind.short, item["ID"])
        if rows:
            item |= _totals(kind, rows)


def _totals(kind: Kind, rows: list[Record]) -> Record:
    return {name: value for name, value in productrows.totals(rows).items() if name in kind.fields}


def follow_products(portal: Portal, kind: Kind, item_id: int, actor: Actor) -> None:
    """Product rows changed: in the automatic mode the item's sum follows them."""
    item = get(portal, kind.id, item_id)
    if item is None or item["IS_MANUAL_OPPORTUNITY"] == "Y":
        return
    rows = productrows.of_owner(portal, kind.short, item_id)
    changed = {**item, **_totals(kind, rows)}
    if _differs(changed, item):
        changed |= {"UPDATED_TIME": portal.clock.iso(), "UPDATED_BY": actor.user_id}
        kinds.items(portal, kind.id).put(item_id, changed)
        _after(portal, kind, changed, item, actor)


def _enter_stage(portal: Portal, kind: Kind, item: Record, actor: Actor, before: Record | None = None) -> None:
    """Put the item on its stage, the funnel's first when none is named. Raises for a stage of another funnel."""
    if not kind.has_stages:
        return
    own = stages.of_funnel(portal, kind, item["CATEGORY_ID"])
    if not item.get("STAGE_ID") and own:
        item["STAGE_ID"] = own[0]["STATUS_ID"]
    stage = next((s for s in own if s["STATUS_ID"] == item["STAGE_ID"]), None)
    if stage is None:
        raise errors.invalid_value(kind.fields["STAGE_ID"].title)
    item |= {"MOVED_BY": actor.user_id, "MOVED_TIME": portal.clock.iso()}
    if "PREVIOUS_STAGE_ID" in kind.fields:
        item["PREVIOUS_STAGE_ID"] = before["STAGE_ID"] if before else ""
    item |= by_stage(kind, stages.semantics(stage), own[0]["STATUS_ID"] == item["STAGE_ID"], item["MOVED_TIME"])


def by_stage(kind: Kind, semantic: str, is_first: bool, moved: str) -> Record:
    """What an item shows of its stage, of the fields that its kind has."""
    closed = semantic != "P"
    told = {
        "STAGE_SEMANTIC_ID": semantic,
        "CLOSED": "Y" if closed else "N",
        "IS_NEW": "Y" if is_first else "N",
        "DATE_CLOSED": moved if closed else None,
    }
    return {name: value for name, value in told.items() if name in kind.fields}


def _named(kind: Kind, item: Record) -> Record:
    """Titles and numbers that the host gives when none came."""
    named: Record = {}
    if kind.id == kinds.INVOICE:
        named["ACCOUNT_NUMBER"] = str(item["ID"])
    if kind.id == kinds.QUOTE:
        named["QUOTE_NUMBER"] = str(item["ID"])
    if "TITLE" in kind.fields and not item.get("TITLE"):
        named["TITLE"] = f"{kind.title} #{item['ID']}"
    return named


def _differs(item: Record, before: Record) -> bool:
    return any(item.get(name) != before.get(name) for name in item)


def _moved(item: Record, before: Record) -> bool:
    return item.get("STAGE_ID") != before.get("STAGE_ID")


def _after(
    portal: Portal, kind: Kind, item: Record, before: Record | None, actor: Actor, *, automated: bool = True
) -> None:
    contacts.bind(portal, kind.id, item, before)
    item_events.emit(portal, kind, "ADD" if before is None else "UPDATE", item, actor)
    happening = "item_added" if before is None else "item_updated"
    if automated:
        portal.happen(happening, kind=kind.id, item=item, actor=actor)
    if not kind.has_stages or (before is not None and not _moved(item, before)):
        return
    other_funnel = before is not None and before["CATEGORY_ID"] != item["CATEGORY_ID"]
    stages.record_entry(portal, kind, item, created=before is None, funnel_changed=other_funnel)
    if other_funnel:
        item_events.moved_to_funnel(portal, kind, item, actor)
    if automated:
        portal.stage_changed(kind.id, item, before["STAGE_ID"] if before else None, item["STAGE_ID"], actor)
