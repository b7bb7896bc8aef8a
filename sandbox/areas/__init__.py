"""The method areas: each a package with models (rules), methods (wire) and errors (the host's words)."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
from types import ModuleType


def load() -> list[ModuleType]:
    """Import every area with its `methods` and its `v3_methods` (one may be absent), in alphabetical order."""
    for own in ("sandbox.batch", "sandbox.v3.batch", "sandbox.v3.documentation"):
        importlib.import_module(own)
    areas = []
    for found in sorted(pkgutil.iter_modules(__path__), key=lambda m: m.name):
        if not found.ispkg:
            continue
        area = importlib.import_module(f"{__name__}.{found.name}")
        for module in (f"{area.__name__}.methods", f"{area.__name__}.v3_methods"):
            if importlib.util.find_spec(module):
                importlib.import_module(module)
        areas.append(area)
    return areas
