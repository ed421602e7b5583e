from __future__ import annotations

import threading
from contextlib import suppress

import pytest
from sqlalchemy import event, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from service.store import tables
from service.store.database import (
    NestedTransaction,
    StoreBusy,
    TransactionLost,
    glance,
    make_engine,
    read,
    transaction,
)
from tests.integration.store.conftest import NOW


def _names(connection, pemda_id):
    return connection.execute(
        select(tables.pemda.c.name).where(tables.pemda.c.id == pemda_id)
    ).scalar()


def _rename_and_fail(session):
    with transaction(session) as tx:
        tx.execute(update(tables.pemda).values(name="changed"))
        raise RuntimeError("failed")


def _rename_impatiently(session):
    with transaction(session) as tx:
        if tx.dialect.name == "postgresql":
            tx.execute(text("SET LOCAL lock_timeout = 1"))
        tx.execute(update(tables.pemda).values(name="other"))


def test_what_a_failed_transaction_wrote_is_gone(session, pemda_id):
    with pytest.raises(RuntimeError, match="failed"):
        _rename_and_fail(session)

    with read(session) as connection:
        assert _names(connection, pemda_id) != "changed"


def test_a_reader_sees_the_store_as_it_was_at_its_first_statement(database, session, pemda_id):
    with read(session) as connection:
        before = _names(connection, pemda_id)
        with database.sessions() as other, transaction(other) as tx:
            tx.execute(update(tables.pemda).values(name="changed"))

        assert _names(connection, pemda_id) == before

    with read(session) as connection:
        assert _names(connection, pemda_id) == "changed"


def test_a_reader_inside_a_transaction_sees_what_it_wrote(session, pemda_id):
    with transaction(session) as tx:
        tx.execute(update(tables.pemda).values(name="changed"))
        with read(session) as connection:
            assert _names(connection, pemda_id) == "changed"


def test_a_glance_begins_nothing_and_leaves_nothing_open(database, session, pemda_id):
    sent = []
    event.listen(
        database.engine,
        "before_cursor_execute",
        lambda _c, _cur, statement, *_: sent.append(statement.split()[0]),
    )
    for _ in range(2):
        with glance(session) as connection:
            assert _names(connection, pemda_id) != "changed"

    assert sent == ["SELECT", "SELECT"]
    with transaction(session) as tx:
        tx.execute(update(tables.pemda).values(name="changed"))
    with glance(session) as connection:
        assert _names(connection, pemda_id) == "changed"


def test_each_statement_of_a_glance_sees_its_own_moment(database, session, pemda_id):
    with glance(session) as connection:
        assert _names(connection, pemda_id) != "changed"
        with database.sessions() as other, transaction(other) as tx:
            tx.execute(update(tables.pemda).values(name="changed"))
        assert _names(connection, pemda_id) == "changed"


def test_a_glance_inside_a_transaction_or_a_reader_sees_what_that_sees(
    database, session, pemda_id
):
    with transaction(session) as tx:
        tx.execute(update(tables.pemda).values(name="changed"))
        with glance(session) as connection:
            assert _names(connection, pemda_id) == "changed"

    with read(session) as reader:
        assert _names(reader, pemda_id) == "changed"
        with database.sessions() as other, transaction(other) as tx:
            tx.execute(update(tables.pemda).values(name="again"))
        with glance(session) as connection:
            assert _names(connection, pemda_id) == "changed"


def test_a_transaction_inside_another_or_inside_a_reader_is_a_mistake(session):
    with transaction(session), pytest.raises(NestedTransaction), transaction(session):
        pass
    with read(session), pytest.raises(NestedTransaction), transaction(session):
        pass


def test_after_a_failure_the_session_can_be_used_again(session, pemda_id):
    with pytest.raises(RuntimeError), transaction(session):
        raise RuntimeError

    with transaction(session) as tx:
        tx.execute(update(tables.pemda).values(name="changed"))
    with read(session) as connection:
        assert _names(connection, pemda_id) == "changed"


_CHANGING = update(tables.pemda).values(name="changed")
_TWICE = insert(tables.pemda).from_select(["id", "name"], select(tables.pemda.c.id, text("'x'")))


