"""disk.* on the wire, by object."""

from __future__ import annotations

from sandbox.areas.disk import file_methods, folder_methods, storage_methods, uploads

__all__ = ["file_methods", "folder_methods", "storage_methods", "uploads"]
