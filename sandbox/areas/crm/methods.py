"""Every method of the CRM area; the files beside it hold them by object."""

from __future__ import annotations

from sandbox.areas.crm import (
    category_methods,
    classic_methods,
    classic_row_methods,
    description_methods,
    enum_methods,
    import_methods,
    item_methods,
    link_methods,
    payable_methods,
    product_methods,
    requisite_methods,
    stage_methods,
    type_methods,
    userfield_methods,
)

__all__ = [
    "category_methods",
    "classic_methods",
    "classic_row_methods",
    "description_methods",
    "enum_methods",
    "import_methods",
    "item_methods",
    "link_methods",
    "payable_methods",
    "product_methods",
    "requisite_methods",
    "stage_methods",
    "type_methods",
    "userfield_methods",
]
