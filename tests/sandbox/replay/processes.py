"""Business processes: templates, what is started by them, and the tasks that people get."""

from __future__ import annotations

import base64

import requests

from tests.sandbox.replay.calling import Calling

TYPE = ["crm", "CCrmDocumentDeal", "DEAL"]
# What PHP's serialize() makes of a template with no activities.
EMPTY = b'a:1:{s:8:"TEMPLATE";a:1:{i:0;a:2:{s:4:"Type";s:26:"SequentialWorkflowActivity";s:8:"Children";a:0:{}}}}'


def processes(calling: Calling) -> None:
    do = calling.do
    do("crm.automation.trigger.add", CODE="trigger1", NAME="Trigger 1")
    do("crm.automation.trigger.list")
    do("crm.automation.trigger.execute", CODE="trigger1", OWNER_TYPE_ID=2, OWNER_ID=1)
    do("crm.automation.trigger.delete", CODE="trigger1")
    do("crm.automation.trigger", target="DEAL_1", code="hook")
    own = {"USER_TYPE_ID": "probe", "HANDLER": "http://127.0.0.1:9/field", "TITLE": "Проба"}
    do("userfieldtype.add", **own, DESCRIPTION="Поле приложения")
    do("userfieldtype.update", **own)
    do("userfieldtype.list")
    do("userfieldtype.delete", USER_TYPE_ID="probe")
    _started(calling)


def _started(calling: Calling) -> None:
    do = calling.do
    file = ["empty.bpt", base64.b64encode(EMPTY).decode()]
    new = do("bizproc.workflow.template.add", DOCUMENT_TYPE=TYPE, NAME="Проба", TEMPLATE_DATA=file)
    do("bizproc.workflow.template.update", ID=new, FIELDS={"NAME": "Другое"})
    do("bizproc.workflow.template.list", SELECT=["ID", "NAME", "USER_ID", "SYSTEM_CODE"])
    fields = [{"Id": "phone", "Type": "string", "Name": "Телефон", "Description": "", "Multiple": False,
               "Required": True, "Options": None, "Settings": None, "Default": ["79990001122"]}]  # fmt: skip
    asked = {"document_type": TYPE, "template": new, "code": "RequestInformationActivity",
             "properties": {"Users": [1, 2], "Fields": fields}}  # fmt: skip
    requests.post(f"{calling.server.url}/sandbox/api/processes/place", json=asked, timeout=10).raise_for_status()
    document = [*TYPE[:2], "DEAL_1"]
    first = do("bizproc.workflow.start", TEMPLATE_ID=new, DOCUMENT_ID=document)
    second = do("bizproc.workflow.start", TEMPLATE_ID=new, DOCUMENT_ID=document)
    shown = ["ID", "STARTED", "STARTED_BY", "MODULE_ID", "ENTITY", "DOCUMENT_ID", "TEMPLATE_ID", "OWNED_UNTIL"]
    do("bizproc.workflow.instances", SELECT=shown)
    task = do("bizproc.task.list", SELECT=["*"])[0]["ID"]
    do("bizproc.task.delegate", TASK_IDS=[task], FROM_USER_ID=2, TO_USER_ID=3)
    do("bizproc.task.complete", TASK_ID=task, STATUS=3, FIELDS={"phone": "1"})
    do("bizproc.workflow.terminate", ID=first)
    do("bizproc.workflow.kill", ID=second)
    do("bizproc.workflow.template.delete", ID=new)
