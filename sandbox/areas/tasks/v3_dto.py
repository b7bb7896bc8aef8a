"""The task of REST 3.0 and the objects it leads to (tasks/fields-rest-v3.md; sortable: tasks-task-list-rest-v3.md)."""

from __future__ import annotations

from sandbox.v3.dto import Dto, Field

USER = Dto(
    "UserDto",
    (
        Field("id", "int"), Field("name"), Field("role"), Field("image", "object"), Field("gender"), Field("email"),
        Field("externalAuthId"), Field("rights", "array"),
    ),
)  # fmt: skip
CHAT = Dto("ChatDto", (Field("id", "int"), Field("entityId", "int"), Field("entityType")))
GROUP = Dto(
    "GroupDto",
    (Field("id", "int"), Field("name"), Field("image", "object"), Field("type"), Field("isVisible", "bool")),
)
STAGE = Dto("StageDto", (Field("id", "int"), Field("title"), Field("color")))
FLOW = Dto("FlowDto", (Field("id", "int"), Field("name")))
EMAIL = Dto(
    "EmailDto",
    (
        Field("id", "int"), Field("taskId", "int"), Field("mailboxId", "int"), Field("title"), Field("body"),
        Field("from"), Field("dateTs", "int"), Field("link"),
    ),
)  # fmt: skip
ELAPSED = Dto(
    "ElapsedTimeDto",
    (
        Field("id", "int"), Field("userId", "int"), Field("taskId", "int"), Field("minutes", "int"),
        Field("seconds", "int"), Field("source"), Field("text"), Field("createdAtTs", "int"), Field("startTs", "int"),
        Field("stopTs", "int"),
    ),
)  # fmt: skip
SOURCE = Dto("SourceDto", (Field("type"), Field("data", "array")))
TEMPLATE = Dto(
    "TemplateDto",
    (
        Field("id", "int"), Field("title"), Field("description"), Field("creator", "object", of=USER),
        Field("responsibleCollection", "array"), Field("deadlineAfterTs", "int"), Field("startDatePlanTs", "int"),
        Field("endDatePlanTs", "int"), Field("replicate", "bool"), Field("checklist", "array"),
        Field("group", "object", of=GROUP), Field("priority"), Field("accomplices", "array"),
        Field("auditors", "array"),
    ),
)  # fmt: skip

