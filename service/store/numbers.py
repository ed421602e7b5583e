"""Numbers without gaps, per register, office and year.

The number is taken in the transaction that uses it: who fails gives it back, who comes second
waits for the first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.store.dialects import insert_into
from service.store.tables import counter

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Connection


def next_number(
    tx: Connection, pemda_id: UUID, *, office_id: UUID, register: str, year: int
) -> int:
    """Return the next number of an office's register in a calendar year, from 1."""
    statement = (
        insert_into(tx, counter)
        .values(pemda_id=pemda_id, office_id=office_id, register=register, year=year, last=1)
        .on_conflict_do_update(
            index_elements=list(counter.primary_key.columns), set_={"last": counter.c.last + 1}
        )
        .returning(counter.c.last)
    )
    return int(tx.execute(statement).scalar_one())
