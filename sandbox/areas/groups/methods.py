"""All that can be asked about groups («Группы и проекты»)."""

from __future__ import annotations

from sandbox.areas.groups import group_methods, member_methods, workgroup_methods

__all__ = ["group_methods", "member_methods", "workgroup_methods"]