OWN = (
    Field("id", "int", "ID", filterable=True, sortable=True),
    Field("title", "string", "TITLE", sortable=True, editable=True, required=True),
    Field("description", "string", "DESCRIPTION", editable=True),
    Field("creatorId", "int", "CREATED_BY", sortable=True, editable=True, required=True),
    Field("created", "datetime", "CREATED_DATE", sortable=True),
    Field("responsibleId", "int", "RESPONSIBLE_ID", sortable=True, editable=True, required=True),
    Field("deadline", "datetime", "DEADLINE", sortable=True, editable=True),
    Field("needsControl", "bool", "TASK_CONTROL", editable=True),
    Field("startPlan", "datetime", "START_DATE_PLAN", sortable=True, editable=True),
    Field("endPlan", "datetime", "END_DATE_PLAN", sortable=True, editable=True),
    Field("fileIds", "array", element="int"),
    Field("checklist", "array", element="int"),
    Field("groupId", "int", "GROUP_ID", sortable=True, editable=True),
    Field("stageId", "int", "STAGE_ID", editable=True),
    Field("epicId", "int", editable=True),
    Field("storyPoints", "int", editable=True),
    Field("flowId", "int", editable=True),
    Field("priority", "string", "PRIORITY", sortable=True, editable=True),
    Field("status", "string", "STATUS", sortable=True, editable=True),
    Field("statusChanged", "datetime", "STATUS_CHANGED_DATE"),
    Field("parentId", "int", "PARENT_ID", editable=True),
    Field("containsChecklist", "bool"),
    Field("containsSubTasks", "bool"),
    Field("containsRelatedTasks", "bool"),
    Field("containsGanttLinks", "bool"),
    Field("containsPlacements", "bool"),
    Field("containsResults", "bool"),
    Field("numberOfReminders", "int"),
    Field("chatId", "int"),
    Field("plannedDuration", "int", editable=True),
    Field("actualDuration", "int", editable=True),
    Field("durationType", "string", editable=True),
    Field("started", "datetime", "DATE_START", sortable=True),
    Field("estimatedTime", "int", "TIME_ESTIMATE", sortable=True, editable=True),
    Field("replicate", "bool", editable=True),
    Field("changed", "datetime", "CHANGED_DATE", sortable=True),
    Field("changedById", "int", "CHANGED_BY"),
    Field("statusChangedById", "int", "STATUS_CHANGED_BY"),
    Field("closedById", "int", "CLOSED_BY"),
    Field("closed", "datetime", "CLOSED_DATE", sortable=True),
    Field("activity", "datetime", "ACTIVITY_DATE", sortable=True),
    Field("guid", "string", "GUID"),
    Field("xmlId", "string", "XML_ID", editable=True),
    Field("exchangeId", "string", editable=True),
    Field("exchangeModified", "string", editable=True),
    Field("outlookVersion", "int", editable=True),
    Field("mark", "string", "MARK", sortable=True, editable=True),
    Field("allowsChangeDeadline", "bool", "ALLOW_CHANGE_DEADLINE", sortable=True, editable=True),
    Field("allowsTimeTracking", "bool", "ALLOW_TIME_TRACKING", sortable=True, editable=True),
    Field("matchesWorkTime", "bool", "MATCH_WORK_TIME", editable=True),
    Field("addInReport", "bool", editable=True),
    Field("isMultitask", "bool", editable=True),
    Field("siteId", "string", editable=True),
    Field("forkedByTemplateId", "int"),
    Field("deadlineCount", "int"),
    Field("declineReason", "string"),
    Field("forumTopicId", "int"),
    Field("link", "string"),
    Field("rights", "object"),
    Field("archiveLink", "string"),
    Field("crmItemIds", "array", "UF_CRM_TASK", editable=True, element="string"),
    Field("emailId", "int"),
    Field("requireResult", "bool", editable=True),
    Field("matchesSubTasksTime", "bool", editable=True),
    Field("autocompleteSubTasks", "bool", editable=True),
    Field("allowsChangeDatePlan", "bool", editable=True),
    Field("maxDeadlineChangeDate", "datetime", editable=True),
    Field("maxDeadlineChanges", "int", editable=True),
    Field("requireDeadlineChangeReason", "bool", editable=True),
    Field("inFavorite", "array", element="int"),
    Field("inPin", "array", element="int"),
    Field("inGroupPin", "array", element="int"),
    Field("inMute", "array", element="int"),
    Field("dependsOn", "array", element="int"),
    Field("scenarios", "array", element="string"),
)
LEADING = (
    Field("creator", "object", of=USER),
    Field("responsible", "object", of=USER),
    Field("accomplices", "array", "ACCOMPLICES", editable=True, of=USER),
    Field("auditors", "array", "AUDITORS", editable=True, of=USER),
    Field("changedBy", "object", of=USER),
    Field("statusChangedBy", "object", of=USER),
    Field("closedBy", "object", of=USER),
    Field("group", "object", of=GROUP),
    Field("stage", "object", of=STAGE),
    Field("flow", "object", of=FLOW),
    Field("chat", "object", of=CHAT),
    Field("forkedByTemplate", "object", of=TEMPLATE),
    Field("email", "object", of=EMAIL),
    Field("elapsedTime", "object", of=ELAPSED),
    Field("source", "object", of=SOURCE),
)
# Numbers of others, and instants beside them, come only when they are selected (the sample of tasks.task.get).
APART = {
    "creatorId", "created", "responsibleId", "groupId", "stageId", "flowId", "changedById", "statusChangedById",
    "closedById", "forkedByTemplateId", "emailId",
}  # fmt: skip
PLAIN = tuple(field.name for field in OWN if field.name not in APART)
PARENT = Dto("TaskDto", (*OWN, *LEADING), PLAIN)
TASK = Dto("TaskDto", (*OWN, *LEADING, Field("parent", "object", of=PARENT)), PLAIN)
RESULT = Dto(
    "ResultDto",
    (
        Field("id", "int", "ID", filterable=True, sortable=True),
        Field("taskId", "int", "TASK_ID", filterable=True, editable=True, required=True),
        Field("text", "string", "TEXT", editable=True, required=True),
        Field("authorId", "int", "AUTHOR_ID", filterable=True, sortable=True),
        Field("author", "object", of=USER),
        Field("createdAt", "datetime", "CREATED", sortable=True),
        Field("updatedAt", "datetime", "UPDATED", sortable=True),
        Field("status", "string", "STATUS", filterable=True, sortable=True),
        Field("fileIds", "array", element="int"),
        Field("rights", "object"),
        Field("messageId", "int", "MESSAGE_ID", filterable=True, sortable=True, editable=True),
    ),
)
MESSAGE = Dto(
    "MessageDto",
    (
        Field("id", "int", "ID", filterable=True, sortable=True),
        Field("taskId", "int", editable=True, required=True),
        Field("text", editable=True, required=True),
    ),
)
FILE = Dto("FileDto", (Field("taskId", "int", required=True), Field("fileIds", "array", required=True, element="int")))
ACCESS = Dto("AccessDto", (Field("id", "int", filterable=True, sortable=True),))
