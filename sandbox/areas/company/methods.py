"""All that can be asked about the company («Компания»)."""

from __future__ import annotations

from sandbox.areas.company import access_methods, department_methods, user_methods, userfield_methods

__all__ = ["access_methods", "department_methods", "user_methods", "userfield_methods"]
