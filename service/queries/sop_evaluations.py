"""Evaluations of SOPs, and when the next is due.

A SOP is evaluated at least yearly (PermenPANRB 35/2012, chapter on monitoring and evaluation). No
document of ours states the day, so it counts from the last recorded evaluation, else from the day
on which the version in force began to bind.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from service.events.sop import SopEvaluated
from service.store.database import read
from service.store.private_texts import referenced, texts_of
from service.store.tables import history_event
from service.values import parse

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.queries.sops import SopView


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One recorded evaluation."""

    day: date
    #: keep, revise or withdraw
    result: str
    jabatan: str
    #: of the version that was evaluated
    version_id: str
    #: "" when the law had it erased
    note: str


def due_after(day: date) -> date:
    """Return the day a year later; of 29 February, the 28th."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def next_evaluation(sop: SopView, last: date | None, today: date) -> date | None:
    """Return the day by which a SOP is to be evaluated; None: nothing is in force.

    `last`: the day of the last recorded evaluation, if there was one.
    """
    in_force = sop.in_force(today)
    if in_force is None or in_force.effective_from is None:
        return None
    return due_after(max(in_force.effective_from, last or date.min))


def evaluations_of(session: Session, caller: Caller, sop_id: UUID) -> tuple[Evaluation, ...]:
    """Return the evaluations of a SOP, the newest first.

    Ask only for a SOP that `sop_view` gave to this caller.
    """
    with read(session) as connection:
        rows = connection.execute(
            select(history_event.c.payload, history_event.c.jabatan)
            .where(
                history_event.c.pemda_id == caller.pemda_id,
                history_event.c.stream_id == sop_id,
                history_event.c.kind == SopEvaluated.kind,
            )
            .order_by(history_event.c.seq.desc())
        ).all()
        told = [(parse(row.payload), row.jabatan or "") for row in rows]
        ids = [note for said, _ in told if (note := referenced(said["note"])) is not None]
        texts = texts_of(connection, caller.pemda_id, ids)
    return tuple(
        Evaluation(
            day=said["evaluated_on"],
            result=said["result"],
            jabatan=jabatan,
            version_id=said["version_id"],
            note=(texts.get(note) or "") if (note := referenced(said["note"])) else "",
        )
        for said, jabatan in told
    )


def last_evaluations(session: Session, caller: Caller) -> dict[UUID, date]:
    """Return the day of the last evaluation of each SOP of the pemda that has one."""
    with read(session) as connection:
        rows = connection.execute(
            select(history_event.c.stream_id, history_event.c.payload)
            .where(
                history_event.c.pemda_id == caller.pemda_id,
                history_event.c.stream == "sop",
                history_event.c.kind == SopEvaluated.kind,
            )
            .order_by(history_event.c.stream_id, history_event.c.seq)
        )
        found: dict[UUID, date] = {}
        for row in rows:
            day = parse(row.payload)["evaluated_on"]
            found[row.stream_id] = max(day, found.get(row.stream_id, day))
    return found
