"""The plan: who is killed when, how the portal fails; the same for the same seed («план»)."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

WEIGHTS = {"web": 4, "worker": 4, "redis": 2, "beat": 1}


@dataclass(frozen=True, slots=True)
class Size:
    """`seconds` of kills and faults; `stories`: deals taken through the whole act; `rows` wait at a restart."""

    seconds: float
    kills: int
    events: int
    stories: int
    settle_seconds: float
    rows: int
    fairness_seconds: float = 12.0
    delivery_minutes: int = 3
    """Virtual ones."""


SHORT = Size(seconds=40, kills=16, events=2_000, stories=12, settle_seconds=300, rows=10_000)
FULL = Size(seconds=1500, kills=200, events=26_000, stories=640, settle_seconds=3000, rows=10_000, delivery_minutes=15)
TINY = Size(
    seconds=15, kills=6, events=500, stories=3, settle_seconds=300, rows=1_000, fairness_seconds=3, delivery_minutes=1
)


@dataclass(frozen=True, slots=True)
class Kill:
    """`at`: seconds from the beginning."""

    at: float
    name: str


@dataclass(frozen=True, slots=True)
class Plan:
    seed: int
    size: Size
    kills: tuple[Kill, ...]
    faults: tuple[dict[str, Any], ...]


def plan_of(seed: int, size: Size) -> Plan:
    random = Random(seed)
    moments = sorted(random.uniform(1.0, size.seconds) for _ in range(size.kills))
    names = random.choices(list(WEIGHTS), weights=list(WEIGHTS.values()), k=size.kills)
    kills = tuple(Kill(at, name) for at, name in zip(moments, names, strict=True))
    return Plan(seed, size, kills, tuple(_faults(seed)))


def _faults(seed: int) -> list[dict[str, Any]]:
    """The first that hits wins, so those of single methods stand before those of all."""
    writes = ("crm.item.add", "crm.item.update", "disk.folder.*", "upload", "bizproc.event.send", "crm.activity.add",
              "im.notify.*")  # fmt: skip
    after = [_fault(method, 0.12, seed + 10 + place, kind="timeout-after") for place, method in enumerate(writes)]
    return [
        *after,
        _fault("*", 0.02, seed + 1, kind="error", status=503, code="QUERY_LIMIT_EXCEEDED"),
        _fault("*", 0.02, seed + 2, kind="error", status=429, code="OPERATION_TIME_LIMIT"),
        _fault("*", 0.02, seed + 3, kind="error", status=401, code="expired_token"),
        _fault("*", 0.02, seed + 4, kind="error", status=500, code="INTERNAL_SERVER_ERROR"),
        _fault("*", 0.02, seed + 5, kind="timeout-before"),
        _fault("*", 0.02, seed + 6, kind="cut-json"),
        _fault("*", 0.03, seed + 7, kind="slow", seconds=1.5),
    ]


def _fault(method: str, probability: float, seed: int, **what: Any) -> dict[str, Any]:
    return {"method": method, "probability": probability, "seed": seed, "times": 0, **what}
