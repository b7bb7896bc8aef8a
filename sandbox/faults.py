"""Faults on demand: what the next calls of a method answer instead of, or after, doing their work («сбои»)."""

from __future__ import annotations

import fnmatch
import threading
import time
from dataclasses import dataclass
from enum import StrEnum

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
    """Hits the next `times` calls whose lower-case name matches `method` (a glob), after letting `skip` by."""

    method: str
    kind: FaultKind
    times: int = 1
    skip: int = 0
    status: int = 503
    code: str = "QUERY_LIMIT_EXCEEDED"
    description: str = "Too many requests"
    seconds: float = 0.0

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
            for fault in self._faults:
                if not fnmatch.fnmatch(method, fault.method.lower()):
                    continue
                if fault.skip:
                    fault.skip -= 1
                    continue
                fault.times -= 1
                if fault.times <= 0:
                    self._faults.remove(fault)
                return fault
        return None
