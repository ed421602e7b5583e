"""Withdraw a version: no process can be started with it any more; those that run go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.access.entries import EntryRefused, Problem
from service.access.roles import today_in
from service.access.rules import require_confirmed, withdrawer_for
from service.errors import Conflict
from service.events.sop import SopVersionWithdrawn
from service.store.database import read
from service.store.private_texts import commitments, reference, seal
from service.store.sops import VersionMade, sop_desk, sop_of_version, version_row

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.store.idempotency import RequestKey

_LONGEST_REASON = 2_000


class AlreadyWithdrawn(Conflict):
    """The version was withdrawn before."""

    code = "sop.withdrawn"


def withdraw_version(
    session: Session,
    caller: Caller,
    *,
    version_id: UUID,
    reason: str,
    now: datetime,
    request: RequestKey | None = None,
) -> VersionMade:
    """Withdraw a version with a reason: the head of the office or an analyst does.

    One that binds the office ends today and asks for the password. Raises NotFound, OnlyHead,
    PasswordNeeded, EntryRefused, AlreadyWithdrawn.
    """
    text = reason.strip()
    if not text:
        raise EntryRefused(Problem("reason", "structure.missing"))
    if len(text) > _LONGEST_REASON:
        raise EntryRefused(
            Problem("reason", "structure.too-long", {"longest": str(_LONGEST_REASON)})
        )
    with read(session) as connection:
        sop_id = sop_of_version(connection, caller.pemda_id, version_id)
    with sop_desk(session, caller, sop_id, now, request) as desk:
        holder = withdrawer_for(desk.caller, desk.place)
        if (done := desk.answered()) is not None:
            return done
        version = version_row(desk.tx, caller.pemda_id, version_id)
        if version.status == "withdrawn":
            raise AlreadyWithdrawn
        last_day = version.effective_to
        if version.status == "effective":
            require_confirmed(desk.caller, now)
            today = today_in(desk.timezone, now)
            last_day = today if last_day is None else min(last_day, today)
        why = seal("reason", text)
        desk.record(
            holder,
            SopVersionWithdrawn(
                version_id=version_id,
                effective_to=last_day,
                reason=reference(why),
                texts=commitments([why]),
            ),
            texts=[why],
        )
        made = VersionMade(sop_id, version_id)
        desk.answer(made)
    return made
