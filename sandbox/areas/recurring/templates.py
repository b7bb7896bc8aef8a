"""Templates of recurring deals («шаблоны регулярных сделок»), crm/deals/recurring-deals/.

A template is a deal that keeps the fields (`DEAL_ID`) and a record of when to repeat it, under numbers of its own.
Nothing runs by the clock here: a deal is made when `expose` is called.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sandbox import query
from sandbox.areas.crm import items, kinds, productrows
from sandbox.areas.recurring import errors, schedule
from sandbox.params import as_int
from sandbox.portal import Actor, Portal
from sandbox.store import Collection, Record

EMPTY: Record = {
    "BASED_ID": None, "ACTIVE": "Y", "CATEGORY_ID": 0, "IS_LIMIT": "N", "COUNTER_REPEAT": None, "LIMIT_REPEAT": None,
    "LIMIT_DATE": None, "START_DATE": None, "NEXT_EXECUTION": None, "LAST_EXECUTION": None,
}  # fmt: skip
# A new deal has these from its own beginning, not from the template.
OWN = frozenset({"ID", "STAGE_ID", "CATEGORY_ID", "BEGINDATE", "CLOSEDATE", "IS_RECURRING"})


def collection(portal: Portal) -> Collection:
    return portal.collection("crm_deal_recurring")


def add(portal: Portal, deal: Record, given: dict[str, Any], actor: Actor) -> int:
    """Raises "Deal already have had recurring settings"."""
    if collection(portal).first(DEAL_ID=deal["ID"]):
        raise errors.has_settings()
    record = {**EMPTY, "PARAMS": schedule.accepted({}), "CATEGORY_ID": deal["CATEGORY_ID"], **_accepted(portal, given)}
    if deal["IS_RECURRING"] == "Y":
        record["DEAL_ID"] = deal["ID"]
    else:
        copy = _copy(portal, deal, deal["CATEGORY_ID"], {}, actor)
        kinds.items(portal, kinds.DEAL).change(copy["ID"], IS_RECURRING="Y")
        record |= {"DEAL_ID": copy["ID"], "BASED_ID": deal["ID"]}
    new = collection(portal).add(_planned(portal, record))
    _tell(portal, "ADD", {"ID": str(new), "RECURRING_DEAL_ID": str(record["DEAL_ID"])}, actor)
    return new


def update(portal: Portal, record: Record, given: dict[str, Any], actor: Actor) -> None:
    collection(portal).put(record["ID"], _planned(portal, {**record, **_accepted(portal, given)}))
    _tell(portal, "UPDATE", {"ID": str(record["ID"]), "RECURRING_DEAL_ID": str(record["DEAL_ID"])}, actor)


def delete(portal: Portal, record: Record, actor: Actor) -> None:
    """Raises "Deleting is impossible. Connected recurring deal exists": the template goes with its deal."""
    if items.get(portal, kinds.DEAL, record["DEAL_ID"]):
        raise errors.deal_exists()
    collection(portal).delete(record["ID"])
    _tell(portal, "DELETE", {"ID": str(record["ID"]), "RECURRING_DEAL_ID": str(record["DEAL_ID"])}, actor)


def follow_deletion(portal: Portal, kind: int, item: Record, actor: Actor) -> None:
    if kind == kinds.DEAL:
        for record in collection(portal).find(DEAL_ID=item["ID"]):
            delete(portal, record, actor)


def expose(portal: Portal, record: Record, actor: Actor) -> int:
    """The number of the new deal. Raises "Recurring deal is not found" when the template's deal is gone."""
    deal = items.get(portal, kinds.DEAL, record["DEAL_ID"])
    if deal is None:
        raise errors.not_found()
    today = portal.clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    dates = {name: (today + schedule.offset(record["PARAMS"], f"OFFSET_{name}")).isoformat()
             for name in ("BEGINDATE", "CLOSEDATE")}  # fmt: skip
    new = _copy(portal, deal, record["CATEGORY_ID"], dates, actor)
    done = {"COUNTER_REPEAT": (record["COUNTER_REPEAT"] or 0) + 1, "LAST_EXECUTION": portal.clock.iso()}
    collection(portal).put(record["ID"], _planned(portal, {**record, **done}))
    told = {"ID": str(record["ID"]), "RECURRING_DEAL_ID": str(deal["ID"]), "DEAL_ID": str(new["ID"])}
    _tell(portal, "EXPOSE", told, actor)
    return int(new["ID"])


def _copy(portal: Portal, deal: Record, category: int, dates: Record, actor: Actor) -> Record:
    """Fields, client and product rows; the deal begins on the first stage of the funnel."""
    fields = {name: value for name, value in deal.items() if name not in OWN and value is not None}
    new = items.add(portal, kinds.DEAL, {**fields, "CATEGORY_ID": category, **dates}, actor)
    short = kinds.find(portal, kinds.DEAL).short
    for row in productrows.of_owner(portal, short, deal["ID"]):
        productrows.collection(portal).add({**row, "ownerId": new["ID"]})
    return new


def _accepted(portal: Portal, given: dict[str, Any]) -> Record:
    record: Record = {}
    if "ACTIVE" in given:
        record["ACTIVE"] = "N" if given["ACTIVE"] == "N" else "Y"
    if "IS_LIMIT" in given:
        record["IS_LIMIT"] = given["IS_LIMIT"] if given["IS_LIMIT"] in ("D", "T") else "N"
    if "CATEGORY_ID" in given:
        record["CATEGORY_ID"] = as_int(given["CATEGORY_ID"])
    if "LIMIT_REPEAT" in given:
        record["LIMIT_REPEAT"] = as_int(given["LIMIT_REPEAT"]) or None
    for name in ("LIMIT_DATE", "START_DATE"):
        if name in given:
            record[name] = _date(portal, given[name])
    if "PARAMS" in given:
        record["PARAMS"] = schedule.accepted(given["PARAMS"])
    return record


def _date(portal: Portal, value: Any) -> str | None:
    """Midnight of the portal's day; what cannot be read is no date."""
    try:
        moment = query.moment(value, portal.clock.zone) if value else None
    except (ValueError, OverflowError):
        return None
    return moment.replace(hour=0, minute=0, second=0, microsecond=0).isoformat() if moment else None


def _planned(portal: Portal, record: Record) -> Record:
    now = portal.clock.now()
    start = datetime.fromisoformat(record["START_DATE"]) if record["START_DATE"] else now
    last = datetime.fromisoformat(record["LAST_EXECUTION"]) if record["LAST_EXECUTION"] else None
    start = start.replace(hour=0, minute=0, second=0, microsecond=0)
    following = schedule.following(record, start, now, last)
    return {**record, "NEXT_EXECUTION": following.isoformat() if following else None}


def _tell(portal: Portal, verb: str, fields: Record, actor: Actor) -> None:
    portal.emit(f"ONCRMDEALRECURRING{verb}", {"FIELDS": fields}, actor)
