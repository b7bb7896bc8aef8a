"""One walk through all that the sandbox can do, each method called with what an application would send."""

from __future__ import annotations

from typing import Any

import requests

from tests.sandbox.apps import ListeningApp
from tests.sandbox.replay.analytics import analytics
from tests.sandbox.replay.arranging import arrange
from tests.sandbox.replay.calling import Calling
from tests.sandbox.replay.company import company
from tests.sandbox.replay.drawn import drawn
from tests.sandbox.replay.feed import feed
from tests.sandbox.replay.grouping import group
from tests.sandbox.replay.polling import poll
from tests.sandbox.replay.processes import processes
from tests.sandbox.replay.selling import classic, items, leads_and_quotes
from tests.sandbox.replay.storing import FILE, Do, drive, lists
from tests.sandbox.replay.talking import talk
from tests.sandbox.replay.third import third


def play(calling: Calling) -> None:
    do = calling.do
    base(do)
    company(do)
    crm_classic(do)
    leads_and_quotes(do)
    items(do)
    smart_process(do)
    dictionaries(do)
    requisites(do)
    arrange(calling)
    user_fields(do)
    timeline(do)
    activities(do)
    drive(do)
    lists(do)
    drawn(do)
    work(do)
    talk(do)
    group(do)
    poll(calling)
    analytics(do)
    apps(calling)
    processes(calling)
    feed(calling)
    third(calling.do, calling.third)


def base(do: Do) -> None:
    for name in ("app.info", "profile", "scope", "methods", "server.time", "user.admin", "user.current", "events"):
        do(name)
    do("method.get", name="profile")
    do("feature.get", CODE="rest_auth_connector")
    options = {"data": "value", "data2": "value2"}
    do("app.option.set", options=options)
    do("app.option.get")
    do("user.option.set", options=options)
    do("user.option.get")


def crm_classic(do: Do) -> None:
    kinds = {"deal": {"TITLE": "Проба"}, "company": {"TITLE": "ООО «Проба»"}, "contact": {"NAME": "Глеб"}}
    for kind, fields in kinds.items():
        classic(do, kind, fields, 1 if kind == "contact" else 2)
    for one, other in (("deal", "contact"), ("contact", "company"), ("company", "contact")):
        key = f"{other.upper()}_ID"
        do(f"crm.{one}.{other}.items.set", id=1, items=[{key: 1}])
        do(f"crm.{one}.{other}.items.get", id=1)
        do(f"crm.{one}.{other}.items.delete", id=1)
        do(f"crm.{one}.{other}.add", id=1, fields={key: 2})
        do(f"crm.{one}.{other}.delete", id=1, fields={key: 2})
    do("crm.deal.productrows.set", id=1, rows=[{"PRODUCT_NAME": "Работы", "PRICE": 100, "QUANTITY": 1}])
    do("crm.deal.productrows.get", id=1)


def smart_process(do: Do) -> None:
    flags = {"isStagesEnabled": "Y", "isClientEnabled": "Y", "isCategoriesEnabled": "Y"}
    type_ = do("crm.type.add", fields={"title": "Процесс", **flags})["type"]
    do("crm.type.update", id=type_["id"], fields={"title": "Договоры"})
    do("crm.type.get", id=type_["id"])
    do("crm.type.getByEntityTypeId", entityTypeId=type_["entityTypeId"])
    do("crm.type.list")
    do("crm.type.fields")
    process_fields(do, type_["id"])
    do("crm.type.delete", id=type_["id"])


def process_fields(do: Do, type_id: int) -> None:
    entity = f"CRM_{type_id}"
    field = {"entityId": entity, "fieldName": f"UF_{entity}_PROBE", "userTypeId": "enumeration",
             "editFormLabel": {"ru": "Проба"}, "enum": [{"value": "Да", "def": "N"}]}  # fmt: skip
    new = do("userfieldconfig.add", moduleId="crm", field=field)["field"]["id"]
    do("userfieldconfig.update", moduleId="crm", id=new, field={"editFormLabel": {"ru": "Другая"}})
    do("userfieldconfig.get", moduleId="crm", id=new)
    do("userfieldconfig.list", moduleId="crm", select={"0": "*", "language": "ru"}, filter={"entityId": entity})
    do("userfieldconfig.getTypes", moduleId="crm")
    do("userfieldconfig.delete", moduleId="crm", id=new)


