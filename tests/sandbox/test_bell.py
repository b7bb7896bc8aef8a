"""The bell: one tag is one notification, everybody sees one's own, the newest first."""

from __future__ import annotations

from tests.sandbox.conftest import Rest


def test_a_person_reads_own_notifications_the_newest_first(rest: Rest) -> None:
    rest("im.notify.system.add", {"USER_ID": 1, "MESSAGE": "Первое", "TAG": "A"})
    rest("im.notify.system.add", {"USER_ID": 1, "MESSAGE": "Второе", "TAG": "B"})
    rest("im.notify.system.add", {"USER_ID": 2, "MESSAGE": "Чужое", "TAG": "A"})
    answer = rest("im.notify.get")["result"]
    assert [row["text"] for row in answer["notifications"]] == ["Второе", "Первое"]
    assert answer["total_unread_count"] == 2
    older = rest("im.notify.get", {"LAST_ID": answer["notifications"][0]["id"], "LAST_TYPE": 3})["result"]
    assert [row["text"] for row in older["notifications"]] == ["Первое"]


def test_half_a_cursor_is_refused_in_the_hosts_words(rest: Rest) -> None:
    assert rest("im.notify.get", {"LAST_ID": 5})["error"] == "LAST_ID_AND_LAST_TYPE"
    assert rest("im.notify.get", {"LAST_ID": "x", "LAST_TYPE": 3})["error"] == "LAST_ID_STRING"


def test_an_empty_bell_has_only_the_lists(rest: Rest) -> None:
    assert rest("im.notify.get")["result"] == {"notifications": [], "users": []}


def test_rights_and_required_fields_are_set_by_controls(rest: Rest, control: Rest) -> None:
    assert control("crm/access", {"user_id": 2, "access": "none"})["access"] == "none"
    assert "error" in control("crm/access", {"user_id": 2, "access": "some"})
    deal = rest("crm.item.get", {"entityTypeId": 2, "id": 1})["result"]["item"]
    won = deal["stageId"].partition(":")[0] + ":WON"
    control("crm/required", {"kind": 2, "field": "COMMENTS", "stages": [won]})
    refused = rest("crm.item.update", {"entityTypeId": 2, "id": 1, "fields": {"stageId": won}})
    assert refused["error"] == "CRM_FIELD_ERROR_REQUIRED"
