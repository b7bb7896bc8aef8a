"""The host's words about robots and activities (api-reference/bizproc/)."""

from __future__ import annotations

from sandbox.errors import HostError


def app_context_required() -> HostError:
    return HostError("ACCESS_DENIED", "Application context required")


def not_admin(status: int = 400) -> HostError:
    return HostError("ACCESS_DENIED", "Access denied!", status)


def invalid(words: str) -> HostError:
    return HostError("ERROR_ACTIVITY_VALIDATION_FAILURE", words)


def already_installed() -> HostError:
    return HostError("ERROR_ACTIVITY_ALREADY_INSTALLED", "Activity or Robot already installed!")


def not_found() -> HostError:
    return HostError("ERROR_ACTIVITY_NOT_FOUND", "Activity or Robot not found!")


def stale_token() -> HostError:
    return HostError("ACCESS_DENIED", "Access denied!", 403)


def empty_log_message() -> HostError:
    return HostError("ERROR_EMPTY_LOG_MESSAGE", "Empty log message!")


def wrong_workflow(words: str) -> HostError:
    return HostError("ERROR_WRONG_WORKFLOW_ID", words)


def wrong_document(words: str) -> HostError:
    """The docs show an empty code."""
    return HostError("", words)


def wrong_template(words: str) -> HostError:
    return HostError("ERROR_TEMPLATE_VALIDATION_FAILURE", words)


def template_not_found() -> HostError:
    return HostError("ERROR_TEMPLATE_NOT_FOUND", "Workflow template not found.")


def not_own_template(verb: str) -> HostError:
    return HostError("ERROR_TEMPLATE_NOT_OWNER", f"You can {verb} ONLY templates created by current application")


def wrong_task(words: str) -> HostError:
    return HostError("ERROR_TASK_VALIDATION", words)


def task_not_found() -> HostError:
    return HostError("ERROR_TASK_NOT_FOUND", "Task not found")


def task_completed() -> HostError:
    return HostError("ERROR_TASK_COMPLETED", "Task already completed")


def task_failed(words: str) -> HostError:
    return HostError("ERROR_TASK_EXECUTION", words)


def wrong_select() -> HostError:
    return HostError("ERROR_SELECT_VALIDATION_FAILURE", "Invalid data in SELECT parameter")


def wrong_user(name: str) -> HostError:
    return HostError("ERROR_INVALID_USER_ID", f"Invalid {name}")


def delegation(words: str) -> HostError:
    return HostError("ERROR_DELEGATION_NOT_ALLOWED", words)


def trigger(words: str) -> HostError:
    """The docs show an empty code."""
    return HostError("", words)


def trigger_needs_app() -> HostError:
    return HostError("ACCESS_DENIED", "Access denied! Application context required")


def trigger_needs_admin() -> HostError:
    return HostError("ACCESS_DENIED", "Access denied! Admin permissions required")


def trigger_refused() -> HostError:
    return HostError("ACCESS_DENIED", "Access denied! There is no permissions to update the entity.")
