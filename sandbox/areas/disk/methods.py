"""disk.* on the wire, by object."""

from __future__ import annotations

from sandbox.areas.disk import (
    field_methods,
    file_methods,
    folder_methods,
    search_methods,
    storage_methods,
    uploads,
)

__all__ = ["field_methods", "file_methods", "folder_methods", "search_methods", "storage_methods", "uploads"]
