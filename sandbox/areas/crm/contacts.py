"""Phones and e-mails of contacts and companies, and who belongs to whom («мультиполя»)."""

from __future__ import annotations

from typing import Any

from sandbox.areas.crm import kinds
from sandbox.params import as_bool, as_int, as_list, as_map
from sandbox.portal import Portal
from sandbox.store import Record

TYPES = ("PHONE", "EMAIL", "WEB", "IM", "LINK")
FLAT = {
    "EMAIL_HOME": ("EMAIL", "HOME"),
    "EMAIL_WORK": ("EMAIL", "WORK"),
    "EMAIL_MAILING": ("EMAIL", "MAILING"),
    "PHONE_MOBILE": ("PHONE", "MOBILE"),
    "PHONE_WORK": ("PHONE", "WORK"),
    "PHONE_MAILING": ("PHONE", "MAILING"),
}


def entries(given: dict[str, Any]) -> list[dict[str, Any]]:
    """`{"PHONE": [{"VALUE": …}]}` as entries of `fm`."""
    lists = ((type_id, given[type_id]) for type_id in TYPES if isinstance(given.get(type_id), (list, dict)))
    return [{**one, "TYPE_ID": type_id} for type_id, many in lists for one in as_list(many) if isinstance(one, dict)]


def merge(portal: Portal, stored: list[Record], given: Any) -> list[Record]:
    """Entries of `fm`: with a known id they change (or go, with an empty value or DELETE=Y), else they are added."""
    kept = {entry["ID"]: entry for entry in stored}
    for raw in as_list(given):
        entry = {key.upper(): value for key, value in as_map(raw).items()}
        entry = {"TYPE_ID": entry.get("TYPEID"), "VALUE_TYPE": entry.get("VALUETYPE"), **entry}
        known = kept.get(as_int(entry.get("ID")))
        value = str(entry.get("VALUE") or "").strip()
        if known is not None:
            _change(kept, known, entry, value)
        elif value and str(entry.get("TYPE_ID")) in TYPES:
            new = portal.collection("crm_multifield").add({})
            kept[new] = _entry(new, str(entry["TYPE_ID"]), str(entry.get("VALUE_TYPE") or "WORK"), value)
    return list(kept.values())


def _entry(new: int, type_id: str, value_type: str, value: str) -> Record:
    return {"ID": new, "TYPE_ID": type_id, "VALUE_TYPE": value_type, "VALUE": value}


def _change(kept: dict[int, Record], known: Record, entry: Record, value: str) -> None:
    if as_bool(entry.get("DELETE")) or ("VALUE" in entry and not value):
        del kept[known["ID"]]
        return
    kept[known["ID"]] = {
        **known,
        "VALUE": value or known["VALUE"],
        "VALUE_TYPE": entry.get("VALUE_TYPE") or known["VALUE_TYPE"],
    }


def flat(entries: list[Record]) -> Record:
    """hasPhone, emailWork … : what an item shows of its entries besides `fm`."""
    shown: Record = {
        "HAS_PHONE": "Y" if _first(entries, "PHONE") else "N",
        "HAS_EMAIL": "Y" if _first(entries, "EMAIL") else "N",
        "HAS_IMOL": "N",
        "EMAIL": _first(entries, "EMAIL"),
        "PHONE": _first(entries, "PHONE"),
        "IMOL": "",
    }
    for name, (type_id, value_type) in FLAT.items():
        shown[name] = _first(entries, type_id, value_type)
    return shown


def _first(entries: list[Record], type_id: str, value_type: str = "") -> str:
    found = (e["VALUE"] for e in entries if e["TYPE_ID"] == type_id and value_type in ("", e["VALUE_TYPE"]))
    return next(found, "")


def bind(portal: Portal, kind_id: int, item: Record, before: Record | None) -> None:
    """A contact's companies and a company's contacts are one relation seen from two sides."""
    pairs = {kinds.CONTACT: ("COMPANY_IDS", kinds.COMPANY, "CONTACT_IDS"),
             kinds.COMPANY: ("CONTACT_IDS", kinds.CONTACT, "COMPANY_IDS")}  # fmt: skip
    if kind_id not in pairs:
        return
    own, other_kind, back = pairs[kind_id]
    now, then = set(item.get(own) or []), set((before or {}).get(own) or [])
    others = kinds.items(portal, other_kind)
    for other_id in now ^ then:
        other = others.get(other_id)
        if other is None:
            continue
        linked = [n for n in other.get(back) or [] if n != item["ID"]] + ([item["ID"]] if other_id in now else [])
        others.change(other_id, **{back: linked, **_main_company(back, linked)})


def _main_company(key: str, linked: list[int]) -> Record:
    return {"COMPANY_ID": linked[0] if linked else 0} if key == "COMPANY_IDS" else {}
