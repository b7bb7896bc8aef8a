"""The old CRM methods: strings, old names, empty error codes."""

from __future__ import annotations

from typing import Any


def test_a_deal_is_added_read_changed_and_deleted(rest: Any) -> None:
    new = rest("crm.deal.add", {"fields": {"TITLE": "Старая", "OPPORTUNITY": 1000, "COMPANY_ID": "2"}})["result"]
    assert isinstance(new, int)
    deal = rest("crm.deal.get", {"ID": new})["result"]
    assert (deal["ID"], deal["OPPORTUNITY"], deal["COMPANY_ID"], deal["LEAD_ID"]) == (str(new), "1000.00", "2", None)
    assert {"DATE_CREATE", "MODIFY_BY_ID", "STAGE_SEMANTIC_ID"} <= set(deal)
    assert rest("crm.deal.update", {"id": new, "fields": {"TITLE": "Новая"}})["result"] is True
    assert rest("crm.deal.list", {"filter": {"=TITLE": "Новая"}})["result"][0]["ID"] == str(new)
    assert rest("crm.deal.delete", {"id": new})["result"] is True
    assert rest("crm.deal.get", {"id": new}) == {"error": "", "error_description": "Not found"}
    assert rest("crm.deal.get")["error_description"] == "ID is not defined or invalid."


def test_a_contact_is_found_by_its_email_and_loses_it(rest: Any) -> None:
    found = rest("crm.contact.list", {"filter": {"EMAIL": "Pak@primhlad.example"}, "select": ["ID", "EMAIL", "PHONE"]})
    contact = found["result"][0]
    assert contact["ID"] == "3"
    gone = [{"ID": contact["EMAIL"][0]["ID"], "VALUE": ""}]
    assert rest("crm.contact.update", {"ID": 3, "fields": {"EMAIL": gone}})["result"] is True
    after = rest("crm.contact.get", {"ID": 3})["result"]
    assert "EMAIL" not in after
    assert after["HAS_EMAIL"] == "N"
    assert after["PHONE"][0]["VALUE"] == "+7 914 000-12-33"


def test_companies_and_contacts_are_one_relation(rest: Any) -> None:
    people = rest("crm.company.contact.items.get", {"id": 6})["result"]
    assert [row["CONTACT_ID"] for row in people] == [6, 7, 8]
    assert rest("crm.contact.company.items.get", {"id": 7})["result"][0]["COMPANY_ID"] == 6


def test_an_unknown_filter_is_ignored_by_old_lists(rest: Any) -> None:
    assert rest("crm.company.list", {"filter": {"NONSENSE": 1}})["total"] == 9


def test_product_rows_make_the_sum_unless_it_is_manual(rest: Any) -> None:
    rows = [{"productName": "Работа", "price": 120, "quantity": 2, "taxRate": 20, "taxIncluded": "Y"}]
    answer = rest("crm.item.productrow.set", {"ownerType": "D", "ownerId": 1, "productRows": rows})
    assert answer["result"]["productRows"][0]["priceExclusive"] == 100
    deal = rest("crm.item.get", {"entityTypeId": 2, "id": 1})["result"]["item"]
    assert (deal["opportunity"], deal["taxValue"]) == (240, 40)
    manual = {"isManualOpportunity": "Y", "opportunity": 500}
    rest("crm.item.update", {"entityTypeId": 2, "id": 1, "fields": manual})
    rest("crm.item.productrow.add", {"fields": {"ownerType": "D", "ownerId": 1, "productName": "Ещё", "price": 1}})
    assert rest("crm.item.get", {"entityTypeId": 2, "id": 1})["result"]["item"]["opportunity"] == 500
    listed = rest("crm.item.productrow.list", {"filter": {"=ownerType": "D", "=ownerId": 1}})
    assert listed["total"] == 2
    assert rest("crm.item.productrow.list", {"filter": {"=ownerType": "D"}})["error"] == "100"


def test_payments_are_for_deals_and_invoices_only(rest: Any) -> None:
    new = rest("crm.item.payment.add", {"entityId": 1, "entityTypeId": 2})["result"]
    assert rest("crm.item.payment.pay", {"id": new})["result"] is True
    paid = rest("crm.item.payment.get", {"id": new})["result"]
    assert (paid["paid"], paid["sum"], paid["accountNumber"]) == ("Y", 150000, "1/1")
    assert rest("crm.item.payment.add", {"entityId": 1, "entityTypeId": 4})["error"] == "0"