def _swallowing(session, *statements, at_last=()):
    """Run statements whose errors nobody hears of, then others."""
    with transaction(session) as tx:
        for statement in statements:
            with suppress(DBAPIError):
                tx.execute(statement)
        for statement in at_last:
            tx.execute(statement)


def test_a_refused_statement_that_was_swallowed_makes_the_commit_fail_aloud(session, pemda_id):
    with pytest.raises(TransactionLost):
        _swallowing(session, _CHANGING, _TWICE)

    with read(session) as connection:
        assert _names(connection, pemda_id) != "changed"


def test_after_a_refused_statement_no_other_one_is_run(session, pemda_id):
    with pytest.raises(DBAPIError):
        _swallowing(session, _TWICE, at_last=[_CHANGING])

    with read(session) as connection:
        assert _names(connection, pemda_id) != "changed"
    with transaction(session) as tx:
        tx.execute(_CHANGING)


@pytest.mark.parametrize("ending", ["ROLLBACK", "COMMIT"])
def test_a_transaction_that_ended_before_its_end_is_told(session, pemda_id, ending):
    with pytest.raises(TransactionLost):
        _swallowing(session, _CHANGING, text(ending))


def test_sqlite_that_rolled_back_by_itself_keeps_nothing_of_what_comes_after(database, pemda_id):
    if database.name != "sqlite":
        return  # PostgreSQL waits for the program to roll back
    giving_up = (
        "CREATE TEMP TRIGGER giving_up BEFORE INSERT ON pemda "
        "BEGIN SELECT RAISE(ROLLBACK, 'database or disk is full'); END"
    )
    with database.sessions() as session:
        with pytest.raises(TransactionLost):
            _swallowing(session, text(giving_up), _TWICE, _CHANGING)

        with read(session) as connection:
            assert _names(connection, pemda_id) != "changed"


def test_writers_who_begin_together_wait_for_one_another(database, pemda_id):
    def write(number):
        with database.sessions() as session, transaction(session) as tx:
            name = tx.execute(
                select(tables.pemda.c.name).where(tables.pemda.c.id == pemda_id).with_for_update()
            ).scalar_one()
            tx.execute(update(tables.pemda).values(name=f"{name}{number}"))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with database.sessions() as session, read(session) as connection:
        assert set(_names(connection, pemda_id)[-8:]) == set("01234567")


def test_a_writer_that_waits_too_long_is_told_that_the_store_is_busy(database, pemda_id):
    with database.sessions() as first, database.sessions() as second, transaction(first) as tx:
        tx.execute(update(tables.pemda).values(name="changed"))
        impatient = second.connection()
        if database.name == "sqlite":
            impatient.exec_driver_sql("PRAGMA busy_timeout = 1")
        second.rollback()
        with pytest.raises(StoreBusy):
            _rename_impatiently(second)


@pytest.mark.postgres
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_connection_that_the_server_ended_is_told_as_busy_and_replaced(
    database, session, pemda_id
):
    with transaction(session) as tx:
        ended = tx.scalar(text("SELECT pg_backend_pid()"))
    outside = make_engine(database.url)
    with outside.begin() as administrator:
        administrator.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": ended})
    outside.dispose()

    with pytest.raises(StoreBusy), transaction(session):
        pass

    with transaction(session) as tx:
        assert tx.scalar(text("SELECT 1")) == 1


def test_every_connection_of_sqlite_is_durable_and_checks_foreign_keys(tmp_path):
    # The engine of the other tests does not wait for the disk.
    engine = make_engine(f"sqlite:///{tmp_path / 'alur.sqlite'}")
    with engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers")
        }

    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
    }
    engine.dispose()


def test_instants_come_back_aware_and_to_the_microsecond(session, pemda_id):
    exact = NOW.replace(microsecond=123457)
    with transaction(session) as tx:
        tx.execute(update(tables.pemda).values(made_at=exact))

    with read(session) as connection:
        assert connection.execute(select(tables.pemda.c.made_at)).scalar() == exact


def test_a_naive_instant_is_refused(session, pemda_id):
    naive = NOW.replace(tzinfo=None)

    with pytest.raises(Exception, match="must carry its zone"), transaction(session) as tx:
        tx.execute(update(tables.pemda).values(made_at=naive))
