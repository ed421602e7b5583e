from __future__ import annotations

import pytest
from sqlalchemy import and_, delete, exists, func, select, text, update

from service.store.database import read
from service.store.ids import new_id
from service.store.tables import office, pemda, person, position, unit
from service.store.tables import session as login_session
from service.store.tenancy import TenantMissing, forgotten

ONE = new_id()


@pytest.mark.parametrize(
    "statement",
    [
        select(office),
        select(func.count()).select_from(office),
        select(office).where(office.c.id == ONE),
        update(office).values(active=False),
        delete(office).where(office.c.name == "x"),
        select(office).where(office.c.pemda_id != ONE),
        select(office.alias("other")).where(office.alias("other").c.id == ONE),
        select(office.c.id, unit.c.id)
        .join(unit, unit.c.office_id == office.c.id)
        .where(office.c.pemda_id == ONE),
        select(office).where(
            office.c.pemda_id == ONE, exists().where(unit.c.office_id == office.c.id)
        ),
        select(office).join(pemda, pemda.c.id == office.c.pemda_id),
        text("SELECT * FROM office"),
    ],
    ids=str,
)
def test_a_statement_that_forgets_the_tenant_is_found(statement):
    assert forgotten(statement)


@pytest.mark.parametrize(
    "statement",
    [
        select(office).where(office.c.pemda_id == ONE),
        select(office).where(office.c.pemda_id.in_([ONE])),
        update(office).where(office.c.pemda_id == ONE).values(active=False),
        select(office.c.id)
        .join(unit, and_(unit.c.pemda_id == office.c.pemda_id, unit.c.office_id == office.c.id))
        .where(office.c.pemda_id == ONE),
        select(office).where(
            office.c.pemda_id == ONE,
            ~exists().where(unit.c.pemda_id == office.c.pemda_id, unit.c.office_id == office.c.id),
        ),
        select(office).join(pemda, pemda.c.id == office.c.pemda_id).where(pemda.c.id == ONE),
        select(person).join(login_session, login_session.c.pemda_id == person.c.pemda_id),
        select(position.alias("a")).where(text("1 = 1")).with_only_columns(pemda.c.id),
        text("SELECT * FROM office WHERE pemda_id = :id"),
        select(pemda),
    ],
    ids=str,
)
def test_a_statement_tied_to_one_pemda_passes(statement):
    assert not forgotten(statement)


def test_the_databases_of_the_tests_refuse_a_statement_that_forgets_the_tenant(session):
    with pytest.raises(TenantMissing), read(session) as connection:
        connection.execute(select(office))


def test_a_statement_may_say_that_it_means_every_pemda(session):
    with read(session) as connection:
        assert (
            connection.execute(select(office).execution_options(across_tenants=True)).all() == []
        )
