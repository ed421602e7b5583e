"""Rows that workers of every pemda share: claimed by one at a time, let go, tried again later.

A claim is a lease: that of a worker which dies runs out, and another one claims the row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import or_

from service.store.dialects import for_update

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime, timedelta

    from sqlalchemy import ColumnElement, Connection, Row, Select, Table

#: Columns of a row that nobody works at.
RELEASED: Final[Mapping[str, None]] = {"lease_until": None, "leased_by": None}


def is_free(table: Table, now: datetime) -> ColumnElement[bool]:
    """Say of a row that no worker holds it now."""
    return or_(table.c.lease_until.is_(None), table.c.lease_until <= now)


def found_any(connection: Connection, statement: Select[Any]) -> bool:
    """Say whether a statement finds a row of any pemda."""
    first = connection.execute(statement.limit(1).execution_options(across_tenants=True)).first()
    return first is not None


def locked(tx: Connection, statement: Select[Any]) -> Sequence[Row[Any]]:
    """Return the rows of any pemda that a statement finds, but for those another worker locks."""
    return tx.execute(
        for_update(statement, skip_locked=True).execution_options(across_tenants=True)
    ).all()


def wait_after(attempts: int, *, first: timedelta) -> timedelta:
    """Return how long a row rests after so many failed attempts: it doubles with each one."""
    return first * (1 << (attempts - 1))
