"""Methods that only pages tell of are read from them into the catalogue."""

from __future__ import annotations

from sandbox.catalogue import make, paged

PAGE = """# Привязать вещь thing.contact.add

> Scope: [`crm`](../permissions.md)
>
> Кто может выполнять метод: любой пользователь

## Параметры метода

#|
|| **Название**
`тип` | **Описание** ||
|| **id***
[`integer`](../data-types.md) | Что ||
|| **note**
[`string`](../data-types.md) | Зачем ||
|#

### Параметр fields

#|
|| **CONTACT_ID***
[`integer`](../data-types.md) | Кого ||
|#

## Обработка ошибок

|| `ACCESS_DENIED` | Access denied! ||
"""


def test_a_page_gives_name_scope_parameters_and_codes() -> None:
    rows = paged.rows({"a/thing.md": PAGE})
    assert make.facts(rows["thing.contact.add"], None) == {
        "scope": "crm",
        "page": "a/thing.md",
        "parameters": {"id": "integer", "note": "string"},
        "required": ["id"],
        "errors": {"ACCESS_DENIED": None},
    }


def test_functions_of_the_library_and_other_texts_are_no_methods() -> None:
    of_library = PAGE.replace("thing.contact.add", "BX24.thing.add")
    of_event = PAGE.replace("Кто может выполнять метод", "Кто может подписаться")
    without_name = PAGE.replace("thing.contact.add", "к контакту")
    assert paged.rows({"a.md": of_library, "b.md": of_event, "c.md": without_name}) == {}
