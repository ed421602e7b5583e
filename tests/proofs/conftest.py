from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

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
from tests.proofs.played import play_two
from tests.proofs.stores import Stores


@pytest.fixture(scope="session")
def stores(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("proofs")
    return Stores(folder, lambda: request.getfixturevalue("postgres_server"))


@pytest.fixture(scope="session")
def play(stores):
    """Give a store of a kind with one process that has ended and one that runs, the test's own."""
    template = cache(lambda kind: play_two(stores.new(kind)))

    def copied(kind):
        played = template(kind)
        return replace(played, url=stores.copy(played.url))

    return copied
