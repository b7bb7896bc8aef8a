"""Events of the portal in words («Сделка изменена»): nobody but a programmer knows their codes."""

from __future__ import annotations

import re
from collections.abc import Mapping

_LIFE: Mapping[str, str] = {
    "ONAPPINSTALL": "Приложение установлено",
    "ONAPPUPDATE": "Приложение обновлено",
    "ONAPPUNINSTALL": "Приложение удалено",
}
_WHOSE: Mapping[str, tuple[str, bool]] = {
    "DEAL": ("Сделка", True),
    "COMPANY": ("Компания", True),
    "CONTACT": ("Контакт", False),
    "LEAD": ("Лид", False),
    "DYNAMICITEM": ("Элемент смарт-процесса", False),
}
"""What it is, and whether it is feminine."""
_VERBS: Mapping[str, str] = {"ADD": "создан", "UPDATE": "изменён", "DELETE": "удалён"}
_FEMININE: Mapping[str, str] = {"ADD": "создана", "UPDATE": "изменена", "DELETE": "удалена"}
_CODE = re.compile(rf"ONCRM({'|'.join(_WHOSE)})({'|'.join(_VERBS)})(_[0-9]+)?", re.ASCII)


def words_of(code: str) -> str:
    """Words for an event's code; the code itself for one that the app has never bound."""
    if found := _CODE.fullmatch(code):
        noun, is_feminine = _WHOSE[found[1]]
        return f"{noun} {(_FEMININE if is_feminine else _VERBS)[found[2]]}"
    return _LIFE.get(code, code)
