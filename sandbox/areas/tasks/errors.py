"""The host's words about tasks (api-reference/tasks/)."""

from __future__ import annotations

from sandbox.errors import HostError


def core(words: str) -> HostError:
    return HostError("ERROR_CORE", f"{words}<br>")


def no_fields() -> HostError:
    return HostError("100", "Could not find value for parameter {fields} (internal error)")


def no_task_id() -> HostError:
    words = "CTaskItem All parameters in the constructor must have real class type (internal error)"
    return HostError("100", words)


def wrong_id() -> HostError:
    return HostError("0", "wrong task id")


def not_found() -> HostError:
    return HostError("0", "Действие над задачей не разрешено (internal error)")
