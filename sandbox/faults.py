"""Faults on demand: what the next calls of a method answer instead of, or after, doing their work («сбои»)."""

from __future__ import annotations

import fnmatch
import threading
import time
from dataclasses import asdict, dataclass
from enum import StrEnum
from random import Random
from typing import Any

from sandbox.errors import HostError


class FaultKind(StrEnum):
    ERROR = "error"  # an error answer, nothing done
    TIMEOUT_BEFORE = "timeout-before"  # the connection is cut, nothing done
    TIMEOUT_AFTER = "timeout-after"  # the work is done, then the connection is cut
    CUT_JSON = "cut-json"  # the work is done, half of the answer comes
    SLOW = "slow"  # the work is done, the answer comes after `seconds`


class ConnectionCut(Exception):
    """A fault wants the caller's connection closed without an answer."""


@dataclass
class Fault:
    """Hits calls whose lower-case name matches `method` (a glob): the next `times` after letting `skip` by.

    With a `probability` each of them is hit or spared by the dice of `seed`, and `times` 0 means: without end.
    """

    method: str
    kind: FaultKind
    times: int = 1
    skip: int = 0
    status: int = 503
    code: str = "QUERY_LIMIT_EXCEEDED"
    description: str = "Too many requests"
    seconds: float = 0.0
    probability: float = 1.0
    seed: int = 0

    def __post_init__(self) -> None:
        if not 0 < self.probability <= 1:
            raise ValueError("probability")
        self._dice = Random(self.seed)

    def told(self) -> dict[str, Any]:
        return asdict(self)

    def hits(self, method: str) -> bool:
        """Whether this call is hit; counts it."""
        if not fnmatch.fnmatch(method, self.method.lower()):
            return False
        if self.skip:
            self.skip -= 1
            return False
        return self.probability == 1.0 or self._dice.random() < self.probability

    def before(self) -> None:
        """What happens instead of the work. Raises HostError or ConnectionCut."""
        if self.kind is FaultKind.TIMEOUT_BEFORE:
            time.sleep(self.seconds)
            raise ConnectionCut
        if self.kind is FaultKind.ERROR:
            raise HostError(self.code, self.description, self.status)

    def after(self) -> None:
        """What happens when the work is done. Raises ConnectionCut."""
        if self.kind in (FaultKind.SLOW, FaultKind.TIMEOUT_AFTER):
            time.sleep(self.seconds)
        if self.kind is FaultKind.TIMEOUT_AFTER:
            raise ConnectionCut


class Faults:
    """The faults that wait for their calls. Thread-safe."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._lock = threading.Lock()

    def add(self, fault: Fault) -> None:
        with self._lock:
            self._faults.append(fault)

    def clear(self) -> None:
        with self._lock:
            self._faults.clear()

    def waiting(self) -> list[Fault]:
        with self._lock:
            return list(self._faults)

    def take(self, method: str) -> Fault | None:
        """The fault that hits this call, its count less by one."""
        with self._lock:
            fault = next((fault for fault in self._faults if fault.hits(method)), None)
            if fault is not None and fault.times:
                fault.times -= 1
                if not fault.times:
                    self._faults.remove(fault)
            return fault
