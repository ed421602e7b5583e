"""What gives authority, asked once more in the transaction that uses it (decisions §2.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, select

from service.access.refusals import NotYourHolding
from service.access.roles import in_force, today_in
from service.store.holdings import held_on
from service.store.joins import on
from service.store.tables import holding, mandate, office, person, position

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import Connection

    from service.access.model import Caller, Holder


#: Who holds a jabatan, asked by `held_by`.
#: Built once: building a statement costs more than running it.
HELD: Final = (
    select(
        holding.c.from_date,
        holding.c.to_date,
        holding.c.position_id,
        position.c.role,
        position.c.duty,
        position.c.unit_id,
        office.c.timezone,
    )
    .select_from(holding)
    .join(position, on(position.c.id, holding.c.position_id))
    .join(person, on(person.c.id, holding.c.person_id))
    .join(office, on(office.c.id, position.c.office_id))
    .where(
        holding.c.pemda_id == bindparam("pemda_id"),
        holding.c.id == bindparam("holding_id"),
        holding.c.person_id == bindparam("person_id"),
        person.c.active,
        position.c.active,
    )
)

_UNDER_MANDATE: Final = (
    select(
        mandate.c.from_date,
        mandate.c.to_date,
        mandate.c.position_id,
        position.c.role,
        position.c.duty,
        position.c.unit_id,
        office.c.timezone,
    )
    .select_from(mandate)
    .join(position, on(position.c.id, mandate.c.position_id))
    .join(office, on(office.c.id, position.c.office_id))
    .where(
        mandate.c.pemda_id == bindparam("pemda_id"),
        mandate.c.id == bindparam("mandate_id"),
        mandate.c.person_id == bindparam("person_id"),
        mandate.c.ended_at.is_(None),
        position.c.active,
    )
)


def held_by(caller: Caller, holder: Holder) -> dict[str, UUID]:
    """Return what `HELD` is asked about a caller's own jabatan."""
    return {
        "pemda_id": caller.pemda_id,
        "person_id": caller.person_id,
        "holding_id": holder.holding_id,
    }


def require_still_holds(
    tx: Connection, caller: Caller, holder: Holder, now: datetime, *, own: Any = None
) -> None:
    """Raise NotYourHolding unless the caller holds that jabatan now, as it was when it was read.

    A holding that ended, a person or jabatan that was deactivated, a jabatan that got another
    role or unit: each of them ends the authority at once. Under a penugasan both count: the own
    jabatan, and the penugasan itself. `own`: the answer to `HELD`, of who asked it already.
    """
    asked = held_by(caller, holder)
    held: Any = tx.execute(HELD, asked).one_or_none() if own is None else own
    if not _counts(held, now):
        raise NotYourHolding
    worn = held
    if holder.mandate is not None:
        named = asked | {"mandate_id": holder.mandate.mandate_id}
        worn = tx.execute(_UNDER_MANDATE, named).one_or_none()
    if not _counts(worn, now) or not _is_still(worn, holder):
        raise NotYourHolding


def _counts(row: Any | None, now: datetime) -> bool:
    return row is not None and in_force(row.from_date, row.to_date, today_in(row.timezone, now))


def _is_still(row: Any | None, holder: Holder) -> bool:
    return row is not None and (row.position_id, row.role, row.duty, row.unit_id) == (
        holder.position_id,
        holder.role,
        holder.duty,
        holder.unit_id,
    )


def holdings_of_office(
    connection: Connection,
    pemda_id: UUID,
    office_id: UUID,
    day: date,
    *,
    only: Iterable[UUID] | None = None,
) -> dict[UUID, tuple[UUID, str]]:
    """Return who holds which jabatan of an office on a day: holding id → (person id, title).

    Positions with a duty beside the lanes are left out: they take no part in a process.
    """
    wanted = () if only is None else (holding.c.id.in_(list(only)),)
    rows = connection.execute(
        select(holding.c.id, holding.c.person_id, position.c.title)
        .select_from(holding)
        .join(position, on(position.c.id, holding.c.position_id))
        .join(person, on(person.c.id, holding.c.person_id))
        .where(
            holding.c.pemda_id == pemda_id,
            position.c.office_id == office_id,
            position.c.duty.is_(None),
            position.c.active,
            person.c.active,
            held_on(day),
            *wanted,
        )
        .order_by(position.c.sort, position.c.title, holding.c.id)
    )
    return {row.id: (row.person_id, row.title) for row in rows}
