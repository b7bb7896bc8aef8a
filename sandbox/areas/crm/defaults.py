"""What a portal's CRM has from the first day: the general funnel, invoice stages, dictionaries, presets."""

from __future__ import annotations

from sandbox.areas.crm import kinds, stages
from sandbox.portal import Portal

DEAL_STAGES = [
    ("NEW", "Новая", None, "#39A8EF"),
    ("PREPARATION", "Подготовка документов", None, "#2FC6F6"),
    ("PREPAYMENT_INVOICE", "Счёт на предоплату", None, "#55D0E0"),
    ("EXECUTING", "В работе", None, "#47E4C2"),
    ("FINAL_INVOICE", "Финальный счёт", None, "#FFA900"),
    ("WON", "Сделка успешна", "S", "#7BD500"),
    ("LOSE", "Сделка провалена", "F", "#FF5752"),
    ("APOLOGY", "Анализ причины провала", "F", "#FF5752"),
]
INVOICE_STAGES = [
    ("N", "Новый", None, "#39A8EF"),
    ("S", "Отправлен клиенту", None, "#2FC6F6"),
    ("P", "Оплачен", "S", "#7BD500"),
    ("D", "Не оплачен", "F", "#FF5752"),
]
LEAD_STAGES = [
    ("NEW", "Не обработан", None, "#39A8EF"),
    ("IN_PROCESS", "В работе", None, "#2FC6F6"),
    ("PROCESSED", "Обработан", None, "#55D0E0"),
    ("CONVERTED", "Качественный лид", "S", "#7BD500"),
    ("JUNK", "Некачественный лид", "F", "#FF5752"),
]
QUOTE_STAGES = [
    ("DRAFT", "Новое", None, "#39A8EF"),
    ("SENT", "Отправлено клиенту", None, "#2FC6F6"),
    ("APPROVED", "Принято", "S", "#7BD500"),
    ("DECLAINED", "Отклонено", "F", "#FF5752"),
]
DYNAMIC_STAGES = [
    ("NEW", "Начало", None, "#22B9FF"),
    ("PREPARATION", "Подготовка", None, "#88B9FF"),
    ("CLIENT", "Согласование", None, "#10E5FC"),
    ("SUCCESS", "Успех", "S", "#00FF00"),
    ("FAIL", "Провал", "F", "#FF0000"),
]
DICTIONARIES = {
    "SOURCE": [("CALL", "Звонок"), ("EMAIL", "Электронная почта"), ("WEB", "Веб-сайт"), ("PARTNER", "Рекомендация")],
    "CONTACT_TYPE": [("CLIENT", "Клиент"), ("SUPPLIER", "Поставщик"), ("PARTNER", "Партнёр"), ("OTHER", "Другое")],
    "COMPANY_TYPE": [("CUSTOMER", "Клиент"), ("SUPPLIER", "Поставщик"), ("PARTNER", "Партнёр"), ("OTHER", "Другое")],
    "EMPLOYEES": [("EMPLOYEES_1", "менее 50"), ("EMPLOYEES_2", "50–250"), ("EMPLOYEES_3", "250–500")],
    "INDUSTRY": [("IT", "Информационные технологии"), ("MANUFACTURING", "Производство"), ("CONSULTING", "Консалтинг"),
                 ("FINANCE", "Финансы"), ("BANKING", "Банковские услуги"), ("OTHER", "Другое")],
    "DEAL_TYPE": [("SALE", "Продажа"), ("COMPLEX", "Комплексная продажа"), ("SERVICES", "Услуги")],
    "CALL_LIST": [("IN_WORK", "В работе"), ("SUCCESS", "Успешно"), ("WRONG_NUMBER", "Неверный номер"),
                  ("STOP_CALLING", "Больше не звонить")],
    "HONORIFIC": [("HNR_RU_1", "г-н"), ("HNR_RU_2", "г-жа")],
}  # fmt: skip


def install(portal: Portal) -> None:
    with portal.transaction():
        _without_funnels(portal)
        if stages.funnels(portal, kinds.DEAL):
            return
        add_funnel(portal, kinds.DEAL, "Общая", DEAL_STAGES, sort=300, record_id=0, default=True)
        add_funnel(portal, kinds.INVOICE, "Общая", INVOICE_STAGES, sort=100, default=True)
        for entity, values in DICTIONARIES.items():
            for place, (status_id, name) in enumerate(values, 1):
                stages.add_status(portal, entity, status_id, name, place * 10)


Stage = tuple[str, str, str | None, str]


def _without_funnels(portal: Portal) -> None:
    """A portal that was made before the sandbox had leads and quotes gets their stages too."""
    for kind_id, stage_list in ((kinds.LEAD, LEAD_STAGES), (kinds.QUOTE, QUOTE_STAGES)):
        kind = kinds.find(portal, kind_id)
        if not stages.of_funnel(portal, kind, 0):
            _add_stages(portal, kind, 0, stage_list)


def add_funnel(
    portal: Portal,
    kind_id: int,
    name: str,
    stage_list: list[Stage],
    *,
    sort: int = 200,
    default: bool = False,
    record_id: int | None = None,
) -> int:
    """A funnel with stages (code, name, semantics, colour); codes get the funnel's prefix."""
    record = {"ENTITY_TYPE_ID": kind_id, "NAME": name, "SORT": sort, "IS_DEFAULT": "Y" if default else "N"}
    new = stages.categories(portal, kind_id).add(record, record_id)
    _add_stages(portal, kinds.find(portal, kind_id), new, stage_list)
    return new


def _add_stages(portal: Portal, kind: kinds.Kind, category_id: int, stage_list: list[Stage]) -> None:
    for place, (code, title, semantic, colour) in enumerate(stage_list, 1):
        stages.add_status(
            portal,
            kind.stage_entity(category_id),
            kind.stage_prefix(category_id) + code,
            title,
            place * 10,
            NAME_INIT=title,
            CATEGORY_ID=category_id,
            COLOR=colour,
            SEMANTICS=semantic,
            SYSTEM="Y" if semantic or place == 1 else "N",
        )


def stages_of(kind_id: int) -> list[Stage]:
    """The stages that a new funnel of a kind begins with."""
    return {kinds.DEAL: DEAL_STAGES, kinds.INVOICE: INVOICE_STAGES}.get(kind_id, DYNAMIC_STAGES)
