"""What may be done in a portal: each operation takes a tenant and two small numbers, and returns what came of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from sqlalchemy.exc import IntegrityError

from app.errors import AppError
from tests.store.apart.tenants import Tenant

Operation = Callable[[Tenant, int, int], Any]

OPERATIONS: dict[str, Operation] = {}
OF_ALL: set[str] = set()
"""Operations through what works for all portals: the guard looks away."""
EVERYWHERE: set[str] = set()
"""What happens to all portals of a house at once."""


def operation(function: Operation) -> Operation:
    """Through stores that are built for one portal."""
    OPERATIONS[function.__name__] = function
    return function


def operation_of_all(function: Operation) -> Operation:
    OF_ALL.add(function.__name__)
    return operation(function)


def everywhere(function: Operation) -> Operation:
    EVERYWHERE.add(function.__name__)
    return operation_of_all(function)


def perform(tenant: Tenant, name: str, first: int, second: int) -> Any:
    """What came of it: an answer, or the kind of the refusal."""
    looking = nullcontext() if name in OF_ALL else tenant.house.guard.over(tenant.portal.id)
    try:
        with looking:
            return OPERATIONS[name](tenant, first, second)
    except (AppError, IntegrityError) as refusal:
        return type(refusal).__name__


def near(number: int) -> int:
    """Of few values, so that much coincides."""
    return number % 3 + 1
