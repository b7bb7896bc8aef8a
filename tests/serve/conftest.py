"""Both databases, as the store is tested on them."""

from __future__ import annotations

from tests.store.databases import (
    database_url,
    postgres_server,
    postgres_template,
    pytest_unconfigure,
    sqlite_template,
)

__all__ = ["database_url", "postgres_server", "postgres_template", "pytest_unconfigure", "sqlite_template"]
