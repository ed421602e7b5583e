"""The kept walks of a SOP, run on one of its versions: what hinders *Berlakukan*."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from service.errors import Rejected
from service.running.definitions import definition_of
from service.running.walks.acts import acts_of
from service.running.walks.ground import ground_of_version
from service.running.walks.kept import out_of, run_kept
from service.sentences.telling import tell
from service.store.joins import on
from service.store.sop_walks import live_walks
from service.store.tables import office, sop

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any
    from uuid import UUID

    from sqlalchemy import Connection, Row

    from service.running.walks.ground import Ground
    from service.sentences.telling import Said


class WalksFail(Rejected):
    """A walk that was kept as a test of the SOP comes out otherwise with this version."""

    code = "walk.tests-fail"

    def __init__(self, failing: Sequence[RanWalk]) -> None:
        self.failing = tuple(failing)
        first = self.failing[0]
        difference = "" if first.difference is None else tell(first.difference)
        super().__init__(count=len(self.failing), name=first.name, difference=difference)


@dataclass(frozen=True, slots=True)
class RanWalk:
    """A kept walk and what came of running it again."""

    walk_id: UUID
    name: str
    #: the first difference; None: it passes
    difference: Said | None


def run_kept_walks(ground: Ground, rows: Sequence[Row[Any]]) -> tuple[RanWalk, ...]:
    """Run kept walks (rows of `live_walks`) on a diagram with its forms."""
    return tuple(
        RanWalk(row.id, row.name, run_kept(ground, acts_of(row.acts), out_of(row.came_out)))
        for row in rows
    )


def walks_on_version(
    connection: Connection,
    pemda_id: UUID,
    sop_id: UUID,
    version_id: UUID,
    known: Mapping[UUID, RanWalk] | None = None,
) -> tuple[RanWalk, ...]:
    """Run every kept walk of a SOP on one of its versions; those in `known` ran on it already.

    Neither a version nor a kept walk ever changes, so what came out once holds.
    """
    rows = live_walks(connection, pemda_id, sop_id)
    ran = dict(known or {})
    new = [row for row in rows if row.id not in ran]
    if new:
        zone = zone_of_sop(connection, pemda_id, sop_id)
        ground = ground_of_version(definition_of(connection, pemda_id, version_id), zone)
        ran |= {it.walk_id: it for it in run_kept_walks(ground, new)}
    return tuple(ran[row.id] for row in rows)


def refuse_failing_walks(ran: Sequence[RanWalk]) -> None:
    """Raise WalksFail, naming the first, unless every walk passes."""
    failing = [it for it in ran if it.difference is not None]
    if failing:
        raise WalksFail(failing)


def zone_of_sop(connection: Connection, pemda_id: UUID, sop_id: UUID) -> str:
    """Return the IANA zone of the office that a SOP is of."""
    return str(
        connection.execute(
            select(office.c.timezone)
            .join(sop, on(sop.c.office_id, office.c.id))
            .where(office.c.pemda_id == pemda_id, sop.c.id == sop_id)
        ).scalar_one()
    )
