from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from service.store import schema
from service.store.database import make_engine, read, transaction
from service.store.schema import StoreTooNew, migrate


@pytest.fixture
def engine(database_url):
    made = make_engine(database_url)
    yield made
    made.dispose()


def test_the_migrations_make_exactly_the_tables(engine):
    with engine.connect() as connection:
        assert schema.differences(connection) == []


def test_each_migration_is_a_file_that_is_named_by_its_revision_and_follows_the_one_before():
    folder = Path(schema.__file__).parent / "migrations"
    scripts = list(ScriptDirectory(str(folder)).walk_revisions())

    assert [Path(script.path).name.partition("_")[0] for script in scripts] == [
        script.revision for script in scripts
    ]
    assert [script.revision for script in scripts] == sorted(
        (script.revision for script in scripts), reverse=True
    )
    assert len(scripts) == len(list((folder / "versions").glob("*.py")))
    assert scripts[0].revision == schema.newest_revision()


def test_a_store_of_an_older_release_is_brought_up_to_date(tmp_path):
    made = make_engine(f"sqlite:///{tmp_path / 'alur.sqlite'}")
    migrate(made)
    script = ScriptDirectory(str(Path(schema.__file__).parent / "migrations"))
    _, before, *_ = (one.revision for one in script.walk_revisions())
    with made.begin() as connection:
        config = Config()
        config.set_main_option("script_location", script.dir)
        config.attributes["connection"] = connection
        command.downgrade(config, before)
        assert schema.revision_of(connection) == before

    migrate(made)

    with made.connect() as connection:
        assert schema.revision_of(connection) == schema.newest_revision()
        assert schema.differences(connection) == []
    made.dispose()


def test_an_empty_store_has_no_revision(tmp_path):
    made = make_engine(f"sqlite:///{tmp_path / 'alur.sqlite'}")
    with made.connect() as connection:
        assert schema.revision_of(connection) is None
    made.dispose()


def test_a_second_migration_finds_nothing_to_do(engine):
    migrate(engine)

    with engine.connect() as connection:
        assert schema.revision_of(connection) == schema.newest_revision()


def test_a_store_of_a_newer_release_is_refused_and_left_alone(engine):
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(StoreTooNew):
        migrate(engine)

    with engine.connect() as connection:
        assert schema.revision_of(connection) == "9999"


@pytest.mark.parametrize(
    "statement",
    ["UPDATE history_event SET kind = 'x'", "DELETE FROM history_event"],
)
def test_the_database_itself_refuses_to_change_history(session, statement, one_event):
    with pytest.raises(DBAPIError, match="append-only"), transaction(session) as tx:
        tx.exec_driver_sql(statement)

    with read(session) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM history_event").scalar() == 1


def test_replacing_an_event_is_refused_too(session, one_event):
    with read(session) as connection:
        if connection.dialect.name != "sqlite":
            return  # PostgreSQL has no REPLACE

    with pytest.raises(DBAPIError, match="append-only"), transaction(session) as tx:
        tx.exec_driver_sql("REPLACE INTO history_event SELECT * FROM history_event")
