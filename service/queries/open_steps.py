"""What is open in a process: whom each step waits for, and how far the Bidang are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import case, func, select

from service.access.candidates import candidate_keys, candidate_of
from service.access.model import Place
from service.access.rules import may_do_task, may_record_paper
from service.queries.holders import Addressee, holders_of
from service.queries.places import ElementPlace, place_at
from service.running.on_paper import is_recordable
from service.store.joins import on
from service.store.mandates import WORN_TITLE, on_mandate, on_worn
from service.store.tables import (
    document_act,
    holding,
    mandate,
    position,
    team_member,
    unit,
    user_task,
)

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import Connection, Row, Select

    from service.access.model import Caller
    from service.diagrams.extensions import NodeExtension
    from service.engine import Definition

#: Open tasks of one process that a page shows: the width of a multi-instance at most.
_MOST_STEPS: Final = 1_000


@dataclass(frozen=True, slots=True)
class OpenStep:
    """A task that waits, with the people it waits for."""

    task_no: int
    place: ElementPlace
    kind: str
    agency: str | None
    unit_name: str | None
    round: int
    returned: bool
    opened_at: datetime
    #: number of the event that opened it
    opened_seq: int
    due_at: datetime | None
    candidate: str
    claimed_by: UUID | None
    claimed_jabatan: str | None
    people: tuple[Addressee, ...]
    #: the caller may do it, taken by another or not
    mine: bool
    #: the caller holds the role of the step that collects, and may waive this unit's part
    waivable: bool
    #: the same, but nobody else's part would remain
    last_unit: bool
    #: the caller may record that it was done on paper
    on_paper: bool
    #: it is approved for signature and waits for the signature itself
    awaiting_signature: bool


@dataclass(frozen=True, slots=True)
class UnitProgress:
    """How far a step is that several Bidang do side by side."""

    title: str
    received: int
    waived: int
    total: int


@dataclass(frozen=True, slots=True)
class TaskFactsRow:
    """What the rules ask about a task (`access.model.TaskFacts`)."""

    pemda_id: UUID
    office_id: UUID
    sop_id: UUID
    candidate: str
    kind: str
    claimed_by: UUID | None
    claimed_jabatan: str | None


def open_steps(
    connection: Connection,
    caller: Caller,
    row: Row[Any],
    definition: Definition,
    today: date,
) -> tuple[OpenStep, ...]:
    """Return the open tasks of a process, in the order in which they were opened."""
    tasks = connection.execute(
        _task_statement()
        .where(
            user_task.c.pemda_id == caller.pemda_id,
            user_task.c.instance_id == row.id,
            user_task.c.status == "open",
        )
        .order_by(user_task.c.opened_seq, user_task.c.task_no)
        .limit(_MOST_STEPS)
    ).all()
    people = {
        key: holders_of(connection, caller.pemda_id, key, today, sop_id=row.sop_id)
        for key in {task.candidate for task in tasks}
    }
    waiving = _Waiving(connection, caller, row, definition)
    papers = _Papers(connection, caller, row, definition)
    return tuple(
        OpenStep(
            task_no=task.task_no,
            place=place_at(definition, task.path),
            kind=task.kind,
            agency=task.agency,
            unit_name=task.unit_name,
            round=task.round,
            returned=task.returned,
            opened_at=task.opened_at,
            opened_seq=task.opened_seq,
            due_at=task.due_at,
            candidate=task.candidate,
            claimed_by=task.claimed_by,
            claimed_jabatan=task.claimed_title,
            people=people[task.candidate],
            mine=task.claimed_by in (None, caller.person_id)
            and may_do_task(caller, task_facts(caller, row, task)),
            waivable=waiving.possible(task),
            last_unit=waiving.last(task),
            on_paper=papers.recordable(task),
            awaiting_signature=papers.awaiting(task),
        )
        for task in tasks
    )


def unit_progress(
    connection: Connection, pemda_id: UUID, instance_id: UUID, definition: Definition
) -> tuple[UnitProgress, ...]:
    """Return how far the steps are that several Bidang do side by side and that are open now."""
    rows = connection.execute(
        select(
            user_task.c.path,
            func.count().label("total"),
            func.sum(case((user_task.c.status == "open", 1), else_=0)).label("waiting"),
            func.sum(case((user_task.c.status == "waived", 1), else_=0)).label("waived"),
        )
        .where(
            user_task.c.pemda_id == pemda_id,
            user_task.c.instance_id == instance_id,
            user_task.c.unit_id.is_not(None),
        )
        .group_by(user_task.c.path, user_task.c.opened_seq)
        .order_by(user_task.c.opened_seq)
    )
    return tuple(
        UnitProgress(
            title=place_at(definition, row.path).title,
            received=row.total - row.waiting - row.waived,
            waived=row.waived,
            total=row.total,
        )
        for row in rows
        if row.waiting
    )


def task_facts(caller: Caller, row: Row[Any], task: Row[Any]) -> TaskFactsRow:
    """Return what the rules ask about a task of the process of `row`."""
    return TaskFactsRow(
        pemda_id=caller.pemda_id,
        office_id=row.office_id,
        sop_id=row.sop_id,
        candidate=task.candidate,
        kind=task.kind,
        claimed_by=task.claimed_by,
        claimed_jabatan=task.claimed_title,
    )


def _task_statement() -> Select[Any]:
    return (
        select(user_task, unit.c.name.label("unit_name"), WORN_TITLE.label("claimed_title"))
        .select_from(user_task)
        .outerjoin(unit, on(unit.c.id, user_task.c.unit_id))
        .outerjoin(holding, on(holding.c.id, user_task.c.claimed_holding))
        .outerjoin(mandate, on_mandate(user_task.c.claimed_mandate))
        .outerjoin(position, on_worn())
    )


class _Papers:
    """What the open steps wait for on paper, and whether the caller may record it."""

    def __init__(
        self, connection: Connection, caller: Caller, row: Row[Any], definition: Definition
    ) -> None:
        self._definition = definition
        self._trial = row.trial
        self._records = may_record_paper(caller, Place(caller.pemda_id, row.office_id))
        approved = select(document_act.c.element_id).where(
            document_act.c.pemda_id == caller.pemda_id,
            document_act.c.instance_id == row.id,
            document_act.c.act == "approved_for_signature",
            document_act.c.void_at.is_(None),
        )
        self._approved = frozenset(connection.execute(approved).scalars())

    def recordable(self, task: Row[Any]) -> bool:
        extension = self._extension(task)
        return self._records and is_recordable(task, extension)

    def awaiting(self, task: Row[Any]) -> bool:
        extension = self._extension(task)
        if self._trial or task.element_id not in self._approved:
            return False
        return any(act.kind == "sign" for act in extension.acts)

    def _extension(self, task: Row[Any]) -> NodeExtension:
        return self._definition.node(task.path).extension


class _Waiving:
    """Whether the caller may waive a unit's part: the command asks again (decisions §3.4)."""

    def __init__(
        self, connection: Connection, caller: Caller, row: Row[Any], definition: Definition
    ) -> None:
        self._keys = candidate_keys(caller, row.sop_id)
        self._row = row
        self._definition = definition
        teams = select(team_member.c.role).where(
            team_member.c.pemda_id == caller.pemda_id, team_member.c.instance_id == row.id
        )
        self._team_roles = frozenset(connection.execute(teams).scalars())
        counts = connection.execute(
            select(user_task.c.path, user_task.c.opened_seq, func.count().label("parts"))
            .where(
                user_task.c.pemda_id == caller.pemda_id,
                user_task.c.instance_id == row.id,
                user_task.c.status.in_(("open", "completed")),
            )
            .group_by(user_task.c.path, user_task.c.opened_seq)
        )
        self._parts = {(found.path, found.opened_seq): found.parts for found in counts}

    def possible(self, task: Row[Any]) -> bool:
        return self._collects(task) and not self._alone(task)

    def last(self, task: Row[Any]) -> bool:
        """Say whether waiving fails only because nobody else's part would remain."""
        return self._collects(task) and self._alone(task)

    def _alone(self, task: Row[Any]) -> bool:
        return bool(self._parts.get((task.path, task.opened_seq), 0) <= 1)

    def _collects(self, task: Row[Any]) -> bool:
        collector = self._definition.node(task.path).extension.collector
        if collector is None:
            return False
        lane = self._definition.lane(f"{task.path.rpartition('/')[0]}/{collector}")
        if lane is None or lane.binding.role is None:
            return False
        key = candidate_of(
            lane.binding.role,
            office_id=self._row.office_id,
            owning_unit_id=self._row.unit_id,
            instance_id=self._row.id,
            team_roles=self._team_roles,
        )
        return key in self._keys
