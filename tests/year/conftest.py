from __future__ import annotations

from tests.databases import (  # noqa: F401 - pytest finds fixtures by their names here
    database,
    postgres_database,
    postgres_server,
    postgres_template,
    session,
    sqlite_database,
    sqlite_template,
)
