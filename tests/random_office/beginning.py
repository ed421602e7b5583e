"""The office before anything happened, as often as a test asks for it."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.databases import put_aside, put_back
from tests.random_office.office import Office, open_office


@pytest.fixture
def anew(world, database):
    """Give `anew()`: the office as it was before anything happened, as often as it is asked."""
    offices: list[Office] = []
    begun = open_office(world, database)
    begun.power.remove()
    # Not of a thing in memory: another one may get its place, and the schema stays.
    name = f"kept_office_{uuid4().hex}"
    world.session.rollback()
    put_aside(database, name)

    def again():
        for office in offices:
            office.power.remove()
        offices.clear()
        world.session.rollback()
        put_back(database, name)
        made = begun.again()
        offices.append(made)
        return made

    yield again
    for office in offices:
        office.power.remove()
