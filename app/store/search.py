"""Search in registers: text folded the same way when stored and when asked, found by trigrams."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

from sqlalchemy import ColumnElement, column, delete, insert, literal_column, select, table

from app.store.schema import document
from app.store.scope import Scope

_TRIGRAM = 3
_MAX_WORDS = 8
_DIGITS = re.compile(r"\d+")
_FOUND = table("document_search", column("rowid"), column("search"))


def fold(text: str) -> str:
    """Return the text as it is compared: one case, ё as е, composed letters, plain single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().replace("ё", "е").split())


def search_text(*parts: str, amount: Decimal) -> str:
    """Return what a document is found by; the amount as people type it, with comma and with dot."""
    return fold(" ".join([*parts, f"{amount:.2f}", f"{amount:.2f}".replace(".", ",")]))


def number_key(number: str) -> str:
    """Return a key by which «А-9» stands before «А-10»."""
    return _DIGITS.sub(lambda digits: digits[0].zfill(12), fold(number))


def found_by(query: str, *, is_sqlite: bool) -> Iterator[ColumnElement[bool]]:
    """Yield a condition for each word of the query: all must be there, anywhere, in any order."""
    for word in fold(query).split()[:_MAX_WORDS]:
        if is_sqlite and len(word) >= _TRIGRAM:
            phrase = '"' + word.replace('"', '""') + '"'
            matching = literal_column("document_search").op("MATCH", is_comparison=True)(phrase)
            yield document.c.id.in_(select(_FOUND.c.rowid).where(matching))
        else:
            yield document.c.search.contains(word, autoescape=True)


def index_document(scope: Scope, document_id: int, text: str) -> None:
    """Write the search table; PostgreSQL keeps its index over the column itself."""
    if scope.is_sqlite:
        scope.connection.execute(delete(_FOUND).where(_FOUND.c.rowid == document_id))
        scope.connection.execute(insert(_FOUND).values(rowid=document_id, search=text))
