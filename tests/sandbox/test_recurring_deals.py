"""Recurring deals: the template, its dates, and what is made of it (crm/deals/recurring-deals/)."""

from __future__ import annotations

from typing import Any

MONTHLY = {"MODE": "multiple", "MULTIPLE_TYPE": "month", "MULTIPLE_INTERVAL": 1}


def _add(rest: Any, deal: int = 1, **more: Any) -> Any:
    return rest("crm.deal.recurring.add", {"fields": {"DEAL_ID": deal, "PARAMS": MONTHLY, **more}})


def test_a_plain_deal_is_copied_into_a_template(rest: Any) -> None:
    rest("crm.deal.productrows.set", {"id": 1, "rows": [{"PRODUCT_NAME": "Работы", "PRICE": 100, "QUANTITY": 2}]})
    new = _add(rest, START_DATE="2040-01-31")["result"]
    found = rest("crm.deal.recurring.get", {"id": new})["result"]
    assert found["BASED_ID"] == "1" != found["DEAL_ID"]
    assert (found["NEXT_EXECUTION"][:10], found["LAST_EXECUTION"], found["COUNTER_REPEAT"]) == ("2040-01-31", "", None)
    template = rest("crm.deal.get", {"id": found["DEAL_ID"]})["result"]
    assert (template["IS_RECURRING"], template["OPPORTUNITY"]) == ("Y", "200.00")
    again = _add(rest, int(found["DEAL_ID"]))
    assert again["error_description"] == "Deal already have had recurring settings."


def test_a_deal_is_made_of_a_template_until_the_limit(rest: Any) -> None:
    new = _add(rest, IS_LIMIT="T", LIMIT_REPEAT=1)["result"]
    assert rest("crm.deal.recurring.get", {"id": new})["result"]["NEXT_EXECUTION"] != ""
    made = rest("crm.deal.recurring.expose", {"id": new})["result"]["DEAL_ID"]
    deal = rest("crm.deal.get", {"id": made})["result"]
    assert (deal["IS_RECURRING"], deal["STAGE_ID"].endswith("NEW")) == ("N", True)
    after = rest("crm.deal.recurring.get", {"id": new})["result"]
    assert (after["COUNTER_REPEAT"], after["NEXT_EXECUTION"]) == ("1", "")


def test_a_template_goes_with_its_deal_and_not_before(rest: Any) -> None:
    new = _add(rest)["result"]
    told = rest("crm.deal.recurring.delete", {"id": new})
    assert told["error_description"] == "Deleting is impossible. Connected recurring deal exists."
    template = rest("crm.deal.recurring.list")["result"][0]["DEAL_ID"]
    assert rest("crm.deal.delete", {"id": template})["result"] is True
    assert rest("crm.deal.recurring.get", {"id": new})["error_description"] == "Recurring deal is not found."


def test_dates_beyond_the_calendar_are_no_dates(rest: Any) -> None:
    far = {"MODE": "single", "SINGLE_BEFORE_START_DATE_TYPE": "year", "SINGLE_BEFORE_START_DATE_VALUE": 10**9,
           "MULTIPLE_TYPE": []}  # fmt: skip
    new = _add(rest, START_DATE="0001-01-02", PARAMS=far)["result"]
    assert rest("crm.deal.recurring.get", {"id": new})["result"]["NEXT_EXECUTION"] == ""
    wrong = rest("crm.deal.recurring.add", {"fields": {"DEAL_ID": 1, "PARAMS": "x"}})
    assert wrong["error_description"] == "Parameter 'params' must be array."
    assert _add(rest, 0)["error_description"] == "Deal id is empty."
