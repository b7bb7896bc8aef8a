"""bizproc.workflow.* and bizproc.task.* on the wire."""

from __future__ import annotations

from typing import Any

from sandbox.areas.bizproc import assignments, documents, errors, listing, people, template_file, templates, workflows
from sandbox.call import Call, Page, method, page_of
from sandbox.params import as_int, as_list, as_map
from sandbox.store import Record

INSTANCE = ("ID", "MODIFIED", "OWNED_UNTIL")
TASK = ("ENTITY", "DOCUMENT_ID", "ID", "WORKFLOW_ID", "DOCUMENT_NAME", "NAME", "DOCUMENT_URL")
CHANGEABLE = ("NAME", "DESCRIPTION", "AUTO_EXECUTE", "TEMPLATE_DATA")


def _admin(call: Call) -> None:
    if not call.is_admin:
        raise errors.not_admin(403)


def _page(call: Call, rows: list[Record], order: dict[str, str], usual: tuple[str, ...]) -> Page:
    found = [row for row in rows if listing.matches(row, call.get_any_case("FILTER"))]
    found = listing.ordered(found, call.get_any_case("ORDER"), order)
    return page_of([listing.selected(row, call.get_any_case("SELECT"), usual) for row in found], call)


@method("bizproc.workflow.start", scope="bizproc")
def workflow_start(call: Call) -> str:
    _admin(call)
    template_id = as_int(call.get_any_case("TEMPLATE_ID"))
    if not template_id:
        raise errors.wrong_workflow("Empty TEMPLATE_ID")
    template = templates.collection(call.portal).get(template_id)
    if template is None:
        raise errors.wrong_workflow("Template not found")
    try:
        document_id = documents.triple(call.get_any_case("DOCUMENT_ID"))
    except ValueError as error:
        raise errors.wrong_document("Wrong DOCUMENT_ID!") from error
    document = documents.find(call.portal, document_id)
    if document is None:
        raise errors.wrong_document("Incorrect document type!")
    if document.type != templates.document_type(template):
        raise errors.wrong_document("Template type and DOCUMENT_ID mismatch!")
    return workflows.start(call.portal, template, document, call.actor, as_map(call.get_any_case("PARAMETERS")))


@method("bizproc.workflow.instances", scope="bizproc")
def workflow_instances(call: Call) -> Page:
    _admin(call)
    return _page(call, [_instance(run) for run in workflows.living(call.portal)], {"MODIFIED": "desc"}, INSTANCE)


def _instance(run: Record) -> Record:
    module, entity, document = run["document_id"]
    return {
        "ID": run["workflow_id"], "MODIFIED": run["modified"], "OWNED_UNTIL": None, "MODULE_ID": module,
        "ENTITY": entity, "DOCUMENT_ID": document, "STARTED": run["started"], "STARTED_BY": str(run["user_id"]),
        "TEMPLATE_ID": str(run["template_id"]),
    }  # fmt: skip


def _instance_id(call: Call) -> str:
    _admin(call)
    asked = str(call.get_any_case("ID", "") or "")
    if not asked:
        raise errors.wrong_workflow("Empty workflow instance ID")
    return asked


@method("bizproc.workflow.terminate", scope="bizproc")
def workflow_terminate(call: Call) -> bool:
    asked = _instance_id(call)
    words = str(call.get_any_case("STATUS", "") or "Прервано")
    for run in workflows.by_id(call.portal, asked):
        workflows.end(call.portal, run, words)
    return True


@method("bizproc.workflow.kill", scope="bizproc")
def workflow_kill(call: Call) -> bool:
    asked = _instance_id(call)
    for run in workflows.by_id(call.portal, asked):
        workflows.kill(call.portal, run)
    return True


def _code(call: Call) -> str:
    """Templates of an app are known by its number on the portal. Raises ACCESS_DENIED: a webhook, no administrator."""
    if call.app is None:
        raise errors.app_context_required()
    if not call.is_admin:
        raise errors.not_admin()
    return f"rest_app_{call.app['ID']}"


@method("bizproc.workflow.template.add", scope="bizproc")
def template_add(call: Call) -> int:
    code = _code(call)
    try:
        described = documents.triple(call.get_any_case("DOCUMENT_TYPE"))
    except ValueError as error:
        raise errors.wrong_template("Incorrect field DOCUMENT_TYPE!") from error
    if not documents.is_type(call.portal, described):
        raise errors.wrong_template("Incorrect field DOCUMENT_TYPE!")
    asked = {name.upper(): value for name, value in call.params.items()}
    given = _checked({"NAME": "", "TEMPLATE_DATA": "", **asked})
    return int(templates.add(call.portal, described, {**given, "SYSTEM_CODE": code, "USER_ID": call.user_id})["ID"])


