"""manifest.yaml: what the app registers with the portal, and the code behind each line."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import yaml

from app.domain.amount import read_amount
from app.domain.calls import HostEvent, PlacementCall, RobotCall
from app.domain.twin import Owner, TwinField
from app.errors import DomainError, ManifestError
from app.ports import Context

Names = Mapping[str, str]
"""A text by language: ru, en."""

MANIFEST = Path(__file__).resolve().parents[1] / "manifest.yaml"


@dataclass(frozen=True, slots=True)
class Robot:
    """A robot («Робот») of bizproc.robot.add; `where` = deal, invoice, or a register whose twin it stands on."""

    code: str
    name: Names
    where: tuple[str, ...]
    waits: bool
    properties: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    returns: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def run(self, ctx: Context, call: RobotCall) -> Mapping[str, str] | None:
        """What to answer the robot with, or None when the answer follows later. Raises DomainError."""
        found: Mapping[str, str] | None = self.function(ctx, call, **self.arguments(call.properties))
        return found

    @property
    def function(self) -> Callable[..., Mapping[str, str] | None]:
        function: Callable[..., Mapping[str, str] | None] = import_module(f"robots.{self.code}").run
        return function

    def arguments(self, given: Mapping[str, str]) -> dict[str, Any]:
        """The properties as typed keyword arguments. Raises DomainError for what cannot be read."""
        return {
            name: _READERS[spec["type"]](given.get(name, str(spec.get("default", ""))))
            for name, spec in self.properties.items()
        }


@dataclass(frozen=True, slots=True)
class Placement:
    """A page of ours in the portal («Встройка»); `page` = placement/<page>.py."""

    page: str
    code: str
    title: Names

    def view(self, ctx: Context, call: PlacementCall) -> Any:
        return import_module(f"placement.{self.page}").view(ctx, call)


@dataclass(frozen=True, slots=True)
class Twin:
    """What people see of a register in the portal: stages and fields of a smart process or of a list."""

    title: Names = field(default_factory=dict)
    stages: Mapping[str, Names] = field(default_factory=dict)
    fields: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    list_fields: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """What an item of a process has by itself, and an element of a list as fields like the others."""
    columns: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """What both have by themselves."""

    def owned(self) -> dict[str, TwinField]:
        """By our names: whose word each field is. Raises KeyError, ValueError where one has no owner that we know."""
        specs = {**self.columns, **self.list_fields, **self.fields}
        return {name: TwinField(spec["name"]["ru"], Owner(spec["owner"])) for name, spec in specs.items()}


@dataclass(frozen=True, slots=True)
class Register:
    code: str
    name: Names
    twin: Twin


@dataclass(frozen=True, slots=True)
class Manifest:
    """The whole contract with the host."""

    code: str
    version: int
    name: Names
    scopes: tuple[str, ...]
    robots: tuple[Robot, ...]
    activities: tuple[Robot, ...]
    """Steps of business processes («Действия»): on lists, where there are no robots."""
    events: tuple[str, ...]
    placements: tuple[Placement, ...]
    registers: tuple[Register, ...]

    @classmethod
    def load(cls, path: Path = MANIFEST) -> Manifest:
        """Raises ManifestError when the file is not of this shape."""
        data = yaml.safe_load(path.read_text("utf-8"))
        try:
            return cls(
                **data["app"],
                scopes=tuple(data["scopes"]),
                robots=_robots(data["robots"]),
                activities=_robots(data["activities"]),
                events=tuple(data["events"]),
                placements=tuple(Placement(**row) for row in data["placements"]),
                registers=tuple(Register(row["code"], row["name"], Twin(**row["twin"])) for row in data["registers"]),
            )
        except (KeyError, TypeError) as error:
            raise ManifestError(f"{path.name}: {error}") from error

    def robot(self, code: str) -> Robot:
        """A robot or an activity. Raises ManifestError: the portal calls one that an older version registered."""
        for robot in (*self.robots, *self.activities):
            if robot.code == code:
                return robot
        raise ManifestError(f"no robot {code}")

    def placement(self, code: str) -> Placement:
        for placement in self.placements:
            if placement.code == code:
                return placement
        raise ManifestError(f"no placement {code}")

    def register(self, code: str) -> Register:
        return next(register for register in self.registers if register.code == code)

    def handle(self, ctx: Context, event: HostEvent) -> None:
        """Run handlers/<event>.py; a per-type event (…_147) is the base event."""
        name = next((known for known in self.events if event.code in (known, f"{known}_{event.entity_type_id}")), None)
        if name is None:
            raise ManifestError(f"no handler for {event.code}")
        import_module(f"handlers.{name}").handle(ctx, event)

    def check(self) -> None:
        """Raise ManifestError unless the lines and the files match one to one."""
        for register in self.registers:
            _require_owners(register)
        _match("robots", {robot.code for robot in (*self.robots, *self.activities)})
        _match("handlers", set(self.events))
        _match("placement", {placement.page for placement in self.placements})
        for robot in (*self.robots, *self.activities):
            accepted = _keywords(robot.function)
            if set(robot.properties) != accepted:
                raise ManifestError(f"robots/{robot.code}.py: {sorted(set(robot.properties) ^ accepted)}")


def _robots(rows: Sequence[Mapping[str, Any]]) -> tuple[Robot, ...]:
    return tuple(Robot(**{**row, "where": tuple(row["where"])}) for row in rows)


def _require_owners(register: Register) -> None:
    try:
        register.twin.owned()
    except (KeyError, ValueError) as error:
        raise ManifestError(f"{register.code}: a field's owner: {error}") from error


def _match(package: str, declared: set[str]) -> None:
    found = {module.name for module in iter_modules(import_module(package).__path__) if not module.ispkg}
    if declared != found:
        raise ManifestError(f"{package}: {sorted(declared ^ found)}")


def _keywords(run: Callable[..., object]) -> set[str]:
    params = inspect.signature(run).parameters.values()
    return {param.name for param in params if param.kind is param.KEYWORD_ONLY}


def _double(text: str) -> Decimal | None:
    return read_amount(text) if text.strip() else None


def _int(text: str) -> int | None:
    try:
        return int(text) if text.strip() else None
    except ValueError:
        raise DomainError(f"«{text}» — не целое число: исправьте свойство робота.") from None


_READERS: Mapping[str, Callable[[str], Any]] = {
    "double": _double,
    "int": _int,
    "bool": lambda text: text.strip().upper() in ("Y", "1", "TRUE"),
    "string": str.strip,
    "text": str.strip,
}
"""Types of bizproc.robot.add properties -> how their text is read (bool travels as Y/N)."""
