"""A year of one office, compared line by line with a table that a person has checked.

`python -m tests.year` prints it; with --write it becomes what is expected.
"""

from __future__ import annotations

import pytest

from service.queries.operators import reexecute_all
from service.store.verify import verify_store
from tests.year.__main__ import EXPECTED
from tests.year.simulation import run_year
from tests.year.table import table_of

pytestmark = pytest.mark.slow


#: It takes a minute there, and what differs between the databases has its tests elsewhere.
_LONG = [pytest.mark.postgres, pytest.mark.long]


@pytest.mark.parametrize(
    "database", ["sqlite", pytest.param("postgresql", marks=_LONG)], indirect=True
)
def test_a_year_brings_what_a_person_has_checked_and_its_history_is_whole(database, session):
    year = run_year(session, database.sessions)

    assert table_of(year).splitlines() == EXPECTED.read_text("utf-8").splitlines()
    assert [it.fault for it in verify_store(session) if it.fault is not None] == []
    again = list(reexecute_all(session))
    assert len(again) == len(year.processes)
    assert [it.difference for it in again if it.difference is not None] == []
