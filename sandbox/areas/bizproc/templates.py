"""Templates of business processes («шаблоны бизнес-процессов»): steps one after another.

They may start by themselves when a document is added or changed.
api-reference/bizproc/template/.
"""

from __future__ import annotations

from typing import Any

from sandbox.areas.bizproc import assignments, documents, steps, workflows
from sandbox.params import as_int
from sandbox.portal import Portal
from sandbox.store import Collection, Record

ON_ADD, ON_CHANGE = 1, 2
BOTH = ON_ADD | ON_CHANGE
KIND = "bizproc_template"


def collection(portal: Portal) -> Collection:
    return portal.collection(KIND)


def add(portal: Portal, described: list[str], given: dict[str, Any]) -> Record:
    """`given`: fields of the host (NAME, AUTO_EXECUTE, TEMPLATE, USER_ID, SYSTEM_CODE …)."""
    module, entity, document_type = described
    record: Record = {
        "MODULE_ID": module, "ENTITY": entity, "DOCUMENT_TYPE": document_type, "AUTO_EXECUTE": 0, "NAME": "",
        "DESCRIPTION": "", "TEMPLATE": [], "PARAMETERS": {}, "VARIABLES": {}, "CONSTANTS": {}, "USER_ID": 1,
        "MODIFIED": portal.clock.iso(), "IS_MODIFIED": "Y", "SYSTEM_CODE": "", **given,
    }  # fmt: skip
    with portal.transaction():
        record["ID"] = collection(portal).add(record)
    return record


def place(portal: Portal, described: list[str], asked: dict[str, Any]) -> Record:
    """What a person does in the designer: one step more at the end of `template`, or of a new template.

    `asked` as in `steps.make` (or `assignments.step`, for a task that people get), and name, auto_execute (1 added,
    2 changed, 3 both; both when not told). Raises ValueError: no such documents, template or activity.
    """
    if not documents.is_type(portal, described):
        raise ValueError(f"документов {described} на портале нет")
    with portal.transaction():
        code = str(asked["code"])
        is_ours = code in assignments.ANSWERS
        step = assignments.step(code, asked) if is_ours else steps.make(portal, described, asked, robots_only=False)
        known = collection(portal).get(as_int(asked.get("template")))
        if known is None and asked.get("template"):
            raise ValueError(f"шаблона {asked['template']} нет")
        if known is not None:
            known["TEMPLATE"].append(step)
            collection(portal).put(known["ID"], {**known, "MODIFIED": portal.clock.iso()})
            return known
        auto = as_int(asked.get("auto_execute", BOTH))
        name = str(asked.get("name") or step["title"])
        return add(portal, described, {"NAME": name, "AUTO_EXECUTE": auto, "TEMPLATE": [step]})


def document_type(template: Record) -> list[str]:
    return [template["MODULE_ID"], template["ENTITY"], template["DOCUMENT_TYPE"]]


def drop_type(portal: Portal, described: list[str]) -> None:
    """Such documents are no more: neither are processes on them."""
    for row in collection(portal).all():
        if document_type(row) == described:
            collection(portal).delete(row["ID"])
    for run in workflows.living(portal):
        if run["document_type"] == described:
            workflows.end(portal, run, "Прервано: таких документов больше нет")


def listed(portal: Portal, described: list[str] | None = None) -> list[Record]:
    """With `is_blocked` at each step."""
    found = [row for row in collection(portal).all() if described in (None, document_type(row))]
    for row in found:
        row["TEMPLATE"] = [{**one, "is_blocked": _is_blocked(portal, one)} for one in row["TEMPLATE"]]
    return found


def _is_blocked(portal: Portal, step: Record) -> bool:
    return step["CODE"] not in assignments.ANSWERS and steps.registration(portal, step) is None


def starting(portal: Portal, described: list[str], occasion: int) -> list[Record]:
    """Those that start by themselves when such a document is added (ON_ADD) or changed (ON_CHANGE)."""
    found = portal.store.remember((KIND,), "bizproc_auto", lambda: _by_type(portal))
    return [row for row in found.get(tuple(described), []) if row["AUTO_EXECUTE"] & occasion]


def _by_type(portal: Portal) -> dict[tuple[str, ...], list[Record]]:
    found: dict[tuple[str, ...], list[Record]] = {}
    for row in collection(portal).all():
        if row["AUTO_EXECUTE"]:
            found.setdefault(tuple(document_type(row)), []).append(row)
    return found


def revive(portal: Portal, registered: Record) -> None:
    for row in collection(portal).all():
        changed = [steps.revived(portal, step, registered) for step in row["TEMPLATE"]]
        if changed != row["TEMPLATE"]:
            collection(portal).change(row["ID"], TEMPLATE=changed)
