"""*Tugas Saya*: the open tasks that a caller may do, the most urgent first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from sqlalchemy import and_, or_, select, union

from service.access.candidates import candidate_keys, is_recorder, scoped_keys
from service.queries.acts_again import documents_acted_on
from service.queries.holders import sole_candidates
from service.queries.paging import CAP
from service.queries.places import place_at
from service.running.definitions import definition_of
from service.store.database import read
from service.store.joins import on
from service.store.tables import IS_OPEN_ARRIVAL, office, process_instance, sop, user_task

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import Connection, Row, Select
    from sqlalchemy.orm import Session

    from service.access.model import Caller

#: taken: mine alone; free: still to be taken; recording: an outside agency's, I may record it
Group = Literal["taken", "free", "recording"]

#: Tasks shown on one page; more than anybody can have in hand.
MOST: Final = CAP


@dataclass(frozen=True, slots=True)
class TaskCard:
    """One line of the inbox."""

    instance_id: UUID
    task_no: int
    group: Group
    #: short text of the node, and the row of the document
    title: str
    step_number: str | None
    sop_title: str
    process_number: str
    process_title: str
    office_id: UUID
    #: IANA zone of the office
    timezone: str
    #: 0 the first time, 1 = perbaikan ke-1
    round: int
    returned: bool
    opened_at: datetime
    due_at: datetime | None
    agency: str | None
    trial: bool
    #: its process is suspended: it is shown, and cannot be done
    suspended: bool
    #: completing it is a paraf or an approval on a document, as drawn
    acts: bool
    #: one is a paraf that the caller gave before, on a version that a newer one made void
    again: bool


@dataclass(frozen=True, slots=True)
class Inbox:
    """Everything that waits for the caller, in three groups."""

    cards: tuple[TaskCard, ...]
    #: there are more than are shown
    cut: bool

    def of(self, group: Group) -> tuple[TaskCard, ...]:
        return tuple(card for card in self.cards if card.group == group)


def my_tasks(session: Session, caller: Caller, *, today: date) -> Inbox:
    """Return the caller's open tasks: due first, then the oldest."""
    with read(session) as connection:
        rows = connection.execute(_statement(caller)).all()
        own = {
            (row.candidate, row.sop_id)
            for row in rows
            if row.candidate in candidate_keys(caller, row.sop_id)
        }
        sole = sole_candidates(connection, caller.pemda_id, own, today)
        done = documents_acted_on(connection, caller, {row.instance_id for row in rows[:MOST]})
        cards = [
            _card(
                connection,
                caller,
                row,
                sole=(row.candidate, row.sop_id) in sole,
                own=(row.candidate, row.sop_id) in own,
                done=done,
            )
            for row in rows[:MOST]
        ]
    return Inbox(tuple(cards), cut=len(rows) > MOST)


def _statement(caller: Caller) -> Select[Any]:
    """Return what finds the first `MOST` tasks, and one more where there are more.

    Each way by which a task reaches the caller is searched by its own index, and gives its first
    ones: asked for all ways at once, either database reads every open task of the pemda.
    """
    ways = [select(way.limit(MOST + 1).subquery()) for way in _ways(caller)]
    mine = union(*ways).subquery("mine")
    return (
        select(
            user_task,
            process_instance.c.number.label("process_number"),
            process_instance.c.title.label("process_title"),
            process_instance.c.office_id,
            process_instance.c.sop_id,
            process_instance.c.trial,
            process_instance.c.suspended_at,
            office.c.timezone,
            sop.c.title.label("sop_title"),
            process_instance.c.version_id,
        )
        .select_from(mine)
        .join(
            user_task,
            and_(
                user_task.c.pemda_id == caller.pemda_id,
                user_task.c.instance_id == mine.c.instance_id,
                user_task.c.task_no == mine.c.task_no,
            ),
        )
        .join(process_instance, on(process_instance.c.id, user_task.c.instance_id))
        .join(office, on(office.c.id, process_instance.c.office_id))
        .join(
            sop,
            and_(sop.c.pemda_id == user_task.c.pemda_id, sop.c.id == process_instance.c.sop_id),
        )
        .order_by(*_URGENT_FIRST)
        .limit(MOST + 1)
    )


def _ways(caller: Caller) -> Iterator[Select[Any]]:
    keys = candidate_keys(caller)
    yield _open(caller).where(user_task.c.candidate.in_(sorted(keys)))
    for sops, answered in scoped_keys(caller):
        yield _of_processes(caller).where(
            user_task.c.candidate.in_(sorted(answered)),
            process_instance.c.sop_id.in_(sorted(sops)),
        )
    recorded = {holder.office_id for holder in caller.holders if is_recorder(holder)}
    if keys and recorded:
        yield _of_processes(caller).where(
            IS_OPEN_ARRIVAL, process_instance.c.office_id.in_(sorted(recorded))
        )


def _of_processes(caller: Caller) -> Select[Any]:
    return _open(caller).join(process_instance, on(process_instance.c.id, user_task.c.instance_id))


def _open(caller: Caller) -> Select[Any]:
    return (
        select(user_task.c.instance_id, user_task.c.task_no)
        .where(
            user_task.c.pemda_id == caller.pemda_id,
            user_task.c.status == "open",
            or_(user_task.c.claimed_by.is_(None), user_task.c.claimed_by == caller.person_id),
        )
        .order_by(*_URGENT_FIRST)
    )


_URGENT_FIRST: Final = (
    user_task.c.due_at.is_(None),
    user_task.c.due_at,
    user_task.c.opened_at,
    user_task.c.instance_id,
    user_task.c.task_no,
)


def _card(
    connection: Connection,
    caller: Caller,
    row: Row[Any],
    *,
    sole: bool,
    own: bool,
    done: frozenset[tuple[UUID, str]],
) -> TaskCard:
    definition = definition_of(connection, caller.pemda_id, row.version_id).engine
    place = place_at(definition, row.path)
    # Nothing is asked of anybody while its process is suspended.
    asked = own and row.suspended_at is None
    acts = definition.node(row.path).extension.acts if asked else ()
    return TaskCard(
        instance_id=row.instance_id,
        task_no=row.task_no,
        group=_group(own=own, taken=sole or row.claimed_by is not None),
        title=place.title,
        step_number=place.step_number,
        sop_title=row.sop_title,
        process_number=row.process_number,
        process_title=row.process_title,
        office_id=row.office_id,
        timezone=row.timezone,
        round=row.round,
        returned=row.returned,
        opened_at=row.opened_at,
        due_at=row.due_at,
        agency=row.agency,
        trial=row.trial,
        suspended=row.suspended_at is not None,
        acts=bool(acts),
        again=any(act.kind == "paraf" and (row.instance_id, act.document) in done for act in acts),
    )


def _group(*, own: bool, taken: bool) -> Group:
    if not own:
        return "recording"
    return "taken" if taken else "free"
