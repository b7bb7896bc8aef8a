"""Currencies: the base one, rates, and how languages write them (crm/currency/)."""

from __future__ import annotations

from typing import Any

CNY = {"CURRENCY": "CNY", "AMOUNT_CNT": 1, "AMOUNT": "12.2251"}


def test_a_currency_has_its_code_for_a_number(rest: Any) -> None:
    assert rest("crm.currency.add", {"fields": CNY})["result"] == "CNY"
    found = rest("crm.currency.get", {"id": "CNY"})["result"]
    assert (found["AMOUNT"], found["SORT"], found["BASE"], found["FULL_NAME"]) == ("12.2251", "100", "N", "CNY")
    assert rest("crm.currency.add", {"fields": CNY})["error"] == "ERROR_CORE"
    assert rest("crm.currency.delete", {"id": "CNY"})["result"] is True
    assert rest("crm.currency.get", {"id": "CNY"}) == {"error": "", "error_description": "Not found"}


def test_what_is_required_is_named(rest: Any) -> None:
    answer = rest("crm.currency.add", {"fields": {"CURRENCY": "CNY", "AMOUNT": 1}})
    assert answer == {"error": "ERROR_CORE", "error_description": 'Undefined array key "AMOUNT_CNT"'}


def test_the_base_currency_is_what_an_item_gets_and_is_not_deleted(rest: Any) -> None:
    assert rest("crm.currency.base.set", {"id": "USD"})["result"] is True
    assert rest("crm.currency.base.get")["result"] == "USD"
    deal = rest("crm.deal.add", {"fields": {"TITLE": "В долларах"}})["result"]
    assert rest("crm.deal.get", {"id": deal})["result"]["CURRENCY_ID"] == "USD"
    assert rest("crm.currency.delete", {"id": "USD"})["error_description"] == "Нельзя удалить базовую валюту."
    assert [row["BASE"] for row in rest("crm.currency.list")["result"]].count("Y") == 1
    assert rest("crm.currency.base.set", {"id": "XXX"})["result"] is False


def test_the_code_of_a_separator_goes_before_the_separator(rest: Any) -> None:
    asked = {"id": "USD", "localizations": {"de": {"THOUSANDS_VARIANT": "D", "THOUSANDS_SEP": ","}}}
    assert rest("crm.currency.localizations.set", asked)["result"] is True
    german = rest("crm.currency.localizations.get", {"id": "USD"})["result"]["de"]
    assert (german["THOUSANDS_SEP"], german["FORMAT_STRING"], german["DECIMALS"]) == (".", "#", "2")
    assert rest("crm.currency.localizations.delete", {"id": "USD", "lids": ["de"]})["result"] is True
    assert rest("crm.currency.localizations.delete", {"id": "USD", "lids": ["de"]})["result"] is False
    nameless = rest("crm.currency.localizations.get")
    assert nameless["error_description"] == "The parameter id is invalid or not defined."
