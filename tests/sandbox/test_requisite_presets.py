"""Templates of requisites, duplicates by phone, and what CRM tells of its fields (crm/requisites/presets/)."""

from __future__ import annotations

from typing import Any

PRESET = {"ENTITY_TYPE_ID": 8, "COUNTRY_ID": 1, "NAME": "Самозанятый"}


def test_a_template_is_made_changed_and_deleted(rest: Any) -> None:
    new = rest("crm.requisite.preset.add", {"fields": PRESET})["result"]
    found = rest("crm.requisite.preset.get", {"id": new})["result"]
    assert (found["NAME"], found["ACTIVE"], found["DATE_MODIFY"], found["MODIFY_BY_ID"]) == (
        "Самозанятый", "Y", "", None)  # fmt: skip
    assert rest("crm.requisite.preset.update", {"id": new, "fields": {"NAME": "Другой"}})["result"] is True
    assert rest("crm.requisite.preset.get", {"id": new})["result"]["DATE_MODIFY"] != ""
    assert rest("crm.requisite.preset.delete", {"id": new})["result"] is True
    gone = rest("crm.requisite.preset.get", {"id": new})
    assert gone == {"error": "", "error_description": f"The Preset with ID '{new}' is not found"}
    wrong = rest("crm.requisite.preset.add", {"fields": {**PRESET, "ENTITY_TYPE_ID": 4}})
    assert wrong["error_description"] == "ENTITY_TYPE_ID is not defined or invalid"


def test_a_template_in_use_stays(rest: Any) -> None:
    used = rest("crm.requisite.list")["result"][0]["PRESET_ID"]
    told = rest("crm.requisite.preset.delete", {"id": used})["error_description"]
    assert told == "Вы не можете удалить шаблон, так как по нему уже созданы реквизиты"


def test_a_field_is_in_a_template_once_and_of_its_country(rest: Any) -> None:
    preset = {"ID": 1}
    before = rest("crm.requisite.preset.field.availabletoadd", {"preset": preset})["result"]
    assert ("RQ_INN" in before, "RQ_EMAIL" in before) == (False, True)
    new = rest("crm.requisite.preset.field.add", {"preset": preset, "fields": {"FIELD_NAME": "RQ_EMAIL"}})["result"]
    again = rest("crm.requisite.preset.field.add", {"preset": preset, "fields": {"FIELD_NAME": "RQ_EMAIL"}})
    assert again["error_description"] == "The field 'RQ_EMAIL' can not be added."
    foreign = rest("crm.requisite.preset.field.add", {"preset": preset, "fields": {"FIELD_NAME": "RQ_SIREN"}})
    assert foreign["error_description"] == "The field 'RQ_SIREN' can not be added."
    asked = {"preset": preset, "id": new}
    assert rest("crm.requisite.preset.field.update", {**asked, "fields": {"FIELD_TITLE": "Почта"}})["result"] is True
    assert rest("crm.requisite.preset.field.get", asked)["result"]["FIELD_TITLE"] == "Почта"
    assert rest("crm.requisite.preset.field.delete", asked)["result"] is True
    assert rest("crm.requisite.preset.field.get", asked)["error_description"].startswith("The PresetField with ID")
    assert rest("crm.requisite.preset.field.list")["error_description"] == "ID is not defined or invalid"
    nowhere = rest("crm.requisite.preset.field.availabletoadd", {"preset": {"ID": 100500}})
    assert nowhere["error_description"] == "Шаблон не найден."


def test_duplicates_are_found_by_phone_without_its_extension(rest: Any) -> None:
    phone = {"VALUE": "+7 914 555-66-77", "VALUE_TYPE": "WORK"}
    contact = rest("crm.contact.add", {"fields": {"NAME": "Первый", "PHONE": [phone]}})["result"]
    lead = rest("crm.lead.add", {"fields": {"TITLE": "Второй", "PHONE": [phone]}})["result"]
    asked = {"type": "PHONE", "values": ["8 (914) 555 66 77 доб. 12"]}
    assert rest("crm.duplicate.findbycomm", asked)["result"] == {"LEAD": [lead], "CONTACT": [contact]}
    assert rest("crm.duplicate.findbycomm", {**asked, "entity_type": "CONTACT"})["result"] == {"CONTACT": [contact]}
    assert rest("crm.duplicate.findbycomm", {"type": "EMAIL", "values": ["no@one.example"]})["result"] == []
    assert rest("crm.duplicate.findbycomm", {"values": ["1"]})["error"] == "Communication type is not defined"
    assert rest("crm.duplicate.findbycomm", {"type": "PHONE"})["error"] == "Communication values is not defined"


def test_settings_of_a_field_go_by_its_type(rest: Any) -> None:
    assert list(rest("crm.userfield.settings.fields", {"type": "double"})["result"]) == ["DEFAULT_VALUE", "PRECISION"]
    told = rest("crm.userfield.settings.fields")
    assert told["error_description"] == "Parameter 'type' is not specified or empty."
