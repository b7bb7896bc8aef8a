"""The part of the walk that arranges CRM: currencies, cards, workplaces, call lists, recurring deals, dictionaries."""

from __future__ import annotations

from sandbox.areas.crm import kinds
from tests.sandbox.replay.calling import Calling
from tests.sandbox.replay.storing import Do

SECTION = {"name": "main", "title": "О сделке", "type": "section", "elements": [{"name": "TITLE", "optionFlags": 1}]}
BLOCKS = {"blocks": {"one": {"type": "text", "properties": {"value": "Проба"}}}}


def arrange(calling: Calling) -> None:
    do = calling.do
    currencies(do)
    cards(do)
    workplaces(do)
    call_lists(do)
    recurring(calling)
    enums(do)
    presets(do)
    additions_to_activities(do)


def currencies(do: Do) -> None:
    code = do("crm.currency.add", fields={"CURRENCY": "CNY", "AMOUNT_CNT": 1, "AMOUNT": 12.5, "SORT": 400})
    do("crm.currency.update", id=code, fields={"AMOUNT": 12.6})
    do("crm.currency.get", id="RUB")
    do("crm.currency.list", order={"SORT": "asc"})
    do("crm.currency.fields")
    do("crm.currency.base.set", id="RUB")
    do("crm.currency.base.get")
    do("crm.currency.localizations.set", id=code, localizations={"ru": {"FULL_NAME": "Юань"}})
    do("crm.currency.localizations.get", id="RUB")
    do("crm.currency.localizations.fields")
    do("crm.currency.localizations.delete", id=code, lids=["ru"])
    do("crm.currency.delete", id=code)


def cards(do: Do) -> None:
    for name, asked in (("item", {"entityTypeId": 2}), ("lead", {}), ("deal", {}), ("contact", {}), ("company", {})):
        prefix = f"crm.{name}.details.configuration"
        do(f"{prefix}.set", scope="C", data=[SECTION], **asked)
        do(f"{prefix}.get", scope="C", **asked)
        do(f"{prefix}.forceCommonScopeForAll", **asked)
        do(f"{prefix}.reset", scope="C", **asked)


def workplaces(do: Do) -> None:
    type_id = do("crm.type.add", fields={"title": "Для места"})["type"]["id"]
    place = do("crm.automatedsolution.add", fields={"title": "Место", "typeIds": [type_id]})["automatedSolution"]["id"]
    do("crm.automatedsolution.get", id=place)
    do("crm.automatedsolution.list")
    do("crm.automatedsolution.fields")
    do("crm.automatedsolution.update", id=place, fields={"typeIds": []})
    do("crm.automatedsolution.delete", id=place)


def call_lists(do: Do) -> None:
    new = do("crm.calllist.add", ENTITY_TYPE="CONTACT", ENTITIES=[1, 2])
    do("crm.calllist.update", LIST_ID=new, ENTITY_TYPE="CONTACT", ENTITIES=[1])
    do("crm.calllist.get", ID=new)
    do("crm.calllist.list")
    do("crm.calllist.items.get", LIST_ID=new)
    do("crm.calllist.statuslist")


def recurring(calling: Calling) -> None:
    """The settings can be deleted by themselves only when their deal is gone without them."""
    do = calling.do
    params = {"MODE": "multiple", "MULTIPLE_TYPE": "month", "MULTIPLE_INTERVAL": 1}
    fields = {"DEAL_ID": 1, "IS_LIMIT": "D", "LIMIT_DATE": "2040-01-01", "START_DATE": "2035-01-01", "PARAMS": params}
    new = do("crm.deal.recurring.add", fields=fields)
    do("crm.deal.recurring.update", id=new, fields={"LIMIT_DATE": "2041-01-01"})
    template = do("crm.deal.recurring.get", id=new)["DEAL_ID"]
    do("crm.deal.recurring.list", filter={"ID": new})
    do("crm.deal.recurring.fields")
    do("crm.deal.recurring.expose", id=new)
    calling.lose(kinds.items(calling.server.portal, kinds.DEAL).kind, int(template))
    do("crm.deal.recurring.delete", id=new)


def enums(do: Do) -> None:
    for name in ("activitydirection", "activitynotifytype", "activitypriority", "activitystatus", "activitytype",
                 "addresstype", "contenttype", "fields", "getorderownertypes", "settings.mode"):  # fmt: skip
        do(f"crm.enum.{name}")
    for name in ("multifield.fields", "userfield.fields", "userfield.enumeration.fields", "settings.mode.get",
                 "requisite.link.fields"):  # fmt: skip
        do(f"crm.{name}")
    do("crm.userfield.settings.fields", type="double")
    do("crm.duplicate.findbycomm", type="EMAIL", values=["pak@primhlad.example"])
    for one, other in (("deal", "contact"), ("lead", "contact"), ("contact", "company"), ("company", "contact")):
        do(f"crm.{one}.{other}.fields")


def presets(do: Do) -> None:
    new = do("crm.requisite.preset.add", fields={"ENTITY_TYPE_ID": 8, "COUNTRY_ID": 1, "NAME": "Проба"})
    do("crm.requisite.preset.update", id=new, fields={"NAME": "Другой"})
    do("crm.requisite.preset.get", id=new)
    for name in ("list", "fields", "countries", "field.fields"):
        do(f"crm.requisite.preset.{name}")
    preset = {"ID": new}
    do("crm.requisite.preset.field.availabletoadd", preset=preset)
    field = do("crm.requisite.preset.field.add", preset=preset, fields={"FIELD_NAME": "RQ_INN"})
    do("crm.requisite.preset.field.update", preset=preset, id=field, fields={"FIELD_TITLE": "Номер"})
    do("crm.requisite.preset.field.get", preset=preset, id=field)
    do("crm.requisite.preset.field.list", preset=preset)
    do("crm.requisite.preset.field.delete", preset=preset, id=field)
    do("crm.requisite.preset.delete", id=new)


def additions_to_activities(do: Do) -> None:
    do("crm.activity.type.add", fields={"TYPE_ID": "PROBE", "NAME": "Проба", "IS_CONFIGURABLE_TYPE": "Y"})
    do("crm.activity.type.list")
    do("crm.activity.type.delete", TYPE_ID="PROBE")
    do("crm.activity.communication.fields")
    fields = {"OWNER_TYPE_ID": 2, "OWNER_ID": 1, "TYPE_ID": 2, "SUBJECT": "Звонок", "RESPONSIBLE_ID": 1,
              "COMMUNICATIONS": [{"VALUE": "+79990001122"}]}  # fmt: skip
    new = do("crm.activity.add", fields=fields)
    place = {"entityTypeId": 2, "entityId": 1, "activityId": new}
    do("crm.activity.layout.blocks.set", layout=BLOCKS, **place)
    do("crm.activity.layout.blocks.get", **place)
    do("crm.activity.layout.blocks.delete", **place)
    pair = {"sourceEntityTypeId": 2, "sourceEntityId": 1, "targetEntityTypeId": 2, "targetEntityId": 2}
    do("crm.activity.binding.move", activityId=new, **pair)
    do("crm.activity.delete", id=new)
