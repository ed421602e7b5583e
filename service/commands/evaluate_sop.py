"""Record the yearly evaluation of a SOP (PermenPANRB 35/2012): its day, its result, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from service.access.entries import EntryRefused, Problem, text_problems
from service.access.roles import today_in
from service.access.rules import evaluator_for
from service.errors import Conflict
from service.events.sop import SopEvaluated
from service.store.private_texts import commitments, reference, seal
from service.store.sops import VersionMade, sop_desk
from service.store.tables import sop_version

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.store.idempotency import RequestKey

#: What is to become of the SOP; nothing of it happens by this record.
RESULTS: Final = ("keep", "revise", "withdraw")

_LONGEST_NOTE: Final = 2_000


class NothingInForce(Conflict):
    """Only a SOP that binds the office is evaluated."""

    code = "sop.nothing-in-force"


def evaluate_sop(
    session: Session,
    caller: Caller,
    *,
    sop_id: UUID,
    evaluated_on: date,
    result: str,
    note: str,
    now: datetime,
    request: RequestKey | None = None,
) -> VersionMade:
    """Record that the version in force on a day was evaluated: the head or an analyst does.

    The note is obligatory: it says what was found. Raises NotFound, OnlyHead, EntryRefused,
    NothingInForce.
    """
    why = note.strip().replace("\r\n", "\n")
    _refuse_entry(result, why)
    with sop_desk(session, caller, sop_id, now, request) as desk:
        holder = evaluator_for(desk.caller, desk.place)
        if (done := desk.answered()) is not None:
            return done
        if evaluated_on > today_in(desk.timezone, now):
            raise EntryRefused(Problem("evaluated_on", "sop.evaluated-in-the-future"))
        version_id = _in_force(desk.tx, caller.pemda_id, sop_id, evaluated_on)
        text = seal("note", why)
        desk.record(
            holder,
            SopEvaluated(
                version_id=version_id,
                evaluated_on=evaluated_on,
                result=result,
                note=reference(text),
                texts=commitments([text]),
            ),
            texts=[text],
        )
        made = VersionMade(sop_id, version_id)
        desk.answer(made)
    return made


def _refuse_entry(result: str, note: str) -> None:
    problems = []
    if result not in RESULTS:
        problems.append(Problem("result", "web.choose-from-list"))
    problems.extend(text_problems("note", note, _LONGEST_NOTE, lines=True))
    if problems:
        raise EntryRefused(*problems)


def _in_force(tx: Connection, pemda_id: UUID, sop_id: UUID, day: date) -> UUID:
    """Return the version that bound the office on a day. Raises NothingInForce."""
    found: UUID | None = tx.scalar(
        select(sop_version.c.id)
        .where(
            sop_version.c.pemda_id == pemda_id,
            sop_version.c.sop_id == sop_id,
            sop_version.c.effective_from <= day,
            (sop_version.c.effective_to.is_(None)) | (sop_version.c.effective_to >= day),
        )
        # Of two that began on one day the later took over from one that was withdrawn on it.
        .order_by(sop_version.c.effective_from.desc(), sop_version.c.number.desc())
        .limit(1)
    )
    if found is None:
        raise NothingInForce
    return found
