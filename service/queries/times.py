"""Where the time of a process went, step by step: queue, work, and waiting for outside agencies.

Counted when it is asked for, by the calendar of the office as it is now, from the rows of the
tasks and the events that sent papers out or recorded their arrival.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from service.access.rules import require_may_see_process
from service.queries.instances import process_row
from service.queries.places import ElementPlace, place_at
from service.running.past_versions import definitions_at, past_versions
from service.running.sending import proves_sending
from service.store.calendars import office_calendar
from service.store.database import read
from service.store.joins import on
from service.store.tables import history_event, unit, user_task
from service.values import parse
from service.working_time import working_time_between
from service.working_time.spent import Spent, spent_by_person, spent_on_agency

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime, timedelta
    from uuid import UUID

    from sqlalchemy import Connection, Row, Select
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.running.definitions import PinnedDefinition
    from service.working_time import Calendar, OfficeCalendar

#: Tasks whose times are listed; all of them are counted.
MOST: Final = 100


@dataclass(frozen=True, slots=True)
class StepTime:
    """One task: what the SOP gives it and what it took."""

    task_no: int
    place: ElementPlace
    unit_name: str | None
    agency: str | None
    round: int
    #: open | completed | cancelled | waived
    status: str
    #: as the SOP writes it; "" where it gives none
    standard: str
    opened_at: datetime
    closed_at: datetime | None
    due_at: datetime | None
    spent: Spent
    #: somebody took it before completing it
    taken: bool
    #: of a step that waits for an agency: papers went out with a proof
    proven: bool


@dataclass(frozen=True, slots=True)
class ProcessTimes:
    steps: tuple[StepTime, ...]
    #: all tasks together; those side by side count each
    spent: Spent
    #: working time from the start to the end, or until now
    whole: timedelta
    #: there are more tasks than `steps` lists
    cut: bool
    calendar: OfficeCalendar


def times_of(
    session: Session, caller: Caller, instance_id: UUID, *, now: datetime
) -> ProcessTimes:
    """Return the times of a process. Raises NotFound."""
    with read(session) as connection:
        row, facts = process_row(connection, caller, instance_id)
        require_may_see_process(caller, facts)
        clock = office_calendar(connection, caller.pemda_id, row.office_id, row.timezone)
        tasks = _tasks(connection, caller.pemda_id, instance_id)
        past = past_versions(connection, caller.pemda_id, instance_id, row.version_id)
        definitions = definitions_at(connection, caller.pemda_id, past)
        events = _events_of(connection, caller.pemda_id, instance_id, tasks)
    ended: datetime = row.ended_at or now
    steps = [
        _step(
            task,
            # An open task was moved with its process, a closed one stays where it was done.
            definitions[past.at(task.closed_seq)],
            _sent_at(definitions[past.at(task.opened_seq)], events.get(task.opened_seq))
            if task.kind == "receive"
            else None,
            clock.calendar,
            events,
            ended,
        )
        for task in tasks
    ]
    return ProcessTimes(
        steps=tuple(steps[:MOST]),
        spent=reduce(add, (step.spent for step in steps), Spent()),
        whole=working_time_between(row.started_at, ended, clock.calendar),
        cut=len(steps) > MOST,
        calendar=clock,
    )


def _tasks(connection: Connection, pemda_id: UUID, instance_id: UUID) -> Sequence[Row[Any]]:
    query = (
        select(user_task, unit.c.name.label("unit_name"))
        .select_from(user_task)
        .outerjoin(unit, on(unit.c.id, user_task.c.unit_id))
        .where(user_task.c.pemda_id == pemda_id, user_task.c.instance_id == instance_id)
        .order_by(user_task.c.opened_seq, user_task.c.task_no)
    )
    found: Sequence[Row[Any]] = connection.execute(query).all()
    return found


def _events_of(
    connection: Connection, pemda_id: UUID, instance_id: UUID, tasks: Iterable[Row[Any]]
) -> Mapping[int, Row[Any]]:
    """Return the events that began or ended the waiting for an agency, by number."""
    waiting = [task for task in tasks if task.kind == "receive"]
    numbers = {task.opened_seq for task in waiting} | {task.closed_seq for task in waiting}
    if not waiting:
        return {}
    query: Select[Any] = select(
        history_event.c.seq,
        history_event.c.occurred_at,
        history_event.c.payload,
    ).where(
        history_event.c.pemda_id == pemda_id,
        history_event.c.stream_id == instance_id,
        history_event.c.seq.in_(sorted(number for number in numbers if number is not None)),
    )
    rows: Sequence[Row[Any]] = connection.execute(query).all()
    return {row.seq: row for row in rows}


def _step(
    task: Row[Any],
    definition: PinnedDefinition,
    sent: datetime | None,
    calendar: Calendar,
    events: Mapping[int, Row[Any]],
    now: datetime,
) -> StepTime:
    ended = task.closed_at or now
    # Completing a task that nobody had taken takes it in the same instant.
    taken = task.claimed_at if task.claimed_at not in (None, task.closed_at) else None
    if task.kind == "receive":
        arrival = events.get(task.closed_seq) if task.status == "completed" else None
        came = ended if arrival is None else min(arrival.occurred_at, ended)
        spent = spent_on_agency(task.opened_at, sent, came, calendar)
    else:
        spent = spent_by_person(task.opened_at, taken, ended, calendar)
    return StepTime(
        task_no=task.task_no,
        place=place_at(definition.engine, task.path),
        unit_name=task.unit_name,
        agency=task.agency,
        round=task.round,
        status=task.status,
        standard=_standard(definition, task.path),
        opened_at=task.opened_at,
        closed_at=task.closed_at,
        due_at=task.due_at,
        spent=spent,
        taken=taken is not None,
        proven=sent is not None,
    )


def _sent_at(definition: PinnedDefinition, event: Row[Any] | None) -> datetime | None:
    """Return when papers went out, by the act that let the process wait; None: without proof."""
    if event is None:
        return None
    said = parse(event.payload)
    proven = "path" in said and proves_sending(
        definition,
        said["path"],
        documents={it["document"] for it in said.get("documents") or ()},
        attached={it["field"] for it in said.get("attachments") or ()},
    )
    sent: datetime = event.occurred_at
    return sent if proven else None


def _standard(definition: PinnedDefinition, path: str) -> str:
    step = definition.engine.node(path).extension.step
    return "" if step is None else step.time_text
