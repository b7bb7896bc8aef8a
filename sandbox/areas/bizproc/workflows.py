"""A sequence of robots or activities at work on one document («ход процесса»): fire, wait for answers, end.

What was registered without USE_SUBSCRIPTION "N" waits; while it waits the next ones stand still.
api-reference/bizproc/bizproc-robot/, bizproc-activity/.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import Any

from sandbox.areas.bizproc import assignments, documents, errors, registry, stage_robots, steps, texts
from sandbox.areas.bizproc.documents import Document
from sandbox.params import as_map
from sandbox.portal import Actor, Portal
from sandbox.store import Collection, Record

LIVING = ("waiting", "delayed")
ANSWERED = {assignments.YES: "Утверждено", assignments.NO: "Отклонено", assignments.DONE: "Выполнено",
            assignments.CANCELLED: "Отменено"}  # fmt: skip


def _all(portal: Portal) -> Collection:
    return portal.collection("workflow")


def history(portal: Portal, kind: int, item_id: int) -> list[Record]:
    """Runs on an item of CRM, oldest first: `stage_id`, `state` waiting|delayed|done|terminated, `log`."""
    return _all(portal).select(
        "json_extract(data, '$.kind') = ? AND json_extract(data, '$.item_id') = ?", [kind, item_id]
    )


def of_document(portal: Portal, document_id: list[str]) -> list[Record]:
    """Runs on any document, oldest first."""
    return _all(portal).select("json_extract(data, '$.document_id') = ?", [_json(document_id)])


def _json(triple: list[str]) -> str:
    """As SQLite writes a list that it takes out of a record."""
    return json.dumps(triple, separators=(",", ":"), ensure_ascii=False)


def of_type(portal: Portal, described: list[str]) -> list[Record]:
    """Runs on all documents of a type, oldest first."""
    return _all(portal).select("json_extract(data, '$.document_type') = ?", [_json(described)])


def living(portal: Portal) -> list[Record]:
    return _all(portal).select("json_extract(data, '$.state') IN ('waiting', 'delayed')")


def by_id(portal: Portal, workflow_id: str) -> list[Record]:
    """The run of that id, if there is one."""
    return _all(portal).select("json_extract(data, '$.workflow_id') = ?", [workflow_id])


def enter_stage(portal: Portal, kind: int, item: Record, stage_id: str, actor: Actor) -> None:
    """What happens when an item comes to a stage: old robots stop waiting, those of the stage begin."""
    leave_stage(portal, kind, int(item["ID"]))
    placed = stage_robots.of_stage(portal, kind, stage_id)
    if placed:
        _begin(portal, documents.of_item(portal, kind, item), placed, actor, stage_id=stage_id)


def start(portal: Portal, template: Record, document: Document, actor: Actor, parameters: dict[str, Any]) -> str:
    """A process by a template. Returns its id."""
    named = {"Template": parameters, "Constant": _defaults(template["CONSTANTS"]),
             "Variable": _defaults(template["VARIABLES"])}  # fmt: skip
    facts = {"template_id": template["ID"], "template_name": template["NAME"], "named": named}
    return str(_begin(portal, document, template["TEMPLATE"], actor, **facts)["workflow_id"])


def _defaults(described: Any) -> dict[str, Any]:
    return {name: as_map(one).get("Default", "") for name, one in as_map(described).items()}


def _begin(portal: Portal, document: Document, sequence: list[Record], actor: Actor, **facts: Any) -> Record:
    now = portal.clock.iso()
    run: Record = {
        "workflow_id": f"{secrets.token_hex(7)}.{secrets.randbelow(10**8):08d}", "document_id": document.id,
        "document_type": document.type, "kind": document.kind, "item_id": document.item_id, "stage_id": "",
        "template_id": 0, "template_name": "", "user_id": actor.user_id, "state": "running", "left": sequence,
        "step": None, "token": "", "robot": "", "until": 0.0, "log": [], "results": {}, "named": {},
        "started": now, "modified": now, **facts,
    }  # fmt: skip
    run["ID"] = _all(portal).add(run)
    return _advance(portal, run, document)


def leave_stage(portal: Portal, kind: int, item_id: int) -> None:
    """End whatever the stage's robots wait for; a late answer is then refused. Processes by templates go on."""
    for run in history(portal, kind, item_id):
        if run["stage_id"]:
            end(portal, run, "Прервано")


