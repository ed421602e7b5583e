from __future__ import annotations

from tests.databases import (  # noqa: F401 - pytest finds fixtures by their names here
    database,
    database_url,
    kept,
    postgres_database,
    postgres_server,
    postgres_template,
    session,
    sqlite_database,
    sqlite_template,
)
from tests.integration.running.conftest import world  # noqa: F401
from tests.random_office.beginning import anew  # noqa: F401
