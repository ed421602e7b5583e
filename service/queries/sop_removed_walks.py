"""Kept walks that no longer count: an obstacle that was taken away, by whom and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from service.access.rules import may_evaluate
from service.queries.sops import SopPlace
from service.store.database import read
from service.store.tables import sop_walk

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.queries.sops import SopView


@dataclass(frozen=True, slots=True)
class RemovedWalk:
    name: str
    #: another walk of its name took its place in the same act
    replaced: bool
    at: datetime
    jabatan: str
    reason: str


def removed_walks(session: Session, caller: Caller, sop: SopView) -> tuple[RemovedWalk, ...]:
    """Return the walks of a SOP that were replaced or deleted, oldest first.

    For those who write the SOP or put it in force; () for everybody else.
    """
    if not (sop.may_author or may_evaluate(caller, SopPlace(caller.pemda_id, sop.office_id))):
        return ()
    with read(session) as connection:
        rows = connection.execute(
            select(sop_walk)
            .where(sop_walk.c.pemda_id == caller.pemda_id, sop_walk.c.sop_id == sop.sop_id)
            .order_by(sop_walk.c.removed_at, sop_walk.c.id)
        ).all()
    return tuple(
        RemovedWalk(
            row.name,
            any(_follows(other, row) for other in rows),
            row.removed_at,
            row.removed_jabatan,
            row.reason,
        )
        for row in rows
        if row.removed_at is not None
    )


def _follows(other: Row[Any], row: Row[Any]) -> bool:
    """Say whether a walk was kept in the act that took the one of its name away."""
    return other.id != row.id and (other.name, other.kept_at) == (row.name, row.removed_at)
