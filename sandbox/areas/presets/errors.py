"""The host's words about templates of requisites (crm/requisites/presets/): an empty code with words."""

from __future__ import annotations

from sandbox.errors import HostError


def access_denied() -> HostError:
    return HostError("", "Access denied.")


def invalid(name: str) -> HostError:
    return HostError("", f"{name} is not defined or invalid")


def not_found(preset_id: object) -> HostError:
    return HostError("", f"The Preset with ID '{preset_id}' is not found")


def nothing_to_add_to() -> HostError:
    return HostError("", "Шаблон не найден.")


def in_use() -> HostError:
    return HostError("", "Вы не можете удалить шаблон, так как по нему уже созданы реквизиты")


def field_not_found(field_id: object) -> HostError:
    return HostError("", f"The PresetField with ID '{field_id}' is not found")


def field_refused(name: object) -> HostError:
    return HostError("", f"The field '{name}' can not be added.")
