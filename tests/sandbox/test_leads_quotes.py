"""Leads and quotes: stages without funnels, old names, what the host itself writes into them."""

from __future__ import annotations

from typing import Any

from sandbox.areas.crm import filling, kinds
from sandbox.server import SandboxServer
from tests.sandbox.apps import ListeningApp


def _lead(rest: Any, lead_id: int) -> dict[str, Any]:
    found: dict[str, Any] = rest("crm.item.get", {"entityTypeId": 1, "id": lead_id})["result"]["item"]
    return found


def test_a_lead_walks_from_new_to_converted(rest: Any) -> None:
    """crm/leads/crm-lead-add.md: the first stage, the first source, a title by number; no funnel anywhere."""
    new = rest("crm.lead.add", {"fields": {"NAME": "Глеб", "PHONE": [{"VALUE": "+7 914 1", "VALUE_TYPE": "MOBILE"}]}})
    lead = rest("crm.lead.get", {"id": new["result"]})["result"]
    assert (lead["STATUS_ID"], lead["STATUS_SEMANTIC_ID"], lead["SOURCE_ID"]) == ("NEW", "P", "CALL")
    assert (lead["TITLE"], lead["HAS_PHONE"], lead["DATE_CLOSED"]) == (f"Лид #{new['result']}", "Y", "")
    assert lead["PHONE"][0]["VALUE_TYPE"] == "MOBILE"
    assert not {"CATEGORY_ID", "STAGE_ID", "SKYPE"} & set(lead)
    assert rest("crm.lead.update", {"id": new["result"], "fields": {"STATUS_ID": "CONVERTED"}})["result"] is True
    item = _lead(rest, new["result"])
    assert (item["stageId"], item["stageSemanticId"], item["phoneMobile"]) == ("CONVERTED", "S", "+7 914 1")
    assert item["dateClosed"] is not None
    assert "categoryId" not in item
    rest("crm.item.update", {"entityTypeId": 1, "id": new["result"], "fields": {"stageId": "IN_PROCESS"}})
    assert _lead(rest, new["result"])["dateClosed"] is None


def test_the_history_of_a_lead_names_its_stages_by_old_names(rest: Any) -> None:
    """crm/crm-stage-history-list.md: STATUS_ID and STATUS_SEMANTIC_ID for leads; quotes have none."""
    new = rest("crm.lead.add", {"fields": {"TITLE": "Хочу"}})["result"]
    rest("crm.lead.update", {"id": new, "fields": {"STATUS_ID": "JUNK"}})
    asked = {"entityTypeId": 1, "filter": {"OWNER_ID": new, "STATUS_ID": "JUNK"}}
    rows = rest("crm.stagehistory.list", asked)["result"]["items"]
    assert [(row["TYPE_ID"], row["STATUS_ID"], row["STATUS_SEMANTIC_ID"]) for row in rows] == [(3, "JUNK", "F")]
    assert not {"CATEGORY_ID", "STAGE_ID"} & set(rows[0])
    assert rest("crm.stagehistory.list", {"entityTypeId": 7})["error"] == "ENTITY_TYPE_NOT_SUPPORTED"


def test_a_lead_with_a_client_is_a_repeated_one(rest: Any) -> None:
    """crm/leads/index.md: IS_RETURN_CUSTOMER is written by the host, whatever is sent."""
    new = rest("crm.lead.add", {"fields": {"TITLE": "Снова", "IS_RETURN_CUSTOMER": "Y"}})["result"]
    assert _lead(rest, new)["isReturnCustomer"] == "N"
    rest("crm.lead.contact.add", {"id": new, "fields": {"CONTACT_ID": 3}})
    assert _lead(rest, new)["isReturnCustomer"] == "Y"
    assert rest("crm.lead.contact.items.get", {"id": new})["result"][0]["CONTACT_ID"] == 3


