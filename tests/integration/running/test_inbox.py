"""*Tugas Saya*: by which ways a task comes into it, and how it is looked for."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import event

from service.queries.inbox import my_tasks
from tests.integration.running import diagrams
from tests.integration.running.conftest import TODAY


def cards(world, who):
    found = my_tasks(world.session, world.caller(who), today=TODAY).cards
    return [(card.instance_id, card.group) for card in found]


def test_who_records_for_the_office_has_own_tasks_and_what_is_awaited_from_outside(world):
    own = world.run("one-task", diagrams.ONE_TASK)
    awaited = world.run("part", diagrams.PART)

    assert sorted(cards(world, "sekretaris")) == sorted([(own, "taken"), (awaited, "recording")])


def test_the_inbox_is_found_by_index_however_many_tasks_are_open(world, database):
    if database.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL reads a table of a few rows whole, whatever its indexes")
    world.run("part", diagrams.PART)
    caller = world.caller("sekretaris")
    asked = []
    event.listen(
        database.engine,
        "before_cursor_execute",
        lambda _c, _cur, statement, given, *_: asked.append((statement, given)),
    )

    my_tasks(world.session, caller, today=TODAY)

    statement, given = next(it for it in asked if "UNION" in it[0])
    with database.engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given).all()
    ways = [found for row in plan if (found := re.search(r"user_task USING INDEX (\w+)", row[-1]))]
    assert {found[1] for found in ways} == {
        "ix_user_task_inbox",
        "ix_user_task_arrival",
        "sqlite_autoindex_user_task_1",
    }
    assert not [row for row in plan if "SCAN user_task" in row[-1]]