def dictionaries(do: Do) -> None:
    new = do("crm.category.add", entityTypeId=2, fields={"name": "Новая"})["category"]["id"]
    do("crm.category.update", entityTypeId=2, id=new, fields={"name": "Другая"})
    do("crm.category.get", entityTypeId=2, id=new)
    do("crm.category.list", entityTypeId=2)
    do("crm.category.fields", entityTypeId=2)
    do("crm.category.delete", entityTypeId=2, id=new)
    fields = {"ENTITY_ID": "SOURCE", "STATUS_ID": "FAIR", "NAME": "Ярмарка", "SORT": 500}
    status = do("crm.status.add", fields=fields)
    do("crm.status.update", id=status, fields={"NAME": "Выставка"})
    do("crm.status.get", id=status)
    do("crm.status.list", filter={"ENTITY_ID": "DEAL_STAGE"})
    do("crm.status.fields")
    do("crm.status.entity.items", entityId="DEAL_STAGE")
    do("crm.status.entity.types")
    do("crm.status.delete", id=status)
    do("crm.stagehistory.list", entityTypeId=2)
    do("crm.enum.ownertype")


def requisites(do: Do) -> None:
    fields = {"ENTITY_TYPE_ID": 4, "ENTITY_ID": 1, "PRESET_ID": 1, "NAME": "Реквизиты", "RQ_INN": "7707083893"}
    new = do("crm.requisite.add", fields=fields)
    do("crm.requisite.update", id=new, fields={"NAME": "Другие"})
    do("crm.requisite.get", id=new)
    do("crm.requisite.list")
    do("crm.requisite.fields")
    detail = do("crm.requisite.bankdetail.add", fields={"ENTITY_ID": new, "NAME": "Счёт", "RQ_BIK": "044525225"})
    do("crm.requisite.bankdetail.update", id=detail, fields={"NAME": "Другой"})
    do("crm.requisite.bankdetail.get", id=detail)
    do("crm.requisite.bankdetail.list")
    do("crm.requisite.bankdetail.fields")
    link = {"ENTITY_TYPE_ID": 2, "ENTITY_ID": 1, "REQUISITE_ID": new, "BANK_DETAIL_ID": detail}
    do("crm.requisite.link.register", fields={**link, "MC_REQUISITE_ID": 0, "MC_BANK_DETAIL_ID": 0})
    do("crm.requisite.link.get", entityTypeId=2, entityId=1)
    do("crm.requisite.link.list")
    do("crm.requisite.link.unregister", entityTypeId=2, entityId=1)
    address = {"TYPE_ID": 1, "ENTITY_TYPE_ID": 8, "ENTITY_ID": new}
    do("crm.address.add", fields={**address, "CITY": "Москва"})
    do("crm.address.update", fields={**address, "CITY": "Тула"})
    do("crm.address.list")
    do("crm.address.fields")
    do("crm.address.delete", fields=address)
    do("crm.requisite.bankdetail.delete", id=detail)
    do("crm.requisite.delete", id=new)


def user_fields(do: Do) -> None:
    of_dictionary = {"FIELD_NAME": "FROM", "USER_TYPE_ID": "crm_status", "SETTINGS": {"ENTITY_TYPE": "SOURCE"}}
    do("crm.lead.userfield.add", fields=of_dictionary)  # the page of the list has one of this type
    for kind in ("lead", "deal", "contact", "company", "quote", "requisite"):
        fields = {"FIELD_NAME": "PROBE", "USER_TYPE_ID": "string", "EDIT_FORM_LABEL": "Проба"}
        new = do(f"crm.{kind}.userfield.add", fields=fields)
        do(f"crm.{kind}.userfield.update", id=new, fields={"EDIT_FORM_LABEL": "Другая"})
        do(f"crm.{kind}.userfield.get", id=new)
        do(f"crm.{kind}.userfield.list")
        do(f"crm.{kind}.userfield.delete", id=new)
    do("crm.userfield.types")


def timeline(do: Do) -> None:
    fields = {"ENTITY_ID": 1, "ENTITY_TYPE": "deal", "COMMENT": "Проба", "FILES": [FILE]}
    new = do("crm.timeline.comment.add", fields=fields)
    do("crm.timeline.comment.update", id=new, fields={"COMMENT": "Другая"})
    do("crm.timeline.comment.get", id=new)
    do("crm.timeline.comment.list", filter={"ENTITY_ID": 1, "ENTITY_TYPE": "deal"})
    bind = {"OWNER_ID": new, "ENTITY_ID": 2, "ENTITY_TYPE": "deal"}
    do("crm.timeline.bindings.bind", fields=bind)
    do("crm.timeline.bindings.list", filter={"OWNER_ID": new})
    do("crm.timeline.bindings.unbind", fields=bind)
    do("crm.timeline.comment.delete", id=new)
    record = {"entityTypeId": 2, "entityId": 1, "title": "Проба", "text": "Текст", "iconCode": "info"}
    message = do("crm.timeline.logmessage.add", fields=record)["logMessage"]["id"]
    do("crm.timeline.logmessage.get", id=message)
    do("crm.timeline.logmessage.list", entityTypeId=2, entityId=1)
    do("crm.timeline.logmessage.delete", id=message)


