from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from service.store import schema
from service.store.database import make_engine, read
from service.store.schema import StoreTooNew, migrate


def test_the_migrations_make_exactly_the_tables(session):
    with read(session) as connection:
        assert schema.differences(connection) == []


def test_a_second_migration_finds_nothing_to_do(database):
    migrate(database.engine)

    with database.engine.connect() as connection:
        assert schema.revision_of(connection) == schema.newest_revision()


def test_a_store_of_a_newer_release_is_refused_and_left_alone(database_url):
    engine = make_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(StoreTooNew):
        migrate(engine)

    with engine.connect() as connection:
        assert schema.revision_of(connection) == "9999"
    engine.dispose()


@pytest.mark.parametrize(
    "statement",
    ["UPDATE history_event SET kind = 'x'", "DELETE FROM history_event"],
)
def test_the_database_itself_refuses_to_change_history(database_url, statement, one_event):
    engine = make_engine(database_url)

    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(text(statement))

    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM history_event")).scalar() == 1
    engine.dispose()
