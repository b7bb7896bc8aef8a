"""What the public test suites of REST clients take for granted: records under certain numbers («посев для SDK»).

bitrix24/b24pysdk, bitrix24/b24jssdk and leshchenko1979/fast_bitrix24 name users, departments, items, tasks,
folders and activities by number; they are invented here, and only the numbers are theirs.
"""

from __future__ import annotations

from typing import Any

from sandbox.areas.activities import activities, badges
from sandbox.areas.calllist import calllists
from sandbox.areas.crm import defaults, items, kinds, types
from sandbox.areas.disk import objects, storages
from sandbox.areas.groups import groups
from sandbox.areas.lists import lists
from sandbox.areas.mail import mailboxes
from sandbox.areas.tasks import tasks
from sandbox.portal import Actor, Portal
from sandbox.seeds.empty import person

HEAD = Actor(1)
DEPARTMENT, STORAGE, FOLDER, LIST, TYPE = 67, 215, 293, 19, 1268
HANDLER = "https://example.com/"
LEADS = (1, 43, 59)
DEALS = (1, 2, 5, 27)
RECURRING = 27
FUNNELS = (1, 2)
CALL_LIST = 19
BADGE = {"code": "b24pysdk_test_badge", "title": "Звонок", "value": "Не дозвонились", "type": "warning"}
CLIENTS = range(1, 13)
# Lists by pages are read through companies whose names begin with A.
COMPANIES = range(1, 161)
# Each belongs to an item.
ACTIVITIES = {1: (kinds.DEAL, 5), 89: (kinds.LEAD, 43)}
# The third is one that was deleted: b24jssdk looks for it in vain.
TASKS = (1, 2)


def load(portal: Portal) -> None:
    portal.limiter.buy("ru_pro100")
    _people(portal)
    for number in COMPANIES:
        _item(portal, kinds.COMPANY, number, {"TITLE": f"Aurora {number}", "TYPE_ID": "CUSTOMER"})
    for number in CLIENTS:
        phone = {"TYPE_ID": "PHONE", "VALUE_TYPE": "WORK", "VALUE": f"+7 900 000-00-{number:02}"}
        fields = {"NAME": "Клиент", "LAST_NAME": f"Номер-{number}", "COMPANY_IDS": [number], "FM": [phone]}
        _item(portal, kinds.CONTACT, number, fields)
    for number in LEADS:
        _item(
            portal, kinds.LEAD, number, {"TITLE": f"Лид {number}", "NAME": "Покупатель", "OPPORTUNITY": 1000 * number}
        )
    for number in DEALS:
        given = {"TITLE": f"Сделка {number}", "CATEGORY_ID": 0, "STAGE_ID": "NEW", "COMPANY_ID": 2, "CONTACT_IDS": [2]}
        _item(portal, kinds.DEAL, number, given)
    kinds.items(portal, kinds.DEAL).change(RECURRING, IS_RECURRING="Y")
    for number in FUNNELS:
        defaults.add_funnel(portal, kinds.DEAL, f"Воронка {number}", defaults.DEAL_STAGES, record_id=number)
    _process(portal)
    _work(portal)
    _files(portal)
    groups.add(portal, {"NAME": "Продажи", "OPENED": "Y"}, HEAD)


def _people(portal: Portal) -> None:
    departments = portal.collection("department")
    departments.add({"NAME": "Компания", "SORT": 500, "UF_HEAD": "1"}, DEPARTMENT)
    departments.add({"NAME": "Продажи", "SORT": 500, "PARENT": str(DEPARTMENT), "UF_HEAD": "2"})
    head = person("Анна", "Орлова", "Директор", "orlova@example.com", admin=True)
    for user in (head, person("Иван", "Петров", "Менеджер", "petrov@example.com")):
        portal.collection("user").add(user | {"UF_DEPARTMENT": [DEPARTMENT]})


def _item(portal: Portal, kind_id: int, number: int, fields: dict[str, Any]) -> None:
    items.add(portal, kind_id, fields, HEAD, item_id=number)


def _process(portal: Portal) -> None:
    parts = ("Categories", "Stages", "Client", "LinkWithProducts", "Source", "Observers", "BeginCloseDates")
    flags = {f"is{part}Enabled": "Y" for part in (*parts, "UseInUserfield")}
    types.add(portal, {"title": "Заявки", "entityTypeId": TYPE, **flags}, HEAD)
    _item(portal, TYPE, 1, {"TITLE": "Заявка 1"})


def _work(portal: Portal) -> None:
    call = {"TYPE_ID": activities.CALL, "RESPONSIBLE_ID": 1}
    say = {"TYPE": "PHONE", "VALUE": "+79000000001", "ENTITY_ID": 1, "ENTITY_TYPE_ID": kinds.CONTACT}
    for number, (kind, owner) in ACTIVITIES.items():
        activities.collection(portal).number_after(number - 1)
        given = {**call, "SUBJECT": f"Звонок {number}", "COMMUNICATIONS": [say]}
        activities.add(portal, {**given, "OWNER_TYPE_ID": kind, "OWNER_ID": owner}, HEAD)
    badges.add(portal, BADGE)
    calllists.collection(portal).number_after(CALL_LIST - 1)
    calllists.add(portal, kinds.CONTACT, [1, 2], None, HEAD)
    mailboxes.connect(portal, 1, "Рабочая почта", "orlova@example.com")
    for number in TASKS:
        tasks.add(portal, {"TITLE": f"Задача {number}", "RESPONSIBLE_ID": 1}, HEAD)


def _files(portal: Portal) -> None:
    storages.collection(portal).number_after(STORAGE - 1)
    common = storages.common(portal)
    portal.collection("disk_object").number_after(FOLDER - 1)
    folder = objects.add_folder(portal, objects.get(portal, common["ROOT_OBJECT_ID"], "folder"), "Документы", 1)
    objects.add_folder(portal, folder, "Архив", 1)
    objects.add_file(portal, folder, "Письмо.txt", "Здравствуйте!".encode(), 1)
    lists.collection(portal).number_after(LIST - 1)
    lists.add(portal, "lists", "clients", {"NAME": "Список клиентов"})
