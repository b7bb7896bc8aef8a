"""Every method of the CRM area; the files beside it hold them by object."""

from __future__ import annotations

from sandbox.areas.crm import item_methods, product_methods, stage_methods, type_methods

__all__ = ["item_methods", "product_methods", "stage_methods", "type_methods"]
