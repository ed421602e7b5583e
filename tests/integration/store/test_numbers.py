from __future__ import annotations

import threading

import pytest
from sqlalchemy import insert

from service.store import tables
from service.store.database import transaction
from service.store.ids import new_id
from service.store.numbers import next_number
from tests.integration.store.conftest import NOW


@pytest.fixture
def office_id(session, pemda_id):
    made = new_id()
    with transaction(session) as tx:
        tx.execute(
            insert(tables.office).values(
                pemda_id=pemda_id,
                id=made,
                name="Dinas",
                short_name="DINAS",
                kind="dinas",
                timezone="Asia/Jakarta",
                active=True,
                made_at=NOW,
            )
        )
    return made


def _take(session, pemda_id, office_id, register="process", year=2026):
    with transaction(session) as tx:
        return next_number(tx, pemda_id, office_id=office_id, register=register, year=year)


def _take_and_fail(session, pemda_id, office_id):
    with transaction(session) as tx:
        next_number(tx, pemda_id, office_id=office_id, register="process", year=2026)
        raise RuntimeError


def test_each_register_counts_from_one_in_each_year(session, pemda_id, office_id):
    taken = [_take(session, pemda_id, office_id) for _ in range(3)]

    assert taken == [1, 2, 3]
    assert _take(session, pemda_id, office_id, year=2027) == 1
    assert _take(session, pemda_id, office_id, register="trial") == 1


def test_who_fails_gives_the_number_back(session, pemda_id, office_id):
    with pytest.raises(RuntimeError):
        _take_and_fail(session, pemda_id, office_id)

    assert _take(session, pemda_id, office_id) == 1


def test_many_at_once_get_different_numbers_without_a_gap(database, pemda_id, office_id):
    taken = []

    def take():
        with database.sessions() as session:
            taken.append(_take(session, pemda_id, office_id))

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(taken) == list(range(1, 9))