def test_requisites_of_our_company_have_bank_details_and_an_address(rest: Any) -> None:
    own = rest("crm.item.list", {"entityTypeId": 4, "filter": {"isMyCompany": "Y"}, "select": ["id"]})["result"][
        "items"
    ]
    asked = {"filter": {"ENTITY_TYPE_ID": 4, "ENTITY_ID": own[0]["id"]}}
    requisite = rest("crm.requisite.list", asked)["result"][0]
    assert requisite["RQ_INN"] == "9901004173"
    bank = rest("crm.requisite.bankdetail.list", {"filter": {"ENTITY_ID": requisite["ID"]}})["result"][0]
    assert bank["RQ_ACC_NUM"] == "40702810300000000101"
    address = rest("crm.address.list", {"filter": {"ENTITY_TYPE_ID": 8, "ENTITY_ID": requisite["ID"]}})["result"][0]
    assert address["CITY"] == "г. Москва"


def test_a_working_stage_may_not_stand_after_success(rest: Any) -> None:
    stage = {"ENTITY_ID": "DEAL_STAGE_1", "STATUS_ID": "LATE", "NAME": "Поздно", "SORT": 900}
    assert "после успешной" in rest("crm.status.add", {"fields": stage})["error_description"]
    assert isinstance(rest("crm.status.add", {"fields": {**stage, "SORT": 45}})["result"], int)
    names = [s["STATUS_ID"] for s in rest("crm.status.entity.items", {"entityId": "DEAL_STAGE_1"})["result"]]
    assert names.index("C1:LATE") == names.index("C1:REPORT_SENT") + 1


def test_a_user_field_of_companies_is_added_filled_and_filtered(rest: Any) -> None:
    field = {"FIELD_NAME": "FOLDER", "USER_TYPE_ID": "boolean", "EDIT_FORM_LABEL": {"ru": "Папка"}}
    assert isinstance(rest("crm.company.userfield.add", {"fields": field})["result"], int)
    rest("crm.company.update", {"id": 2, "fields": {"UF_CRM_FOLDER": "Y"}})
    asked = {
        "entityTypeId": 4,
        "useOriginalUfNames": "Y",
        "filter": {"UF_CRM_FOLDER": 1},
        "select": ["id", "UF_CRM_FOLDER"],
    }
    assert rest("crm.item.list", asked)["result"]["items"] == [{"id": 2, "UF_CRM_FOLDER": "Y"}]


def test_links_answer_false_for_what_is_so_already(rest: Any) -> None:
    """crm/deals/contacts/, crm/quote/contacts/: true only when something was linked or parted."""
    quote = rest("crm.quote.add", {"fields": {"TITLE": "КП"}})["result"]
    for prefix, owner in (("crm.quote.contact", quote), ("crm.deal.contact", 1)):
        rest(f"{prefix}.items.delete", {"id": owner})
        asked = {"id": owner, "fields": {"CONTACT_ID": 3}}
        assert rest(f"{prefix}.add", asked)["result"] is True
        assert rest(f"{prefix}.add", asked)["result"] is False
        rest(f"{prefix}.add", {"id": owner, "fields": {"CONTACT_ID": 2, "IS_PRIMARY": "Y"}})
        assert [row["CONTACT_ID"] for row in rest(f"{prefix}.items.get", {"id": owner})["result"]] == [2, 3]
        assert rest(f"{prefix}.delete", asked)["result"] is True
        assert rest(f"{prefix}.delete", asked)["result"] is False


def test_links_are_refused_in_the_words_of_their_pages(rest: Any) -> None:
    def words(method: str, **asked: Any) -> tuple[str, str]:
        answer = rest(method, asked)
        return answer["error"], answer["error_description"]

    assert words("crm.deal.contact.add", id=0) == ("", "The parameter 'ownerEntityID' is invalid or not defined.")
    assert words("crm.deal.contact.items.get") == ("", "The parameter ownerEntityID is invalid or not defined.")
    assert words("crm.deal.contact.add", id=1, fields=5) == ("", "The parameter 'fields' must be array.")
    assert words("crm.deal.contact.delete", id=1, fields={}) == ("", "The parameter 'fields' is not valid.")
    assert words("crm.deal.contact.items.set", id=1, items=5) == ("", "The parameter items must be array.")
    assert words("crm.deal.contact.items.get", id=999) == ("", "Not found.")
    assert words("crm.lead.contact.items.get", id=999) == ("NOT_FOUND", "Not found.")
    assert rest("crm.quote.contact.items.get", {"id": 999})["result"] == []
    assert words("crm.lead.productrows.get") == ("", "The parameter id is invalid or not defined.")
    assert words("crm.lead.productrows.set", id=999, rows=[]) == ("", "Not found.")
