"""Rows that refer to something that is not there: left by a hand that switched the keys off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, bindparam, exists, select

from service.store.retelling import Fault, name_of, rows_of
from service.store.tables import GLOBAL_TABLES, metadata

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from sqlalchemy import Connection, ForeignKeyConstraint, Select, Table


def stray_faults(connection: Connection, pemda_id: UUID) -> Iterator[Fault]:
    """Yield, for every foreign key, a row of the pemda that breaks it."""
    for table, statement in _STATEMENTS:
        for row in rows_of(connection, table, statement, {"the_pemda": pemda_id}):
            yield Fault("verify.row-unknown", None, name_of(table, tuple(row.values())))


def _breaking(table: Table, constraint: ForeignKeyConstraint) -> Select[Any]:
    """Return the statement that finds a row whose reference leads nowhere."""
    parent = constraint.referred_table.alias("parent")
    met = exists().where(*(parent.c[key.column.name] == key.parent for key in constraint.elements))
    given = and_(*(key.parent.is_not(None) for key in constraint.elements))
    key = list(table.primary_key.columns)
    names = [column for column in key if column.name != "pemda_id"] or key
    mine = table.c.pemda_id == bindparam("the_pemda")
    return select(*names).where(mine, given, ~met).limit(1)


_STATEMENTS: Final = [
    (table, _breaking(table, constraint))
    for table in metadata.sorted_tables
    if table.name not in GLOBAL_TABLES
    for constraint in sorted(table.foreign_key_constraints, key=lambda key: str(key.name))
]
