"""The one place where calls are held against the catalogue.

An area speaks first, because each kind of method has its own words for what is missing; what an area let pass
though the docs require it is refused here, inside the same transaction, so that nothing of the call stays.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from sandbox import errors
from sandbox.catalogue import entries

if TYPE_CHECKING:
    from sandbox.call import Call

log = logging.getLogger(__name__)


def note_unknown(method: str, version: int = 1) -> None:
    """Tell whoever reads the log whether the host knows a method that the sandbox does not."""
    entry = entries().get(method)
    if entry is None:
        log.info("%s: no such method in the docs", method)
    elif version not in entry.versions:
        own, called = ("REST 3.0", "the classic address") if version == 1 else ("classic REST", "/rest/api/")
        log.warning("%s: a method of %s (%s), called by %s", entry.name, own, entry.page, called)
    else:
        log.warning("%s: documented (%s), not in the sandbox: see COVERAGE.md", entry.name, entry.page)


def refuse_incomplete(call: Call) -> None:
    """Raises WRONG_AUTH_TYPE, 100 Could not find value for parameter."""
    entry = entries().get(call.method)
    if entry is None:
        return
    if entry.app_context and call.app is None:
        raise errors.wrong_auth_type()
    missing = entry.missing(call.params)
    if missing is not None:
        raise errors.missing_parameter(missing)