def test_a_list_of_leads_knows_not_but_no_sql_operators(rest: Any) -> None:
    """crm/leads/crm-lead-list.md: `!` is an operator, `<>` is not, and an unknown key is ignored."""
    for _ in range(2):
        rest("crm.lead.add", {"fields": {"TITLE": "Двойник"}})
    for key, status, count in (("!STATUS_ID", "NEW", 0), ("!STATUS_ID", "CLOSED", 2), ("<>STATUS_ID", "NEW", 2)):
        assert rest("crm.lead.list", {"FILTER": {"=TITLE": "Двойник", key: status}})["total"] == count
    assert set(rest("crm.lead.list", {"select": ["ID", "NAME"]})["result"][0]) == {"ID", "NAME"}


def test_product_rows_of_leads_and_quotes_make_their_sum(rest: Any) -> None:
    rows = [{"PRODUCT_NAME": "Работы", "PRICE": 120, "QUANTITY": 2, "TAX_RATE": 20, "TAX_INCLUDED": "Y"}]
    for kind, owner in (("lead", "L"), ("quote", "Q")):
        new = rest(f"crm.{kind}.add", {"fields": {"TITLE": "Товары"}})["result"]
        assert rest(f"crm.{kind}.productrows.set", {"id": new, "rows": rows})["result"] is True
        assert rest(f"crm.{kind}.productrows.get", {"id": new})["result"][0]["OWNER_TYPE"] == owner
        assert rest(f"crm.{kind}.get", {"id": new})["result"]["OPPORTUNITY"] == "240.00"


def test_stages_of_leads_and_quotes_are_dictionaries(rest: Any) -> None:
    """crm/status/crm-status-entity-types.md; funnels are not for these kinds."""
    listed = rest("crm.status.list", {"filter": {"ENTITY_ID": "STATUS"}})["result"]
    assert [row["STATUS_ID"] for row in listed] == ["NEW", "IN_PROCESS", "PROCESSED", "CONVERTED", "JUNK"]
    types = {row["ID"]: row for row in rest("crm.status.entity.types")["result"]}
    assert types["STATUS"]["SEMANTIC_INFO"]["FINAL_SUCCESS_FIELD"] == "CONVERTED"
    assert types["QUOTE_STATUS"]["ENTITY_TYPE_ID"] == 7
    fields = {"ENTITY_ID": "STATUS", "STATUS_ID": "WARM", "NAME": "Тёплый", "SORT": 25}
    assert rest("crm.status.add", {"fields": fields})["result"] > 0
    new = rest("crm.lead.add", {"fields": {"STATUS_ID": "WARM"}})["result"]
    assert _lead(rest, new)["stageId"] == "WARM"
    wrong = rest("crm.item.update", {"entityTypeId": 1, "id": new, "fields": {"stageId": "WON"}})
    assert wrong["error"] == "CRM_FIELD_ERROR_VALUE_NOT_VALID"
    assert rest("crm.category.list", {"entityTypeId": 1})["error"] == "ENTITY_TYPE_NOT_SUPPORTED"


def test_a_quote_gets_its_number_dates_and_our_company(rest: Any) -> None:
    """crm/universal/crm-item-add.md, quotes: dates of a week, the first company of ours."""
    fields = {"title": "КП", "dealId": 1, "companyId": 2}
    quote = rest("crm.item.add", {"entityTypeId": 7, "fields": fields})["result"]["item"]
    assert (quote["stageId"], quote["closed"], quote["quoteNumber"]) == ("DRAFT", "N", str(quote["id"]))
    assert quote["actualDate"] == quote["closedate"] > quote["begindate"]
    assert rest("crm.item.get", {"entityTypeId": 4, "id": quote["mycompanyId"]})["result"]["item"]["isMyCompany"] == "Y"
    rest("crm.quote.update", {"id": quote["id"], "fields": {"STATUS_ID": "APPROVED"}})
    old = rest("crm.quote.get", {"id": quote["id"]})["result"]
    assert (old["STATUS_ID"], old["CLOSED"], old["DEAL_ID"]) == ("APPROVED", "Y", "1")
    assert rest("crm.quote.delete", {"id": quote["id"]})["result"] is True


