from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from service.store import tables
from service.store.database import read, transaction
from service.store.idempotency import (
    KeyReused,
    first_answer,
    forget,
    remember,
    request_key,
    was_faster,
)
from service.store.ids import new_id
from tests.integration.store.conftest import NOW

KEY = request_key("k1", "/tugas/selesai", b"body")


@pytest.fixture
def person_id(session, pemda_id):
    made = new_id()
    with transaction(session) as tx:
        tx.execute(
            insert(tables.person).values(pemda_id=pemda_id, id=made, active=True, made_at=NOW)
        )
    return made


@pytest.fixture
def answered(session, pemda_id, person_id):
    with transaction(session) as tx:
        remember(tx, pemda_id, person_id, KEY, {"seq": 3}, NOW)


def _ask(session, pemda_id, person_id, key):
    with read(session) as connection:
        return first_answer(connection, pemda_id, person_id, key)


def test_a_new_request_has_no_answer_yet(session, pemda_id, person_id):
    assert _ask(session, pemda_id, person_id, KEY) is None


def test_the_same_request_again_gets_the_first_answer(session, pemda_id, person_id, answered):
    assert _ask(session, pemda_id, person_id, KEY) == {"seq": 3}


@pytest.mark.parametrize(
    "other",
    [
        request_key("k1", "/tugas/selesai", b"another body"),
        request_key("k1", "/tugas/ambil", b"body"),
    ],
)
def test_a_key_for_another_request_is_refused(session, pemda_id, person_id, answered, other):
    with pytest.raises(KeyReused):
        _ask(session, pemda_id, person_id, other)


def test_another_persons_key_is_another_key(session, pemda_id, answered):
    assert _ask(session, pemda_id, new_id(), KEY) is None


def test_the_second_of_two_twins_is_told_that_the_first_was_faster(
    session, pemda_id, person_id, answered
):
    with pytest.raises(IntegrityError) as raised, transaction(session) as tx:
        remember(tx, pemda_id, person_id, KEY, {"seq": 4}, NOW)

    assert was_faster(raised.value)
    assert _ask(session, pemda_id, person_id, KEY) == {"seq": 3}


def test_a_request_without_key_is_not_remembered(session, pemda_id, person_id):
    with transaction(session) as tx:
        remember(tx, pemda_id, person_id, None, {}, NOW)

    assert _ask(session, pemda_id, person_id, None) is None


def test_old_answers_are_forgotten(session, pemda_id, person_id, answered):
    with transaction(session) as tx:
        assert forget(tx, pemda_id, NOW + timedelta(seconds=1)) == 1

    assert _ask(session, pemda_id, person_id, KEY) is None
