"""Withdraw a version: no process can be started with it any more; those that run go on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from service.access.entries import written_lines
from service.access.roles import today_in
from service.access.rules import require_confirmed, withdrawer_for
from service.errors import Conflict
from service.events.sop import SopVersionWithdrawn
from service.store.database import read
from service.store.private_texts import commitments, reference, seal
from service.store.sops import VersionMade, sop_desk, sop_of_version, version_row
from service.store.tables import sop_version

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.store.idempotency import RequestKey
    from service.store.sops import SopDesk

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

    One that binds the office ends today and asks for the password. So does one that is to bind it
    from a later day, which leaves the version before it in its place. Raises NotFound, OnlyHead,
    PasswordNeeded, EntryRefused, AlreadyWithdrawn.
    """
    text = written_lines("reason", reason, _LONGEST_REASON)
    with read(session) as connection:
        sop_id = sop_of_version(connection, caller.pemda_id, version_id)
    with sop_desk(session, caller, sop_id, now, request) as desk:
        holder = withdrawer_for(desk.caller, desk.place)
        if (done := desk.answered()) is not None:
            return done
        version = version_row(desk.tx, caller.pemda_id, version_id)
        if version.status == "withdrawn":
            raise AlreadyWithdrawn
        if version.status == "effective":
            require_confirmed(desk.caller, now)
        why = seal("reason", text)
        event = SopVersionWithdrawn(
            version_id=version_id,
            effective_to=version.effective_to,
            reason=reference(why),
            texts=commitments([why]),
        )
        desk.record(holder, _with_days(desk, event, version), texts=[why])
        made = VersionMade(sop_id, version_id)
        desk.answer(made)
    return made


def _with_days(desk: SopDesk, event: SopVersionWithdrawn, version: Any) -> SopVersionWithdrawn:
    """Return the event with the days that it changes: its own, or those of the one before it."""
    if version.status != "effective":
        return event
    today = today_in(desk.timezone, desk.now)
    if version.effective_from <= today:
        last_day = version.effective_to
        return replace(event, effective_to=today if last_day is None else min(last_day, today))
    before = version.effective_from - timedelta(days=1)
    kept = desk.tx.scalar(
        select(sop_version.c.id).where(
            sop_version.c.pemda_id == desk.place.pemda_id,
            sop_version.c.sop_id == desk.sop_id,
            sop_version.c.status == "effective",
            sop_version.c.effective_to == before,
        )
    )
    until = version.effective_to if kept is not None else None
    return replace(event, effective_to=None, kept_id=kept, kept_to=until)
