"""Load what gives a person authority now: holdings, penugasan, teams and surat tugas.

Queries load a caller once for a request; commands load the same person again inside their write
transaction (`anew`), since a jabatan can end between the click and the commit.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, bindparam, select

from service.access.candidates import is_administrator
from service.access.mandates import worn_title
from service.access.model import AuditScope, Caller, Holder, Mandate
from service.access.roles import in_force, today_in
from service.errors import NotFound
from service.store.caller_rows import caller_rows, days
from service.store.mandates import read_scope
from service.store.tables import pemda, person

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection

# Built once: to put a statement together takes longer than to run it.

_PERSON: Final = (
    select(person.c.active, pemda.c.timezone)
    .join(pemda, pemda.c.id == person.c.pemda_id)
    .where(person.c.pemda_id == bindparam("pemda"), person.c.id == bindparam("person"))
)

_AUTHORITY: Final = caller_rows(
    lambda table: and_(
        table.c.pemda_id == bindparam("pemda"), table.c.person_id == bindparam("person")
    )
)


def caller_of(
    connection: Connection,
    pemda_id: UUID,
    person_id: UUID,
    now: datetime,
    *,
    worn: UUID | None = None,
    confirmed_at: datetime | None = None,
) -> Caller | None:
    """Return the person as a caller at the instant `now`; None when nobody active has this id."""
    row = connection.execute(_PERSON, {"pemda": pemda_id, "person": person_id}).one_or_none()
    if row is None or not row.active:
        return None
    return known_caller(
        connection,
        pemda_id,
        person_id,
        now,
        timezone=row.timezone,
        worn=worn,
        confirmed_at=confirmed_at,
    )


def known_caller(
    connection: Connection,
    pemda_id: UUID,
    person_id: UUID,
    now: datetime,
    *,
    timezone: str,
    worn: UUID | None,
    confirmed_at: datetime | None,
) -> Caller:
    """Return the caller for a person who is known to be active, in one statement.

    `timezone`: of the pemda; the days of a surat tugas are counted in it.
    """
    asked = {"pemda": pemda_id, "person": person_id, **days(now)}
    rows = connection.execute(_AUTHORITY, asked).all()
    return Caller(
        pemda_id=pemda_id,
        person_id=person_id,
        worn=worn,
        confirmed_at=confirmed_at,
        **authority_in(rows, now, timezone),
    )


def authority_in(rows: Sequence[Any], now: datetime, timezone: str) -> dict[str, Any]:
    """Return what the rows of `caller_rows` give a caller at `now`, by the fields of `Caller`."""
    held = [row for row in rows if row.position_id is not None]
    audits = (row for row in rows if row.kind == "audit")
    return {
        "holders": _holders(held, now),
        "teams": frozenset((row.id, row.word) for row in rows if row.kind == "team"),
        "audits": tuple(
            AuditScope(row.id, row.word, row.from_date, row.to_date, row.office_id, row.sop_id)
            for row in audits
            if in_force(row.from_date, row.to_date, today_in(timezone, now))
        ),
    }


def anew(connection: Connection, caller: Caller, now: datetime) -> Caller:
    """Return the caller with the authority of this instant. Raises NotFound when deactivated.

    A caller who came with a token for one jabatan keeps to that one.
    """
    fresh = caller_of(
        connection,
        caller.pemda_id,
        caller.person_id,
        now,
        worn=caller.worn,
        confirmed_at=caller.confirmed_at,
    )
    if fresh is None:
        raise NotFound
    return only_in(fresh, caller.bound) if caller.bound is not None else fresh


def only_in(caller: Caller, holding_id: UUID) -> Caller:
    """Return the caller reduced to one jabatan: what a token for a program gives.

    Somebody who administers the application gets no other jabatan that way (decisions §3.10).
    """
    holders = tuple(one for one in caller.holders if one.worn_as == holding_id)
    if is_administrator(caller):
        holders = tuple(one for one in holders if one.duty == "administrator")
    return replace(caller, holders=holders, worn=holding_id, bound=holding_id)


def _holders(rows: Sequence[Any], now: datetime) -> tuple[Holder, ...]:
    counting = [
        row for row in rows if in_force(row.from_date, row.to_date, today_in(row.timezone, now))
    ]
    counting.sort(key=lambda row: (row.sort, row.from_date, row.id))
    own = tuple(_holder(row, row.id) for row in counting if row.kind == "own")
    # Whoever acts for another keeps an own jabatan; without one there is nobody to act.
    holding_id = next((holder.holding_id for holder in own if holder.duty is None), None)
    if holding_id is None:
        return own
    return own + tuple(
        _holder(row, holding_id, _mandate(row)) for row in counting if row.kind != "own"
    )


def _mandate(row: Any) -> Mandate:
    return Mandate(row.id, row.kind, row.title, row.word, read_scope(row.sop_ids))


def _holder(row: Any, holding_id: UUID, under: Mandate | None = None) -> Holder:
    return Holder(
        holding_id=holding_id,
        position_id=row.position_id,
        title=row.title if under is None else worn_title(under.kind, row.title),
        office_id=row.office_id,
        office_kind=row.office_kind,
        unit_id=row.unit_id,
        role=row.role,
        duty=row.duty,
        unit_kind=row.unit_kind,
        office_short_name=row.short_name,
        office_timezone=row.timezone,
        mandate=under,
    )
