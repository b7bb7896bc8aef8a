"""The method areas: each a package with models (rules), methods (wire) and errors (the host's words)."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType


def load() -> list[ModuleType]:
    """Import every area with its `methods` module, in alphabetical order."""
    importlib.import_module("sandbox.batch")
    areas = []
    for found in sorted(pkgutil.iter_modules(__path__), key=lambda m: m.name):
        if not found.ispkg:
            continue
        area = importlib.import_module(f"{__name__}.{found.name}")
        importlib.import_module(f"{__name__}.{found.name}.methods")
        areas.append(area)
    return areas
