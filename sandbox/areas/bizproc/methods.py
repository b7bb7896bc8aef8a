"""bizproc.robot.*, bizproc.activity.*, bizproc.event.send on the wire."""

from __future__ import annotations

from typing import Any

from sandbox.areas.bizproc import errors, registry, stage_robots, templates, workflows
from sandbox.call import Call, method
from sandbox.params import as_map
from sandbox.store import Record


def _admin_app(call: Call) -> Record:
    """Raises ACCESS_DENIED for a webhook and for anyone who is no administrator."""
    if call.app is None:
        raise errors.app_context_required()
    if not call.is_admin:
        raise errors.not_admin()
    return call.app


def _asked(call: Call) -> dict[str, Any]:
    return {name.upper(): value for name, value in call.params.items()}


def _add(call: Call, *, is_robot: bool) -> bool:
    added = registry.add(call.portal, _admin_app(call), _asked(call), is_robot=is_robot)
    stage_robots.revive(call.portal, added)
    templates.revive(call.portal, added)
    return True


def _update(call: Call, *, is_robot: bool) -> bool:
    app, asked = _admin_app(call), _asked(call)
    code = registry.check_code(asked)
    fields = {name.upper(): value for name, value in as_map(asked.get("FIELDS")).items()}
    registry.update(call.portal, app, code, fields, is_robot=is_robot)
    return True


def _delete(call: Call, *, is_robot: bool) -> bool:
    app = _admin_app(call)
    registry.delete(call.portal, app, registry.check_code(_asked(call)), is_robot=is_robot)
    return True


@method("bizproc.robot.add", scope="bizproc")
def robot_add(call: Call) -> bool:
    return _add(call, is_robot=True)


@method("bizproc.robot.update", scope="bizproc")
def robot_update(call: Call) -> bool:
    return _update(call, is_robot=True)


@method("bizproc.robot.list", scope="bizproc")
def robot_list(call: Call) -> list[str]:
    return registry.codes(call.portal, _admin_app(call), is_robot=True)


@method("bizproc.robot.delete", scope="bizproc")
def robot_delete(call: Call) -> bool:
    return _delete(call, is_robot=True)


@method("bizproc.activity.add", scope="bizproc")
def activity_add(call: Call) -> bool:
    return _add(call, is_robot=False)


@method("bizproc.activity.update", scope="bizproc")
def activity_update(call: Call) -> bool:
    return _update(call, is_robot=False)


@method("bizproc.activity.list", scope="bizproc")
def activity_list(call: Call) -> list[str]:
    return registry.codes(call.portal, _admin_app(call), is_robot=False)


@method("bizproc.activity.delete", scope="bizproc")
def activity_delete(call: Call) -> bool:
    return _delete(call, is_robot=False)


@method("bizproc.event.send", scope="bizproc")
def event_send(call: Call) -> bool:
    values = as_map(call.get_any_case("RETURN_VALUES"))
    token = str(call.get_any_case("EVENT_TOKEN", ""))
    workflows.answer(call.portal, token, values, str(call.get_any_case("LOG_MESSAGE", "") or ""))
    return True


@method("bizproc.activity.log", scope="bizproc")
def activity_log(call: Call) -> bool:
    message = str(call.get_any_case("LOG_MESSAGE", "") or "")
    if not message:
        raise errors.empty_log_message()
    workflows.note(call.portal, str(call.get_any_case("EVENT_TOKEN", "")), message)
    return True