def drop_document(portal: Portal, document_id: list[str]) -> None:
    """The document is gone: nothing waits for it any more."""
    for run in of_document(portal, document_id):
        end(portal, run, "Прервано: документ удалён")


def end(portal: Portal, run: Record, words: str) -> None:
    """Terminate a run that waits; one that is over stays as it is."""
    if run["state"] in LIVING:
        assignments.drop_of(portal, run)
        _put(portal, {**_noted(portal, run, words), "state": "terminated", "token": "", "until": 0.0})


def kill(portal: Portal, run: Record) -> None:
    """The run and all that is known of it are gone."""
    assignments.drop_of(portal, run)
    _all(portal).delete(run["ID"])


def answer(portal: Portal, token: str, values: dict[str, Any], message: str) -> None:
    """bizproc.event.send: what waits is done, the next fires. Raises ACCESS_DENIED: stale token."""
    run = _by_token(portal, token)
    run = _with_result(run, _declared(portal, run["step"], values))
    _go_on(portal, _noted(portal, run, message or "Выполнено"))


def answer_task(portal: Portal, task: Record) -> None:
    """People have answered; the process goes on once the task is over."""
    run = _all(portal).get(task["run"])
    if run is not None and run["state"] in LIVING and task["STATUS"]:
        _go_on(portal, _noted(portal, _with_result(run, assignments.results(task)), ANSWERED[task["STATUS"]]))


def _with_result(run: Record, values: dict[str, Any]) -> Record:
    step = run["step"]
    return {**run, "results": {**run["results"], step["name"]: {"step": step, "values": values}}}


def note(portal: Portal, token: str, message: str) -> None:
    """bizproc.activity.log. Raises ACCESS_DENIED on a stale token."""
    _put(portal, _noted(portal, _by_token(portal, token), message))


def wake(portal: Portal, run: Record) -> None:
    """Its time has come: a delay is over, or an answer that did not come in time is waited for no longer."""
    if run["state"] == "delayed":
        begun = {**run["left"][0], "delay": 0}
        _go_on(portal, {**run, "left": [begun, *run["left"][1:]]})
    else:
        assignments.expire(portal, run)
        _go_on(portal, _noted(portal, run, "Ответа не было в отведённое время"))


def told(run: Record) -> Record:
    """A run for scripts, with what robots and activities returned by their codes (of two with one code the later)."""
    returned = {one["step"]["CODE"]: one["values"] for one in run["results"].values() if one["values"]}
    return {**run, "returned": returned}


def _declared(portal: Portal, step: Record, values: dict[str, Any]) -> dict[str, Any]:
    """A process knows the results that were registered (RETURN_PROPERTIES), and no others."""
    known = steps.registration(portal, step)
    return {key: value for key, value in values.items() if key in as_map((known or {}).get("RETURN_PROPERTIES"))}


def _by_token(portal: Portal, token: str) -> Record:
    found = _all(portal).select("json_extract(data, '$.token') = ?", [token]) if token else []
    if not found:
        raise errors.stale_token()
    return found[0]


def _go_on(portal: Portal, run: Record) -> None:
    run = {**run, "state": "running", "token": "", "until": 0.0}
    document = documents.find(portal, run["document_id"])
    if document is None and run["left"]:
        _put(portal, {**_noted(portal, run, "Прервано: документа больше нет"), "state": "terminated"})
        return
    _advance(portal, run, document)


def _advance(portal: Portal, run: Record, document: Document | None) -> Record:
    while document is not None and run["left"] and run["state"] == "running":
        step = run["left"][0]
        if step["delay"]:
            run = {**run, "state": "delayed", "until": portal.clock.seconds() + step["delay"]}
        else:
            run = _fire(portal, {**run, "left": run["left"][1:]}, step, document)
    if run["state"] == "running":
        run = {**run, "state": "done"}
    return _put(portal, run)


