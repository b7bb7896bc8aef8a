"""crm.currency.*, crm.currency.base.*, crm.currency.localizations.* on the wire (crm/currency/)."""

from __future__ import annotations

from typing import Any

from sandbox import query
from sandbox.areas.crm import rights
from sandbox.areas.crm.field import Field, classic
from sandbox.areas.currency import currencies, errors
from sandbox.call import Call, Page, method
from sandbox.params import as_list, as_map
from sandbox.query import Column
from sandbox.store import Record

WRITING = [
    Field("FULL_NAME", "string", "Название"),
    Field("FORMAT_STRING", "string", "Строка формата для вывода валюты"),
    Field("DEC_POINT", "string", "Десятичная точка при выводе"),
    Field("THOUSANDS_VARIANT", "string", "Разделитель тысяч при выводе"),
    Field("THOUSANDS_SEP", "string", "Свой разделитель тысяч при выводе"),
    Field("DECIMALS", "int", "Количество десятичных знаков"),
    Field("HIDE_ZERO", "char", "Не показывать незначащие нули"),
]
# How the portal's own language writes a currency stands beside the currency's own fields.
BESIDE = ("FORMAT_STRING", "FULL_NAME", "DEC_POINT", "THOUSANDS_SEP", "DECIMALS")
FIELDS = [
    Field("CURRENCY", "string", "Валюта"),
    Field("AMOUNT_CNT", "int", "Номинал"),
    Field("AMOUNT", "double", "Курс обмена"),
    Field("BASE", "char", "Базовая валюта", readonly=True),
    Field("SORT", "int", "Сортировка"),
    Field("DATE_UPDATE", "datetime", "Дата изменения", readonly=True),
    Field("LID", "string", "Сайт", readonly=True),
    *(Field(f.name, f.type, f.title, readonly=True) for f in WRITING if f.name in BESIDE),
    Field("LANG", "currency_localization", "Привязка к языку", multiple=True),
]
COLUMNS = {
    **{name: Column(name) for name in ("CURRENCY", "BASE", "DATE_UPDATE")},
    **{name: Column(name, "double") for name in ("AMOUNT_CNT", "AMOUNT", "SORT")},
}


def _check_read(call: Call) -> None:
    if rights.access(call.portal, call.user_id) == "none":
        raise errors.access_denied()


def _check_change(call: Call) -> None:
    if not call.is_admin:
        raise errors.access_denied()


def _found(call: Call) -> Record:
    found = currencies.find(call.portal, call.get_any_case("id", ""))
    if found is None:
        raise errors.not_found()
    return found


def _shown(record: Record) -> dict[str, Any]:
    """Every value is a string; the words are those of the portal's language."""
    written = record["LANG"].get(currencies.LANGUAGE) or currencies.localization(record["CURRENCY"], {})
    return {
        "CURRENCY": record["CURRENCY"],
        "AMOUNT_CNT": str(record["AMOUNT_CNT"]),
        "AMOUNT": f"{record['AMOUNT']:.4f}",
        "SORT": str(record["SORT"]),
        "BASE": record["BASE"],
        "LID": currencies.LANGUAGE,
        **{name: written[name] for name in BESIDE},
        "DATE_UPDATE": record["DATE_UPDATE"],
    }


@method("crm.currency.fields", scope="crm")
def fields(call: Call) -> Any:
    _check_read(call)
    return classic(FIELDS)


@method("crm.currency.list", scope="crm")
def listed(call: Call) -> Page:
    """All of them at once: there is neither a filter nor a page."""
    _check_read(call)
    order = query.order(as_map(call.get_any_case("order")), COLUMNS, strict=False)
    rows = [_shown(record) for record in currencies.collection(call.portal).select(order=order)]
    return Page(rows, len(rows))


@method("crm.currency.get", scope="crm")
def get(call: Call) -> Any:
    _check_read(call)
    found = _found(call)
    return {**_shown(found), "LANG": found["LANG"]}


@method("crm.currency.add", scope="crm")
def add(call: Call) -> str:
    _check_change(call)
    return currencies.add(call.portal, call.fields(), call.actor)


@method("crm.currency.update", scope="crm")
def update(call: Call) -> bool:
    _check_change(call)
    currencies.update(call.portal, _found(call), call.fields(), call.actor)
    return True


@method("crm.currency.delete", scope="crm")
def delete(call: Call) -> bool:
    _check_change(call)
    if len(str(call.get_any_case("id", ""))) != currencies.CODE_LENGTH:
        raise errors.wrong_code()
    currencies.delete(call.portal, _found(call), call.actor)
    return True


@method("crm.currency.base.get", scope="crm")
def base_get(call: Call) -> str:
    return currencies.base(call.portal)


@method("crm.currency.base.set", scope="crm")
def base_set(call: Call) -> bool:
    """False for a currency that is not there."""
    _check_change(call)
    return currencies.set_base(call.portal, str(call.get_any_case("id", "")))


def _named(call: Call) -> Record:
    if not call.get_any_case("id"):
        raise errors.no_identifier()
    return _found(call)


@method("crm.currency.localizations.fields", scope="crm")
def localization_fields(call: Call) -> Any:
    _check_read(call)
    return classic(WRITING)


@method("crm.currency.localizations.get", scope="crm")
def localizations_get(call: Call) -> Any:
    _check_read(call)
    return _named(call)["LANG"]


@method("crm.currency.localizations.set", scope="crm")
def localizations_set(call: Call) -> bool:
    _check_change(call)
    return currencies.localize(call.portal, _named(call), as_map(call.get_any_case("localizations")))


@method("crm.currency.localizations.delete", scope="crm")
def localizations_delete(call: Call) -> bool:
    _check_change(call)
    languages = [str(one) for one in as_list(call.get_any_case("lids"))]
    return currencies.forget_languages(call.portal, _named(call), languages)
