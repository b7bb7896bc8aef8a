"""The host's words about polls (api-reference/vote/)."""

from __future__ import annotations

from sandbox.errors import HostError


def unnamed() -> HostError:
    return HostError("100", "Bitrix\\Vote\\Attach All parameters in the constructor must have real class type")


def not_found() -> HostError:
    return HostError("ATTACH_NOT_FOUND", "Attach not found")


def denied() -> HostError:
    return HostError("ATTACH_READ_ACCESS_DENIED", "Attach read access denied")


def not_saved() -> HostError:
    return HostError("400", "Cannot save poll.")


def inactive() -> HostError:
    return HostError("403", "The poll is inactive.")


def too_many_ids() -> HostError:
    return HostError("0", "Too many entity ids")


def entity_not_found(entity_id: int) -> HostError:
    return HostError("0", f"Attach with entityId {entity_id} not found")


def entity_denied(entity_id: int) -> HostError:
    return HostError("0", f"Attach with entityId {entity_id} read access denied")


def cannot_create() -> HostError:
    return HostError("403", "Недостаточно прав для создания опроса")


def empty() -> HostError:
    return HostError("400", "Введите вопрос и варианты ответов")


def too_many_questions() -> HostError:
    return HostError("400", "Максимальное количество вопросов: 1")


def too_few_answers() -> HostError:
    return HostError("400", "Минимальное количество ответов: 2")


def too_many_answers() -> HostError:
    return HostError("400", "Максимальное количество ответов: 10")