def _checked(asked: dict[str, Any]) -> Record:
    """Raises ERROR_TEMPLATE_VALIDATION_FAILURE."""
    given: Record = {name: asked[name] for name in CHANGEABLE if name in asked}
    if "NAME" in given and not str(given["NAME"] or "").strip():
        raise errors.wrong_template("Empty template name!")
    if "AUTO_EXECUTE" in given:
        if str(given["AUTO_EXECUTE"] or "0") not in ("0", "1", "2", "3"):
            raise errors.wrong_template("Incorrect field AUTO_EXECUTE!")
        given["AUTO_EXECUTE"] = as_int(given["AUTO_EXECUTE"])
    if "TEMPLATE_DATA" in given:
        try:
            given |= template_file.read(given.pop("TEMPLATE_DATA"))
        except ValueError as error:
            raise errors.wrong_template("Incorrect field TEMPLATE_DATA!") from error
    return given


def _own(call: Call, code: str, verb: str) -> Record:
    found = templates.collection(call.portal).get(as_int(call.get_any_case("ID")))
    if found is None:
        raise errors.template_not_found()
    if found["SYSTEM_CODE"] != code:
        raise errors.not_own_template(verb)
    return found


@method("bizproc.workflow.template.update", scope="bizproc")
def template_update(call: Call) -> int:
    code = _code(call)
    asked = {name.upper(): value for name, value in call.fields("FIELDS").items()}
    if not any(name in asked for name in CHANGEABLE):
        raise errors.wrong_template("No fields to update.")
    known = _own(call, code, "update")
    changes = {**_checked(asked), "USER_ID": call.user_id, "MODIFIED": call.portal.clock.iso()}
    templates.collection(call.portal).change(known["ID"], **changes)
    return int(known["ID"])


@method("bizproc.workflow.template.delete", scope="bizproc")
def template_delete(call: Call) -> None:
    templates.collection(call.portal).delete(_own(call, _code(call), "delete")["ID"])


@method("bizproc.workflow.template.list", scope="bizproc")
def template_list(call: Call) -> Page:
    _admin(call)
    texts = ("ID", "AUTO_EXECUTE", "USER_ID")
    rows = [{**row, **{name: str(row[name]) for name in texts}} for row in templates.collection(call.portal).all()]
    return _page(call, rows, {"ID": "asc"}, ("ID",))


@method("bizproc.task.list", scope="bizproc")
def task_list(call: Call) -> Page:
    rows = assignments.rows(call.portal)
    named = {key.lstrip("=").upper(): value for key, value in as_map(call.get_any_case("FILTER")).items()}
    if not call.is_admin:
        wanted = [as_int(one) for one in as_list(named.get("USER_ID"))] or [call.user_id]
        if not all(one == call.user_id or people.is_led(call.portal, one, call.user_id) for one in wanted):
            raise errors.not_admin()
        rows = [row for row in rows if int(row["USER_ID"]) in wanted]
    if not all(isinstance(name, str) for name in as_list(call.get_any_case("SELECT"))):
        raise errors.wrong_select()
    return _page(call, rows, {"ID": "desc"}, TASK)


@method("bizproc.task.complete", scope="bizproc")
def task_complete(call: Call) -> bool:
    number = as_int(call.get_any_case("TASK_ID"))
    if not number:
        raise errors.wrong_task("empty TASK_ID")
    task = assignments.collection(call.portal).get(number)
    if task is None or str(call.user_id) not in task["users"]:
        raise errors.task_not_found()
    comment, fields = str(call.get_any_case("COMMENT", "") or ""), as_map(call.get_any_case("FIELDS"))
    status = call.get_any_case("STATUS")
    workflows.answer_task(call.portal, assignments.answer(call.portal, task, call.user_id, status, comment, fields))
    return True


@method("bizproc.task.delegate", scope="bizproc")
def task_delegate(call: Call) -> bool:
    numbers = [as_int(one) for one in as_list(call.get_any_case("TASK_IDS"))]
    if not numbers or not all(numbers):
        raise errors.wrong_task("Invalid TASK_IDS")
    giver, taker = (as_int(call.get_any_case(name)) for name in ("FROM_USER_ID", "TO_USER_ID"))
    for number, name in ((giver, "FROM_USER_ID"), (taker, "TO_USER_ID")):
        if call.portal.user(number) is None:
            raise errors.wrong_user(name)
    stranger = "Пользователь не является ответственным за задание"
    if giver != call.user_id and not call.is_admin:
        raise errors.delegation(stranger)
    if not (call.portal.user(taker) or {}).get("UF_DEPARTMENT"):
        raise errors.delegation("Делегирование заданий доступно только для интранет-пользователей")
    assignments.delegate(call.portal, numbers, giver, taker, stranger)
    return True
