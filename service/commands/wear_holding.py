"""Choose, for this session, the jabatan in which to act: an own one, or one under a penugasan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from service.access.refusals import NotYourHolding
from service.access.tokens import fingerprint
from service.store.callers import anew
from service.store.database import transaction
from service.store.tables import session as session_table

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller


def wear_holding(
    session: Session, caller: Caller, *, token: str, holding_id: UUID, now: datetime
) -> None:
    """Wear a jabatan that the caller holds or acts for today. Raises NotYourHolding.

    `holding_id`: of the holding, or of the penugasan.
    """
    with transaction(session) as tx:
        fresh = anew(tx, caller, now)
        if holding_id not in {holder.worn_as for holder in fresh.holders}:
            raise NotYourHolding
        tx.execute(
            update(session_table)
            .where(
                session_table.c.token_hash == fingerprint(token),
                session_table.c.pemda_id == caller.pemda_id,
                session_table.c.person_id == caller.person_id,
            )
            .values(holding_id=holding_id)
        )
