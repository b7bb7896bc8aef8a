"""Currencies («валюты»): no number, the code of ISO 4217 is their identifier (crm/currency/index.md).

A record holds CURRENCY, AMOUNT_CNT, AMOUNT (the rate of AMOUNT_CNT units in the base currency), SORT, BASE,
DATE_UPDATE and LANG: how a language writes sums (crm/data-types.md#crm_currency_localization).
"""

from __future__ import annotations

from typing import Any

from sandbox.areas.currency import errors
from sandbox.params import as_int, as_map
from sandbox.portal import Actor, Portal
from sandbox.store import Collection, Record

LANGUAGE = "ru"
CODE_LENGTH = 3
SEPARATORS = {"N": "", "C": ",", "D": ".", "S": " ", "B": "&nbsp;"}
FIRST = (
    ("RUB", 1.0, 100, {"ru": ("Российский рубль", "# &#8381;", "B"), "en": ("Russian Ruble", "&#8381;#", "C")}),
    ("USD", 90.0, 200, {"ru": ("Доллар США", "$#", "C"), "en": ("US Dollar", "$#", "C")}),
    ("EUR", 100.0, 300, {"ru": ("Евро", "# &euro;", "B"), "en": ("Euro", "&euro;#", "C")}),
)  # fmt: skip


def collection(portal: Portal) -> Collection:
    return portal.collection("crm_currency")


def install(portal: Portal) -> None:
    """What a portal begins with; the rates are invented."""
    with portal.transaction():
        if collection(portal).count():
            return
        for code, amount, sort, languages in FIRST:
            lang = {
                one: localization(code, {"FULL_NAME": name, "FORMAT_STRING": form, "THOUSANDS_VARIANT": variant,
                                         "HIDE_ZERO": "Y"})
                for one, (name, form, variant) in languages.items()
            }  # fmt: skip
            record = {"CURRENCY": code, "AMOUNT_CNT": 1, "AMOUNT": amount, "SORT": sort, "LANG": lang}
            base = "Y" if code == "RUB" else "N"
            collection(portal).add({**record, "BASE": base, "DATE_UPDATE": portal.clock.iso()})


def localization(code: str, given: dict[str, Any], before: Record | None = None) -> Record:
    """How a language writes the currency; a separator's code goes before the separator itself."""
    record: Record = before or {
        "FULL_NAME": code, "FORMAT_STRING": "#", "DEC_POINT": ".", "THOUSANDS_VARIANT": "S",
        "THOUSANDS_SEP": " ", "DECIMALS": "2", "HIDE_ZERO": "N",
    }  # fmt: skip
    known = {name: str(value) for name, value in given.items() if name in record and value is not None}
    variant = known.get("THOUSANDS_VARIANT")
    if variant in SEPARATORS:
        known["THOUSANDS_SEP"] = SEPARATORS[variant]
    elif known.get("THOUSANDS_SEP"):
        known["THOUSANDS_VARIANT"] = ""
    else:
        known.pop("THOUSANDS_SEP", None)
    return {**record, **known}


def find(portal: Portal, code: Any) -> Record | None:
    return collection(portal).first(CURRENCY=str(code))


def base(portal: Portal) -> str:
    """The code of the base currency: what an item gets that names none."""
    stored = collection(portal)
    found = portal.store.remember((stored.kind,), "base currency", lambda: stored.first(BASE="Y"))
    return str(found["CURRENCY"]) if found else ""


def add(portal: Portal, given: dict[str, Any], actor: Actor) -> str:
    """The code of the new currency. Raises ERROR_CORE, and an error without words for a wrong code."""
    for name in ("CURRENCY", "AMOUNT_CNT", "AMOUNT"):
        if name not in given:
            raise errors.undefined(name)
    code = str(given["CURRENCY"]).upper()
    if len(code) != CODE_LENGTH:
        raise errors.wrong_code()
    if find(portal, code):
        raise errors.taken(code)
    record: Record = {"CURRENCY": code, "BASE": "N", "SORT": 100, "LANG": {}}
    collection(portal).add({**record, **_accepted(portal, code, given, {})})
    if given.get("BASE") == "Y":
        set_base(portal, code)
    _tell(portal, "ADD", code, actor)
    return code


def update(portal: Portal, record: Record, given: dict[str, Any], actor: Actor) -> None:
    code = record["CURRENCY"]
    collection(portal).change(record["ID"], **_accepted(portal, code, given, record["LANG"]))
    if given.get("BASE") == "Y":
        set_base(portal, code)
    _tell(portal, "UPDATE", code, actor)


def delete(portal: Portal, record: Record, actor: Actor) -> None:
    """Raises «Нельзя удалить базовую валюту»."""
    if record["BASE"] == "Y":
        raise errors.is_base()
    collection(portal).delete(record["ID"])
    _tell(portal, "DELETE", record["CURRENCY"], actor)


def set_base(portal: Portal, code: str) -> bool:
    """Rates stay as they are: the host does not reckon them anew either."""
    if find(portal, code) is None:
        return False
    for record in collection(portal).all():
        collection(portal).change(record["ID"], BASE="Y" if record["CURRENCY"] == code else "N")
    return True


def localize(portal: Portal, record: Record, given: dict[str, Any]) -> bool:
    """Languages that are not named stay. Whether anything was written."""
    named = {language: as_map(value) for language, value in given.items() if as_map(value)}
    lang = {**record["LANG"], **_languages(record["CURRENCY"], named, record["LANG"])}
    collection(portal).change(record["ID"], LANG=lang)
    return bool(named)


def forget_languages(portal: Portal, record: Record, languages: list[str]) -> bool:
    """Whether any of the languages was there."""
    left = {language: value for language, value in record["LANG"].items() if language not in languages}
    collection(portal).change(record["ID"], LANG=left)
    return len(left) < len(record["LANG"])


def _languages(code: str, given: dict[str, Any], before: Record) -> Record:
    return {one: localization(code, as_map(value), before.get(one)) for one, value in given.items()}


def _accepted(portal: Portal, code: str, given: dict[str, Any], before: Record) -> Record:
    record: Record = {"DATE_UPDATE": portal.clock.iso()}
    for name in ("AMOUNT_CNT", "SORT"):
        if name in given:
            record[name] = as_int(given[name])
    if "AMOUNT" in given:
        record["AMOUNT"] = _rate(given["AMOUNT"])
    if "LANG" in given:
        record["LANG"] = {**before, **_languages(code, as_map(given["LANG"]), before)}
    return record


def _rate(value: Any) -> float:
    """PHP's (float): what is no number is zero."""
    try:
        rate = float(str(value).replace(",", "."))
    except ValueError:
        return 0.0
    return rate if abs(rate) < float("inf") else 0.0


def _tell(portal: Portal, verb: str, code: str, actor: Actor) -> None:
    portal.emit(f"ONCRMCURRENCY{verb}", {"FIELDS": {"ID": code}}, actor)