def activities(do: Do) -> None:
    fields = {"OWNER_TYPE_ID": 2, "OWNER_ID": 1, "TYPE_ID": 2, "SUBJECT": "Звонок", "RESPONSIBLE_ID": 1,
              "COMMUNICATIONS": [{"VALUE": "+79990001122", "ENTITY_ID": 1, "ENTITY_TYPE_ID": 3}]}  # fmt: skip
    new = do("crm.activity.add", fields=fields)
    do("crm.activity.update", id=new, fields={"SUBJECT": "Другой"})
    do("crm.activity.get", id=new)
    do("crm.activity.list")
    do("crm.activity.fields")
    do("crm.activity.binding.add", activityId=new, entityTypeId=2, entityId=2)
    do("crm.activity.binding.list", activityId=new)
    do("crm.activity.binding.delete", activityId=new, entityTypeId=2, entityId=2)
    do("crm.activity.delete", id=new)


def work(do: Do) -> None:
    task = do("tasks.task.add", fields={"TITLE": "Проба", "RESPONSIBLE_ID": 1})["task"]["id"]
    do("tasks.task.update", taskId=task, fields={"TITLE": "Другая"})
    do("tasks.task.list")
    do("tasks.task.complete", taskId=task)
    do("tasks.task.delete", taskId=task)


def apps(calling: Calling) -> None:
    """What needs an application that listens: places, robots, what they send and what is answered."""
    do, handler = calling.do, "http://127.0.0.1:9/never"
    for kind in ("robot", "activity"):
        do(f"bizproc.{kind}.add", CODE=f"probe_{kind}", HANDLER=handler, NAME="Проба")
        do(f"bizproc.{kind}.update", CODE=f"probe_{kind}", FIELDS={"NAME": "Другая"})
        do(f"bizproc.{kind}.list")
        do(f"bizproc.{kind}.delete", CODE=f"probe_{kind}")
    do("placement.list")
    do("placement.bind", PLACEMENT="CRM_DEAL_DETAIL_TAB", HANDLER=handler, TITLE="Проба")
    do("placement.get")
    do("placement.unbind", PLACEMENT="CRM_DEAL_DETAIL_TAB")
    do("event.bind", event="ONCRMDEALADD", handler=handler)
    do("event.get")
    do("event.unbind", event="ONCRMDEALADD", handler=handler)
    do("event.test")
    _queue(do)
    _robot(calling)


def _queue(do: Do) -> None:
    do("event.bind", event="ONCRMDEALADD", event_type="offline")
    do("crm.deal.add", fields={"TITLE": "В очередь"})
    do("event.offline.list")
    taken = do("event.offline.get", clear=0)["process_id"]
    do("event.offline.error", process_id=taken)
    do("event.offline.clear", process_id=taken)


def _robot(calling: Calling) -> None:
    listening = ListeningApp(calling.server)
    try:
        told = listening.rest("bizproc.robot.add", {"CODE": "waits", "HANDLER": f"{listening.url}/r", "NAME": "Ждёт"})
        assert told["result"] is True
        stage = {"kind": 2, "stage_id": "PREPARATION", "code": "waits", "properties": {}, "user_id": 1}
        _place(calling, {**stage, "client_id": listening.app["client_id"]})
        deal = calling.do("crm.item.add", entityTypeId=2, fields={"title": "Робот"})["item"]["id"]
        calling.do("crm.item.update", entityTypeId=2, id=deal, fields={"stageId": "PREPARATION"})
        token = ListeningApp.nested(listening.wait(1)[0])["event_token"]
        calling.do("bizproc.activity.log", EVENT_TOKEN=token, LOG_MESSAGE="Проба")
        calling.do("bizproc.event.send", EVENT_TOKEN=token)
    finally:
        listening.close()


def _place(calling: Calling, asked: dict[str, Any]) -> None:
    answer = requests.post(f"{calling.server.url}/sandbox/api/automation/place", json=asked, timeout=10)
    assert answer.ok, answer.text
