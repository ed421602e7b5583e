"""Somebody must always be left who can change the structure of a pemda."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, exists, select

from service.errors import Conflict
from service.store.joins import on
from service.store.tables import holding, login, person, position

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from service.store.structure import Desk


class LastAdministrator(Conflict):
    """Nobody would be left who can change the structure; somebody else must be it first."""

    code = "structure.last-administrator"


def require_administrator_left(
    desk: Desk,
    day: date,
    *,
    without_holding: UUID | None = None,
    without_person: UUID | None = None,
) -> None:
    """Raise LastAdministrator when, without these, nobody can log in as administrator from `day`.

    Who counts is active, has a login name, and holds the jabatan by `day` with no end in sight.
    What is no administrator's takes nothing away.
    """
    rows = desk.tx.execute(
        select(
            holding.c.id,
            holding.c.person_id,
            and_(
                holding.c.to_date.is_(None),
                holding.c.from_date <= day,
                exists().where(
                    login.c.pemda_id == holding.c.pemda_id,
                    login.c.person_id == holding.c.person_id,
                ),
            ).label("lasting"),
        )
        .join(position, on(position.c.id, holding.c.position_id))
        .join(person, on(person.c.id, holding.c.person_id))
        .where(
            holding.c.pemda_id == desk.pemda_id,
            position.c.duty == "administrator",
            person.c.active,
        )
    ).all()
    left = [row for row in rows if row.id != without_holding and row.person_id != without_person]
    if len(left) < len(rows) and not any(row.lasting for row in left):
        raise LastAdministrator
