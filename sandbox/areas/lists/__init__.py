"""Universal lists («Списки»)."""

from __future__ import annotations

from sandbox.areas.lists import section_methods as section_methods  # registers its methods