def _put(portal: Portal, run: Record) -> Record:
    run = {**run, "modified": portal.clock.iso()}
    _all(portal).put(run["ID"], run)
    portal.happen("workflow_changed", run=run)
    return run


def _fire(portal: Portal, run: Record, step: Record, document: Document) -> Record:
    run = {**run, "robot": step["CODE"], "step": step}
    if step["CODE"] in assignments.ANSWERS and not step["client_id"]:
        return _assign(portal, run, step, document)
    known = steps.registration(portal, step)
    app = portal.collection("app").first(client_id=step["client_id"])
    if known is None or app is None:
        return _noted(portal, run, "Заблокировано: приложение этого больше не предлагает")
    waits = known["USE_SUBSCRIPTION"] not in ("N", "n")
    token = _token(run)
    form = {
        "workflow_id": run["workflow_id"],
        "code": known["CODE"],
        "document_id": document.id,
        "document_type": document.type,
        "event_token": token,
        "properties": _properties(portal, run, known, document),
        "use_subscription": "Y" if waits else "N",
        "timeout_duration": str(step["timeout"]),
        "auth": portal.events.full_auth(app, step["auth_user_id"], refresh=True),
    }
    kind = "robot" if known["IS_ROBOT"] else "activity"
    portal.events.outgoing.put(
        kind=kind, name=known["CODE"], client_id=app["client_id"], url=known["HANDLER"], form=form
    )
    run = _noted(portal, run, "Запущен" if known["IS_ROBOT"] else "Запущено")
    until = portal.clock.seconds() + step["timeout"] if step["timeout"] else 0.0
    return {**run, "state": "waiting", "token": token, "until": until} if waits else run


def _assign(portal: Portal, run: Record, step: Record, document: Document) -> Record:
    if not assignments.people(step["properties"]):
        return _noted(portal, run, "Задание некому дать")
    properties = texts.render_all(portal, _sources(portal, run, document), step["properties"])
    assignments.give(portal, run, {**step, "properties": properties}, document)
    run = _noted(portal, run, f"Задание: {step['title']}")
    until = portal.clock.seconds() + step["timeout"] if step["timeout"] else 0.0
    return {**run, "state": "waiting", "until": until}


def _token(run: Record) -> str:
    """Looks as the host's: workflow | activity name | secret and its signature."""
    name, secret = run["step"]["name"], secrets.token_urlsafe(24)[:32]
    sign = hashlib.sha256(f"{run['workflow_id']}{name}{secret}".encode()).hexdigest()
    return f"{run['workflow_id']}|{name}|{secret}.{sign}"


def _properties(portal: Portal, run: Record, known: Record, document: Document) -> dict[str, Any]:
    sources, values = _sources(portal, run, document), {}
    for key, described in as_map(known["PROPERTIES"]).items():
        template = run["step"]["properties"].get(key, described.get("Default", ""))
        value = texts.render(portal, sources, template, str(described.get("Type", "string")))
        values[key] = ("Y" if value else "N") if isinstance(value, bool) else value
    return values


def _sources(portal: Portal, run: Record, document: Document) -> texts.Known:
    titled = {}
    for one in run["results"].values():
        known = steps.registration(portal, one["step"])
        for key, described in as_map((known or {}).get("RETURN_PROPERTIES")).items():
            titled[f"{one['step']['title']}: {registry.title(described['Name'])}"] = one["values"].get(key)
    by_name = {name: one["values"] for name, one in run["results"].items()}
    return texts.Known(document, {**run["named"], "Workflow": {"ID": run["workflow_id"]}, **by_name}, titled)


def _noted(portal: Portal, run: Record, text: str) -> Record:
    return {**run, "log": [*run["log"], {"time": portal.clock.iso(), "robot": run["robot"], "text": text}]}
