"""crm.item.details.configuration.* on the wire, and its older forms for leads, deals, contacts, companies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.areas.cards import errors, settings
from sandbox.areas.crm import kinds, stages
from sandbox.areas.crm.kinds import Kind
from sandbox.call import Call, method
from sandbox.errors import HostError
from sandbox.params import as_int, as_map

OLD = {"lead": kinds.LEAD, "deal": kinds.DEAL, "contact": kinds.CONTACT, "company": kinds.COMPANY}
FIRST_LEAD = 1


def _asked_kind(call: Call) -> Kind:
    asked = call.get_any_case("entityTypeId")
    if asked is None:
        raise errors.no_kind()
    try:
        return kinds.find(call.portal, as_int(asked))
    except HostError as error:
        raise errors.not_supported(str(asked)) from error


def _part(call: Call, kind: Kind) -> int:
    """Cards of each funnel have their own settings, the default one when none is named; leads are of two sorts."""
    extras = as_map(call.get_any_case("extras"))
    if kind.id == kinds.LEAD:
        return as_int(extras.get("leadCustomerType"), FIRST_LEAD)
    name = "dealCategoryId" if kind.id == kinds.DEAL else "categoryId"
    return as_int(extras[name]) if name in extras else stages.default_funnel(call.portal, kind.id)


def _place(call: Call, kind: Kind) -> settings.Place:
    """Nobody needs a right for an own card; another's is for administrators."""
    part = _part(call, kind)
    if call.get_any_case("scope", settings.PERSONAL) == settings.COMMON:
        return settings.Place(kind.id, part, settings.COMMON, 0)
    whose = as_int(call.get_any_case("userId")) or call.user_id
    if whose != call.user_id and not call.is_admin:
        raise errors.access_denied()
    return settings.Place(kind.id, part, settings.PERSONAL, whose)


def _place_to_change(call: Call, kind: Kind) -> settings.Place:
    place = _place(call, kind)
    if place.scope == settings.COMMON and not call.is_admin:
        raise errors.access_denied()
    return place


def get(call: Call, kind: Kind) -> Any:
    return settings.find(call.portal, _place(call, kind))


def put(call: Call, kind: Kind) -> bool:
    place = _place_to_change(call, kind)
    settings.put(call.portal, place, settings.checked(call.get_any_case("data")))
    return True


def reset(call: Call, kind: Kind) -> bool:
    settings.reset(call.portal, _place_to_change(call, kind))
    return True


def force(call: Call, kind: Kind) -> bool:
    if not call.is_admin:
        raise errors.access_denied()
    settings.force_common(call.portal, kind.id, _part(call, kind))
    return True


VERBS: dict[str, Callable[[Call, Kind], Any]] = {
    "get": get,
    "set": put,
    "reset": reset,
    "forceCommonScopeForAll": force,
}


def _register(verb: str, act: Callable[[Call, Kind], Any]) -> None:
    @method(f"crm.item.details.configuration.{verb}", scope="crm")
    def of_kind(call: Call) -> Any:
        return act(call, _asked_kind(call))

    for name, kind_id in OLD.items():
        _register_old(name, kind_id, verb, act)


def _register_old(name: str, kind_id: int, verb: str, act: Callable[[Call, Kind], Any]) -> None:
    @method(f"crm.{name}.details.configuration.{verb}", scope="crm")
    def of_one(call: Call) -> Any:
        return act(call, kinds.find(call.portal, kind_id))


for _verb, _act in VERBS.items():
    _register(_verb, _act)
