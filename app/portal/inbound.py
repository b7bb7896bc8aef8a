"""What the portal posts to us, parsed into values: events, robots' calls, openings of our pages.

api-reference/events/index.md, bizproc/, widgets/. Anything malformed or not asked for is InboundRefused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from app.domain.calls import AppEvent, AppHappening, HostEvent, PlacementCall, RobotCall
from app.errors import InboundRefused
from app.portal.brackets import Nested, branch, items, leaf, malformed, nest
from app.portal.sender import (
    Sender,
    domain,
    endpoint,
    member,
    moment,
    positive,
    read_sender,
    read_tokens,
    secret,
)
from app.ports.access import TokenPair

DEAL, CONTACT, COMPANY, INVOICE = 2, 3, 4, 31
_LIFE = {
    "ONAPPINSTALL": AppHappening.INSTALLED,
    "ONAPPUPDATE": AppHappening.UPDATED,
    "ONAPPUNINSTALL": AppHappening.UNINSTALLED,
    "ONAPPPAYMENT": AppHappening.PAYMENT,
}
_CRM = re.compile(r"ONCRM(DEAL|COMPANY|CONTACT)(ADD|UPDATE|DELETE|MOVETOCATEGORY)", re.ASCII)
_ITEM = re.compile(r"ONCRMDYNAMICITEM(ADD|UPDATE|DELETE)(?:_([0-9]{1,9}))?", re.ASCII)
_KINDS = {"DEAL": ("deal", DEAL), "COMPANY": ("company", COMPANY), "CONTACT": ("contact", CONTACT)}
_DOCUMENT = re.compile(r"(DEAL|SMART_INVOICE|DYNAMIC_([0-9]{1,9}))_([0-9]{1,18})", re.ASCII)
_LIST = re.compile(r"iblock_([0-9]{1,18})", re.ASCII)
_CODE = re.compile(r"[0-9A-Za-z._-]{1,100}", re.ASCII)
_PROPERTY = re.compile(r"[A-Za-z][0-9A-Za-z_]{0,99}", re.ASCII)
_PLACEMENT = re.compile(r"[0-9A-Z_]{1,100}", re.ASCII)
_EVENT_TOKEN = 1000
_OPTIONS = 16 * 1024
_PROTOCOLS = {"0", "1"}


@dataclass(frozen=True, slots=True)
class InboundEvent:
    """An event; `key` lets the same delivery in once. `tokens.refresh` is "" but for ONAPPINSTALL/UPDATE."""

    sender: Sender
    tokens: TokenPair | None
    key: str
    event: HostEvent | AppEvent


@dataclass(frozen=True, slots=True)
class InboundRobot:
    sender: Sender
    tokens: TokenPair | None
    key: str
    call: RobotCall


@dataclass(frozen=True, slots=True)
class InboundPlacement:
    """An opening of a page of ours; the tokens are those of the person who looks."""

    sender: Sender
    tokens: TokenPair
    key: str
    call: PlacementCall
    lang: str


def parse_event(form: Mapping[str, str]) -> InboundEvent:
    """An event posted to our handler (events/index.md). Raises InboundRefused, status 400."""
    tree = nest(form)
    name = leaf(tree, "event", limit=100).upper()
    at = moment(leaf(tree, "ts"))
    auth, data = branch(tree, "auth"), branch(tree, "data")
    event = _app_event(name, data, at) or _host_event(name, branch(data, "FIELDS"), at)
    number = f"{event.entity_type_id}_{event.object_id}" if isinstance(event, HostEvent) else "app"
    key = f"event:{name.lower()}:{number}:{int(at.timestamp())}"
    return InboundEvent(read_sender(auth), read_tokens(auth, at), key, event)


def parse_robot(form: Mapping[str, str]) -> InboundRobot:
    """A call of our robot; every one of our robots waits for its answer or says that it does not."""
    tree = nest(form)
    token = leaf(tree, "event_token", limit=_EVENT_TOKEN)
    code = leaf(tree, "code")
    if not token or not token.isprintable() or not _CODE.fullmatch(code):
        raise malformed("event_token или code")
    at = moment(leaf(tree, "ts"))
    auth = branch(tree, "auth")
    sender = read_sender(auth)
    kind, entity_type_id, item_id = _document(
        items(branch(tree, "document_id")), items(branch(tree, "document_type"))
    )
    call = RobotCall(
        code=code,
        kind=kind,
        entity_type_id=entity_type_id,
        item_id=item_id,
        event_token=token,
        waits=leaf(tree, "use_subscription") == "Y",
        at=at,
        user_id=sender.user_id,
        properties=_properties(branch(tree, "properties")),
    )
    return InboundRobot(sender, read_tokens(auth, at), f"robot:{_digest(token)}", call)


def parse_placement(args: Mapping[str, str], form: Mapping[str, str], *, now: datetime) -> InboundPlacement:
    """A page of ours opened in the portal: DOMAIN and kin in the query, the rest in the body (widgets/)."""
    query, body = nest(args), nest(form)
    host, protocol = domain(leaf(query, "DOMAIN")), leaf(query, "PROTOCOL")
    user_token, placement = secret(body, "AUTH_ID"), leaf(body, "PLACEMENT") or "DEFAULT"
    if protocol not in _PROTOCOLS or not user_token or not _PLACEMENT.fullmatch(placement):
        raise malformed("PROTOCOL, AUTH_ID или PLACEMENT")
    sender = Sender(
        member_id=member(leaf(body, "member_id")),
        application_token=secret(body, "APPLICATION_TOKEN"),
        domain=host,
        client_endpoint=endpoint(f"{'https' if protocol == '1' else 'http'}://{host}/rest/"),
        server_endpoint=endpoint(leaf(body, "SERVER_ENDPOINT")),
    )
    lasts = min(positive(leaf(body, "AUTH_EXPIRES")) or 3600, 24 * 3600)
    tokens = TokenPair(user_token, secret(body, "REFRESH_ID"), now + timedelta(seconds=lasts))
    call = PlacementCall(placement, user_token, _options(leaf(body, "PLACEMENT_OPTIONS", limit=_OPTIONS)))
    key = f"placement:{_digest(user_token + leaf(query, 'APP_SID'))}"
    lang = leaf(query, "LANG")
    return InboundPlacement(sender, tokens, key, call, lang if lang.isalpha() and lang.isascii() else "")


def _app_event(name: str, data: Nested, at: datetime) -> AppEvent | None:
    happening = _LIFE.get(name)
    return AppEvent(happening, at, leaf(data, "CLEAN") == "1") if happening else None


def offline_event(name: str, fields: Mapping[str, object], at: datetime) -> HostEvent:
    """An event that the portal has kept for us (events/offline-events.md). Raises InboundRefused."""
    return _host_event(name.upper(), {key: str(value) for key, value in fields.items()}, at)


def _host_event(name: str, fields: Nested, at: datetime) -> HostEvent:
    object_id = positive(leaf(fields, "ID"))
    if object_id is None:
        raise malformed("ID объекта")
    if found := _CRM.fullmatch(name):
        kind, entity_type_id = _KINDS[found[1]]
        return HostEvent(name.lower(), kind, entity_type_id, object_id, at)
    if found := _ITEM.fullmatch(name):
        type_id = positive(leaf(fields, "ENTITY_TYPE_ID")) or positive(found[2] or "")
        if type_id is None:
            raise malformed("ENTITY_TYPE_ID")
        kind = "invoice" if type_id == INVOICE else "item"
        return HostEvent(name.lower(), kind, type_id, object_id, at)
    raise InboundRefused("Это событие приложение не принимает.", 400)


def _document(parts: list[str], of_type: list[str]) -> tuple[str, int, int]:
    """["crm", "CCrmDocumentDeal", "DEAL_123"]: only the last says which object it is; of lists, the type says it."""
    if parts and parts[0] == "lists":
        return _element(parts[-1], of_type[-1] if of_type else "")
    found = _DOCUMENT.fullmatch(parts[-1]) if parts else None
    item_id = positive(found[3]) if found else None
    if not found or item_id is None:
        raise malformed("document_id")
    if found[1] == "DEAL":
        return "deal", DEAL, item_id
    if found[1] == "SMART_INVOICE":
        return "invoice", INVOICE, item_id
    return "item", int(found[2]), item_id


def _element(number: str, of_type: str) -> tuple[str, int, int]:
    """The id is the element's bare number; iblock_12 names its list."""
    found = _LIST.fullmatch(of_type)
    iblock_id, element_id = positive(found[1]) if found else None, positive(number)
    if iblock_id is None or element_id is None:
        raise malformed("document_id или document_type")
    return "element", iblock_id, element_id


def _properties(tree: Nested) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in tree.items():
        if not _PROPERTY.fullmatch(name):
            raise malformed("имя свойства робота")
        found[name] = value if isinstance(value, str) else ", ".join(items(value))
    return found


def _options(text: str) -> dict[str, str]:
    """PLACEMENT_OPTIONS: a JSON object with scalars; PHP's empty one is []."""
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        raise malformed("PLACEMENT_OPTIONS") from None
    if not isinstance(found, dict):
        return {}
    return {str(key): _scalar(value) for key, value in found.items() if not isinstance(value, dict | list)}


def _scalar(value: Any) -> str:
    return "" if value is None else str(value)


def _digest(text: str) -> str:
    return sha256(text.encode(errors="surrogatepass")).hexdigest()
