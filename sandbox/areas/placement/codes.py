"""Where widgets can stand («места встраивания»), by the scope that the app must have besides `placement`."""

from __future__ import annotations

from sandbox.portal import Portal

CARDS = ("LEAD", "DEAL", "CONTACT", "COMPANY", "QUOTE", "SMART_INVOICE")
TIMELINES = ("LEAD", "DEAL", "QUOTE", "SMART_INVOICE")
CRM = (
    *(f"CRM_{card}_{place}" for card in (*CARDS, "ORDER") for place in ("DETAIL_TAB", "DETAIL_ACTIVITY")),
    *(f"CRM_{card}_{place}" for card in CARDS for place in ("DETAIL_TOOLBAR", "LIST_MENU", "DOCUMENTGENERATOR_BUTTON")),
    *(f"CRM_{card}_LIST_TOOLBAR" for card in (*CARDS, "ORDER")),
    *(f"CRM_{card}_ACTIVITY_TIMELINE_MENU" for card in TIMELINES),
    *(f"CRM_{card}_ROBOT_DESIGNER_TOOLBAR" for card in ("LEAD", "DEAL", "SMART_INVOICE")),
    "CRM_ACTIVITY_LIST_MENU", "CRM_ANALYTICS_MENU", "CRM_ANALYTICS_TOOLBAR", "CRM_BANK_DETAIL_AUTOCOMPLETE",
    "CRM_DETAIL_SEARCH", "CRM_FUNNELS_TOOLBAR", "CRM_REQUISITE_AUTOCOMPLETE", "CRM_SMART_INVOICE_FUNNELS_TOOLBAR",
)  # fmt: skip
DYNAMIC = (
    "DETAIL_TAB", "DETAIL_ACTIVITY", "DETAIL_TOOLBAR", "LIST_MENU", "LIST_TOOLBAR", "DOCUMENTGENERATOR_BUTTON",
    "ACTIVITY_TIMELINE_MENU", "ROBOT_DESIGNER_TOOLBAR", "FUNNELS_TOOLBAR",
)  # fmt: skip
BY_SCOPE: dict[str, tuple[str, ...]] = {
    "": ("LEFT_MENU", "REST_APP_URI", "PAGE_BACKGROUND_WORKER"),
    "crm": CRM,
    "task": (
        "TASK_LIST_CONTEXT_MENU", "TASK_USER_LIST_TOOLBAR", "TASK_GROUP_LIST_TOOLBAR", "TASK_ROBOT_DESIGNER_TOOLBAR",
        "TASK_VIEW_SIDEBAR", "TASK_VIEW_TAB", "TASK_VIEW_TOP_PANEL",
    ),
    "im": ("IM_CONTEXT_MENU", "IM_NAVIGATION", "IM_SIDEBAR", "IM_TEXTAREA", "IMMOBILE_CONTEXT_MENU"),
    "user": ("USER_PROFILE_MENU", "USER_PROFILE_TOOLBAR"),
    "calendar": ("CALENDAR_GRIDVIEW",),
    "telephony": ("CALL_CARD", "TELEPHONY_ANALYTICS_MENU"),
    "sonet_group": ("SONET_GROUP_DETAIL_TAB", "SONET_GROUP_ROBOT_DESIGNER_TOOLBAR", "SONET_GROUP_TOOLBAR"),
}  # fmt: skip
SINGLE = ("REST_APP_URI", "PAGE_BACKGROUND_WORKER")
BACKGROUND = "PAGE_BACKGROUND_WORKER"
WITH_OPTIONS = ("IM_", "IMMOBILE_", BACKGROUND)


def available(portal: Portal, scope: frozenset[str], *, everywhere: bool = True) -> list[str]:
    """Codes that an app with this scope may bind, those of smart processes by their numbers.

    `everywhere`: with those that need no scope.
    """
    found = [code for need, codes in BY_SCOPE.items() if (everywhere and not need) or need in scope for code in codes]
    if "crm" in scope:
        kinds = [row["entityTypeId"] for row in portal.collection("crm_type").all()]
        found += [f"CRM_DYNAMIC_{kind}_{place}" for kind in kinds for place in DYNAMIC]
    return found


def keeps_options(code: str) -> bool:
    """Elsewhere the host drops OPTIONS without a word."""
    return code.startswith(WITH_OPTIONS) or code.endswith("_DETAIL_ACTIVITY")
