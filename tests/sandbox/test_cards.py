"""Settings of cards: whose they are and what a section must have (crm/universal/item-details-configuration/)."""

from __future__ import annotations

from typing import Any

SECTION = {"name": "main", "title": "О сделке", "type": "section", "elements": [{"name": "TITLE", "optionFlags": 1}]}


def test_own_and_common_cards_differ_and_force_leaves_the_common_one(rest: Any) -> None:
    own = {**SECTION, "title": "Моя"}
    assert rest("crm.deal.details.configuration.set", {"data": [own]})["result"] is True
    assert rest("crm.deal.details.configuration.set", {"data": [SECTION], "scope": "C"})["result"] is True
    assert rest("crm.deal.details.configuration.get")["result"][0]["title"] == "Моя"
    assert rest("crm.deal.details.configuration.forceCommonScopeForAll")["result"] is True
    assert rest("crm.deal.details.configuration.get")["result"] is None
    common = rest("crm.deal.details.configuration.get", {"scope": "C"})["result"][0]
    assert common["elements"] == [{"name": "TITLE", "optionFlags": "1"}]


def test_each_funnel_has_a_card_of_its_own(rest: Any) -> None:
    funnel = rest("crm.category.add", {"entityTypeId": 2, "fields": {"name": "Вторая"}})["result"]["category"]["id"]
    asked = {"entityTypeId": 2, "extras": {"dealCategoryId": funnel}}
    assert rest("crm.item.details.configuration.set", {**asked, "data": [SECTION]})["result"] is True
    assert rest("crm.item.details.configuration.get", asked)["result"][0]["name"] == "main"
    assert rest("crm.deal.details.configuration.get")["result"] is None


def test_the_data_are_checked_in_the_hosts_words(rest: Any) -> None:
    def words(data: Any) -> str:
        return str(rest("crm.company.details.configuration.set", {"data": data})["error_description"])

    assert words("x") == "Parameter 'data' must be array."
    assert words([]) == "There are no data to write."
    assert words({"a": SECTION}) == "The data must be indexed array."
    assert words([{**SECTION, "type": "x"}]) == "Section at index 0 have type x. The expected type is 'section'."
    assert words([SECTION, {**SECTION, "title": ""}]) == "Section at index 1 does not have title."
    nameless = {**SECTION, "elements": [{"name": "TITLE"}, {}]}
    assert words([nameless]) == "Element at index 1 in section at index 0 does not have name."
    kindless = rest("crm.item.details.configuration.get")
    assert kindless == {"error": "", "error_description": "Parameter 'entityTypeId' is not defined"}