def test_an_invoice_may_have_a_quote_for_its_parent(rest: Any) -> None:
    """crm/quote/index.md: parentId7."""
    quote = rest("crm.quote.add", {"fields": {"TITLE": "КП"}})["result"]
    made = rest("crm.item.add", {"entityTypeId": 31, "fields": {"title": "Счёт", "parentId7": quote}})
    assert made["result"]["item"]["parentId7"] == quote


def test_leads_are_owners_of_comments_and_activities(rest: Any) -> None:
    new = rest("crm.lead.add", {"fields": {"TITLE": "Позвонить"}})["result"]
    comment = {"ENTITY_ID": new, "ENTITY_TYPE": "lead", "COMMENT": "Просил перезвонить"}
    assert rest("crm.timeline.comment.add", {"fields": comment})["result"] > 0
    todo = {"ownerTypeId": 1, "ownerId": new, "deadline": "2030-01-01T10:00:00+03:00", "title": "Позвонить"}
    assert rest("crm.activity.todo.add", todo)["result"]["id"] > 0


def test_events_of_a_lead_carry_its_number_and_robots_its_document(server: SandboxServer, control: Any) -> None:
    """crm/leads/events/on-crm-lead-add.md; bizproc/bizproc-robot/bizproc-robot-add.md: CCrmDocumentLead."""
    app = ListeningApp(server)
    try:
        assert app.rest("event.bind", {"event": "ONCRMLEADADD", "handler": f"{app.url}/event"})["result"] is True
        robot = {"CODE": "greet", "HANDLER": f"{app.url}/robot", "NAME": "Поздороваться", "AUTH_USER_ID": 1}
        assert app.rest("bizproc.robot.add", robot)["result"] is True
        control("automation/place", {"kind": 1, "stage_id": "NEW", "code": "greet"})
        new = app.rest("crm.lead.add", {"fields": {"TITLE": "Новый"}})["result"]
        posts = app.wait(2)
        event = next(post for post in posts if "event" in post)
        assert (event["event"], event["data[FIELDS][ID]"]) == ("ONCRMLEADADD", str(new))
        document = next(ListeningApp.nested(post)["document_id"] for post in posts if "event" not in post)
        assert document == ["crm", "CCrmDocumentLead", f"LEAD_{new}"]
    finally:
        app.close()


def test_a_quote_has_words_of_its_own_and_may_be_imported(rest: Any) -> None:
    """crm/quote/crm-quote-add.md, crm-quote-update.md, crm-quote-delete.md"""
    fields = {"TITLE": "Старое КП", "DATE_CREATE": "2020-02-03T10:00:00+03:00", "CREATED_BY_ID": 2}
    plain = rest("crm.quote.add", {"fields": fields})["result"]
    assert rest("crm.quote.get", {"id": plain})["result"]["CREATED_BY_ID"] == "1"
    kept = rest("crm.quote.add", {"fields": fields, "params": {"IMPORT": "Y"}})["result"]
    quote = rest("crm.quote.get", {"id": kept})["result"]
    assert (quote["CREATED_BY_ID"], quote["DATE_CREATE"]) == ("2", "2020-02-03T10:00:00+03:00")
    wrong = rest("crm.quote.add", {"fields": {}, "params": 5})
    assert wrong["error_description"] == "Parameter 'params' must be array."
    assert rest("crm.quote.update", {"id": 999, "fields": {}})["error_description"] == "Quote is not found"
    gone = rest("crm.quote.delete", {"id": 999})
    assert (gone["error"], gone["error_description"]) == ("ERROR_CORE", "Элемент не найден")


def test_leads_by_the_thousand_are_like_those_added_one_by_one(rest: Any, server: SandboxServer) -> None:
    numbers = filling.fill(server.portal, kinds.LEAD, 1000)
    asked = {"entityTypeId": 1, "filter": {">=id": numbers.start}, "order": {"id": "ASC"}}
    leads = rest("crm.item.list", asked)["result"]["items"]
    assert {lead["stageSemanticId"] for lead in leads} == {"P", "S", "F"}
    for lead in leads:
        assert (lead["dateClosed"] is None) == (lead["stageSemanticId"] == "P")
        assert (lead["isReturnCustomer"] == "Y") == bool(lead["companyId"])
