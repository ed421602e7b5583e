"""Confirm what a diagram adds to its document: steps, performers, points left open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.access.rules import analyst_for
from service.errors import Conflict
from service.events.sop import SopProposalsConfirmed
from service.running.publishing import judged_anew
from service.store.database import read
from service.store.sops import (
    VersionMade,
    proposals_are_confirmed,
    sop_desk,
    sop_of_version,
    version_row,
)

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.store.idempotency import RequestKey


class VersionWithdrawn(Conflict):
    """The version was withdrawn."""

    code = "sop.withdrawn"


def confirm_proposals(
    session: Session,
    caller: Caller,
    *,
    version_id: UUID,
    now: datetime,
    request: RequestKey | None = None,
) -> VersionMade:
    """Take responsibility, as analyst, for what the document does not say (decisions §4.8).

    The event names the elements, so that it is plain what was confirmed. Twice changes nothing.
    Raises NotFound, OnlyAnalysts, VersionWithdrawn.
    """
    with read(session) as connection:
        sop_id = sop_of_version(connection, caller.pemda_id, version_id)
    with sop_desk(session, caller, sop_id, now, request) as desk:
        holder = analyst_for(desk.caller, desk.place)
        made = VersionMade(sop_id, version_id)
        if proposals_are_confirmed(desk.tx, caller.pemda_id, sop_id, version_id):
            return made
        version = version_row(desk.tx, caller.pemda_id, version_id)
        if version.status == "withdrawn":
            raise VersionWithdrawn
        judged = judged_anew(desk.tx, caller.pemda_id, version)
        desk.record(
            holder,
            SopProposalsConfirmed(
                version_id=version_id,
                elements=judged.proposed,
                open_points=judged.open_points,
                unsaid=judged.unsaid or None,
            ),
        )
    return made
