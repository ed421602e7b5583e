"""Processes: the list, and where one stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from sqlalchemy import and_, case, exists, false, func, or_, select

from service.access.candidates import candidate_keys, candidate_of, is_administrator
from service.access.rules import may_do_task, require_may_see_process
from service.errors import NotFound
from service.queries.definitions import diagram_of
from service.queries.holders import Addressee, holders_of
from service.queries.paging import CAP, Page, paged
from service.queries.places import ElementPlace, element_place, find_node
from service.store.blobs import content
from service.store.database import read
from service.store.tables import (
    document_act,
    document_version,
    history_event,
    holding,
    incident,
    office,
    person,
    position,
    private_text,
    process_instance,
    sop,
    sop_version,
    team_member,
    unit,
    user_task,
)
from service.values import parse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement, Connection, Row, Select
    from sqlalchemy.orm import Session

    from service.access.model import AuditScope, Caller
    from service.diagrams.model import Diagram

Status = Literal["running", "completed", "cancelled"]

#: Open tasks of one process that a page shows: the width of a multi-instance at most.
_MOST_STEPS: Final = 1_000


@dataclass(frozen=True, slots=True)
class ProcessLine:
    """One line of the list of processes."""

    instance_id: UUID
    number: str
    title: str
    sop_title: str
    office_name: str
    year: int
    status: Status
    trial: bool
    started_at: datetime
    ended_at: datetime | None


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
    candidate: str
    kind: str
    claimed_by: UUID | None
    claimed_jabatan: str | None


@dataclass(frozen=True, slots=True)
class ActMark:
    """A paraf or an approval on one version."""

    act: str
    jabatan: str
    occurred_at: datetime
    void: bool


@dataclass(frozen=True, slots=True)
class DocumentVersion:
    document: str
    name: str
    number: int
    sha256: str
    #: None: erased
    file_name: str | None
    made_at: datetime
    #: the jabatan that brought it
    jabatan: str
    #: whose part of a step done by several units at once it is
    unit_name: str | None
    acts: tuple[ActMark, ...]


@dataclass(frozen=True, slots=True)
class TeamMember:
    role: str
    name: str | None
    title: str


@dataclass(frozen=True, slots=True)
class OpenIncident:
    number: int
    place: ElementPlace
    #: of its sentence
    code: str
    params: Mapping[str, str]
    raised_at: datetime
    #: how often somebody tried again in vain
    attempts: int


@dataclass(frozen=True, slots=True)
class ProcessFactsRow:
    """What the rules ask about a process (`access.model.ProcessFacts`)."""

    pemda_id: UUID
    office_id: UUID
    sop_id: UUID
    candidates: frozenset[str]


@dataclass(frozen=True, slots=True)
class ProcessView:
    """A process with everything its page says."""

    instance_id: UUID
    number: str
    title: str
    year: int
    kind: str
    basis: str
    trial: bool
    status: Status
    started_at: datetime
    ended_at: datetime | None
    office_id: UUID
    office_name: str
    timezone: str
    unit_name: str
    sop_id: UUID
    sop_title: str
    sop_number: str | None
    version_id: UUID
    version_number: int
    version_status: str
    xml_sha256: str
    process_id: str
    engine_tag: str
    open_steps: tuple[OpenStep, ...]
    units: tuple[UnitProgress, ...]
    #: element ids of steps that were completed at least once
    done: frozenset[str]
    documents: tuple[DocumentVersion, ...]
    team: tuple[TeamMember, ...]
    incidents: tuple[OpenIncident, ...]
    facts: ProcessFactsRow
    #: how much of what a process may hold it uses
    events: int
    state_bytes: int
    #: set when the caller sees it only by surat tugas: this view is to be logged
    audit: AuditScope | None


# ---------------------------------------------------------------- the list


def find_processes(
    session: Session,
    caller: Caller,
    *,
    words: str = "",
    status: str = "",
    page: int = 1,
    size: int = CAP,
) -> Page[ProcessLine]:
    """Return the processes that the caller may see, the newest first.

    `words` must all stand in number, title or name of the SOP; `status` narrows when it is one.
    """
    statement = _list_statement().where(
        process_instance.c.pemda_id == caller.pemda_id, _visible_to(caller)
    )
    if status in ("running", "completed", "cancelled"):
        statement = statement.where(process_instance.c.status == status)
    # PostgreSQL takes no NUL in a text, so no process says one.
    for word in words.replace("\0", " ").split()[:8]:
        statement = statement.where(_says(word))
    with read(session) as connection:
        return paged(connection, statement, _line, number=page, size=size)


def _list_statement() -> Select[Any]:
    return (
        select(
            process_instance.c.id,
            process_instance.c.number,
            process_instance.c.title,
            process_instance.c.year,
            process_instance.c.status,
            process_instance.c.trial,
            process_instance.c.started_at,
            process_instance.c.ended_at,
            sop.c.title.label("sop_title"),
            office.c.name.label("office_name"),
        )
        .select_from(process_instance)
        .join(
            sop,
            and_(
                sop.c.pemda_id == process_instance.c.pemda_id,
                sop.c.id == process_instance.c.sop_id,
            ),
        )
        .join(
            office,
            and_(
                office.c.pemda_id == process_instance.c.pemda_id,
                office.c.id == process_instance.c.office_id,
            ),
        )
        .order_by(process_instance.c.started_at.desc(), process_instance.c.id.desc())
    )


def _line(row: Row[Any]) -> ProcessLine:
    return ProcessLine(
        instance_id=row.id,
        number=row.number,
        title=row.title,
        sop_title=row.sop_title,
        office_name=row.office_name,
        year=row.year,
        status=row.status,
        trial=row.trial,
        started_at=row.started_at,
        ended_at=row.ended_at,
    )


def _says(word: str) -> ColumnElement[bool]:
    return or_(
        process_instance.c.number.icontains(word, autoescape=True),
        process_instance.c.title.icontains(word, autoescape=True),
        sop.c.title.icontains(word, autoescape=True),
    )


def _visible_to(caller: Caller) -> ColumnElement[bool]:
    """Return as a condition what `access.rules.may_see_process` says of one process."""
    ways: list[ColumnElement[bool]] = [false()]
    if not is_administrator(caller):
        offices = {holder.office_id for holder in caller.holders if holder.duty is None}
        ways.append(process_instance.c.office_id.in_(sorted(offices)))
        ways.append(
            exists()
            .where(
                user_task.c.pemda_id == caller.pemda_id,
                user_task.c.instance_id == process_instance.c.id,
                user_task.c.candidate.in_(sorted(candidate_keys(caller))),
            )
            .correlate(process_instance)
        )
    if any(holder.duty == "auditor" for holder in caller.holders):
        ways.extend(_within(scope) for scope in caller.audits)
    return or_(*ways)


def _within(scope: AuditScope) -> ColumnElement[bool]:
    limits: list[ColumnElement[bool]] = [process_instance.c.id.is_not(None)]
    if scope.office_id is not None:
        limits.append(process_instance.c.office_id == scope.office_id)
    if scope.sop_id is not None:
        limits.append(process_instance.c.sop_id == scope.sop_id)
    return and_(*limits)


# ---------------------------------------------------------------- one process


def process_view(
    session: Session, caller: Caller, instance_id: UUID, *, today: date
) -> ProcessView:
    """Return a process as its page shows it. Raises NotFound when the caller may not see it."""
    with read(session) as connection:
        row, facts = process_row(connection, caller, instance_id)
        audit = require_may_see_process(caller, facts)
        diagram = diagram_of(connection, caller.pemda_id, row.xml_sha256)
        return ProcessView(
            instance_id=instance_id,
            number=row.number,
            title=row.title,
            year=row.year,
            kind=row.kind,
            basis=row.basis,
            trial=row.trial,
            status=row.status,
            started_at=row.started_at,
            ended_at=row.ended_at,
            office_id=row.office_id,
            office_name=row.office_name,
            timezone=row.timezone,
            unit_name=row.unit_name,
            sop_id=row.sop_id,
            sop_title=row.sop_title,
            sop_number=row.sop_number,
            version_id=row.version_id,
            version_number=row.version_number,
            version_status=row.version_status,
            xml_sha256=row.xml_sha256,
            process_id=row.process_id,
            engine_tag=row.engine_tag,
            open_steps=open_steps(connection, caller, row, diagram, today),
            units=unit_progress(connection, caller.pemda_id, instance_id, diagram, row.process_id),
            done=_done(connection, caller.pemda_id, instance_id),
            documents=documents_of(connection, caller.pemda_id, instance_id, diagram, row),
            team=_team(connection, caller.pemda_id, instance_id),
            incidents=_incidents(connection, caller.pemda_id, row, diagram),
            facts=facts,
            events=_events(connection, caller.pemda_id, instance_id),
            state_bytes=len(row.state),
            audit=audit,
        )


def process_diagram(session: Session, caller: Caller, instance_id: UUID) -> bytes:
    """Return the BPMN file under which a process runs. Raises NotFound."""
    with read(session) as connection:
        row, facts = process_row(connection, caller, instance_id)
        require_may_see_process(caller, facts)
        return content(connection, caller.pemda_id, row.xml_sha256)


def audit_scope_of(session: Session, caller: Caller, instance_id: UUID) -> AuditScope | None:
    """Return the surat tugas by which alone the caller sees a process; None: otherwise or not."""
    with read(session) as connection:
        try:
            _, facts = process_row(connection, caller, instance_id)
            return require_may_see_process(caller, facts)
        except NotFound:
            return None


def process_row(
    connection: Connection, caller: Caller, instance_id: UUID
) -> tuple[Row[Any], ProcessFactsRow]:
    """Return the joined row of a process and what the rules ask of it. Raises NotFound."""
    row = joined_row(connection, caller.pemda_id, instance_id)
    candidates = connection.execute(
        select(user_task.c.candidate)
        .where(user_task.c.pemda_id == caller.pemda_id, user_task.c.instance_id == instance_id)
        .distinct()
    ).scalars()
    facts = ProcessFactsRow(caller.pemda_id, row.office_id, row.sop_id, frozenset(candidates))
    return row, facts


def joined_row(connection: Connection, pemda_id: UUID, instance_id: UUID) -> Row[Any]:
    """Return a process with the names of what it belongs to. Raises NotFound."""
    row = connection.execute(
        _process_statement().where(
            process_instance.c.pemda_id == pemda_id, process_instance.c.id == instance_id
        )
    ).one_or_none()
    if row is None:
        raise NotFound
    return row


def _process_statement() -> Select[Any]:
    return (
        select(
            process_instance,
            sop.c.title.label("sop_title"),
            sop.c.number.label("sop_number"),
            sop_version.c.number.label("version_number"),
            sop_version.c.status.label("version_status"),
            sop_version.c.xml_sha256,
            sop_version.c.process_id,
            office.c.name.label("office_name"),
            office.c.timezone,
            unit.c.name.label("unit_name"),
        )
        .select_from(process_instance)
        .join(
            sop,
            and_(
                sop.c.pemda_id == process_instance.c.pemda_id,
                sop.c.id == process_instance.c.sop_id,
            ),
        )
        .join(
            sop_version,
            and_(
                sop_version.c.pemda_id == process_instance.c.pemda_id,
                sop_version.c.id == process_instance.c.version_id,
            ),
        )
        .join(
            office,
            and_(
                office.c.pemda_id == process_instance.c.pemda_id,
                office.c.id == process_instance.c.office_id,
            ),
        )
        .join(
            unit,
            and_(
                unit.c.pemda_id == process_instance.c.pemda_id,
                unit.c.id == process_instance.c.unit_id,
            ),
        )
    )


def open_steps(
    connection: Connection,
    caller: Caller,
    row: Row[Any],
    diagram: Diagram,
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
        key: holders_of(connection, caller.pemda_id, key, today)
        for key in {task.candidate for task in tasks}
    }
    waiving = _Waiving(connection, caller, row, diagram)
    return tuple(
        OpenStep(
            task_no=task.task_no,
            place=element_place(diagram, row.process_id, task.element_id),
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
            and may_do_task(caller, task_facts(caller, row.office_id, task)),
            waivable=waiving.possible(task),
            last_unit=waiving.last(task),
        )
        for task in tasks
    )


def unit_progress(
    connection: Connection, pemda_id: UUID, instance_id: UUID, diagram: Diagram, process_id: str
) -> tuple[UnitProgress, ...]:
    """Return how far the steps are that several Bidang do side by side and that are open now."""
    rows = connection.execute(
        select(
            user_task.c.element_id,
            func.count().label("total"),
            func.sum(case((user_task.c.status == "open", 1), else_=0)).label("waiting"),
            func.sum(case((user_task.c.status == "waived", 1), else_=0)).label("waived"),
        )
        .where(
            user_task.c.pemda_id == pemda_id,
            user_task.c.instance_id == instance_id,
            user_task.c.unit_id.is_not(None),
        )
        .group_by(user_task.c.element_id, user_task.c.opened_seq)
        .order_by(user_task.c.opened_seq)
    )
    return tuple(
        UnitProgress(
            title=element_place(diagram, process_id, row.element_id).title,
            received=row.total - row.waiting - row.waived,
            waived=row.waived,
            total=row.total,
        )
        for row in rows
        if row.waiting
    )


def task_facts(caller: Caller, office_id: UUID, task: Row[Any]) -> TaskFactsRow:
    """Return what the rules ask about a task, of a row of `_task_statement`."""
    return TaskFactsRow(
        pemda_id=caller.pemda_id,
        office_id=office_id,
        candidate=task.candidate,
        kind=task.kind,
        claimed_by=task.claimed_by,
        claimed_jabatan=task.claimed_title,
    )


def _task_statement() -> Select[Any]:
    return (
        select(user_task, unit.c.name.label("unit_name"), position.c.title.label("claimed_title"))
        .select_from(user_task)
        .outerjoin(
            unit,
            and_(unit.c.pemda_id == user_task.c.pemda_id, unit.c.id == user_task.c.unit_id),
        )
        .outerjoin(
            holding,
            and_(
                holding.c.pemda_id == user_task.c.pemda_id,
                holding.c.id == user_task.c.claimed_holding,
            ),
        )
        .outerjoin(
            position,
            and_(
                position.c.pemda_id == holding.c.pemda_id, position.c.id == holding.c.position_id
            ),
        )
    )


class _Waiving:
    """Whether the caller may waive a unit's part: the command asks again (decisions §3.4)."""

    def __init__(
        self, connection: Connection, caller: Caller, row: Row[Any], diagram: Diagram
    ) -> None:
        self._keys = candidate_keys(caller)
        self._row = row
        self._process = diagram.process(row.process_id)
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
        process = self._process
        node = None if process is None else find_node(process, task.element_id)
        collector = None if node is None else node.extension.collector
        if process is None or collector is None:
            return False
        found = find_node(process, collector)
        lane = process.lane(found.lane) if found else None
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


def _events(connection: Connection, pemda_id: UUID, instance_id: UUID) -> int:
    newest = connection.scalar(
        select(func.max(history_event.c.seq)).where(
            history_event.c.pemda_id == pemda_id, history_event.c.stream_id == instance_id
        )
    )
    return int(newest or 0)


def _done(connection: Connection, pemda_id: UUID, instance_id: UUID) -> frozenset[str]:
    return frozenset(
        connection.execute(
            select(user_task.c.element_id)
            .where(
                user_task.c.pemda_id == pemda_id,
                user_task.c.instance_id == instance_id,
                user_task.c.status.in_(("completed", "waived")),
            )
            .distinct()
        ).scalars()
    )


def documents_of(
    connection: Connection,
    pemda_id: UUID,
    instance_id: UUID,
    diagram: Diagram,
    row: Row[Any],
) -> tuple[DocumentVersion, ...]:
    """Return every version of every document: as they came up, the newest of each first."""
    acts = _acts(connection, pemda_id, instance_id)
    names = _document_names(diagram, row.process_id)
    found = connection.execute(
        select(
            document_version,
            private_text.c.text.label("file_name"),
            history_event.c.jabatan,
            unit.c.name.label("unit_name"),
        )
        .select_from(document_version)
        .join(
            history_event,
            and_(
                history_event.c.pemda_id == document_version.c.pemda_id,
                history_event.c.stream_id == document_version.c.instance_id,
                history_event.c.seq == document_version.c.event_seq,
            ),
        )
        .outerjoin(
            user_task,
            and_(
                user_task.c.pemda_id == document_version.c.pemda_id,
                user_task.c.instance_id == document_version.c.instance_id,
                user_task.c.closed_seq == document_version.c.event_seq,
                # The same event may have cancelled others.
                user_task.c.status == "completed",
            ),
        )
        .outerjoin(
            unit, and_(unit.c.pemda_id == user_task.c.pemda_id, unit.c.id == user_task.c.unit_id)
        )
        .outerjoin(
            private_text,
            and_(
                private_text.c.pemda_id == document_version.c.pemda_id,
                private_text.c.id == document_version.c.file_name_id,
            ),
        )
        .where(
            document_version.c.pemda_id == pemda_id,
            document_version.c.instance_id == instance_id,
        )
        .order_by(document_version.c.event_seq.desc(), document_version.c.document)
        .limit(1000)
    ).all()
    first = {version.document: version.event_seq for version in found}
    ordered = sorted(found, key=lambda version: (first[version.document], version.document))
    return tuple(
        DocumentVersion(
            document=version.document,
            name=names.get(version.document, version.document),
            number=version.number,
            sha256=version.sha256,
            file_name=version.file_name,
            made_at=version.made_at,
            jabatan=version.jabatan or "",
            unit_name=version.unit_name,
            acts=acts.get((version.document, version.number), ()),
        )
        for version in ordered
    )


def _document_names(diagram: Diagram, process_id: str) -> dict[str, str]:
    process = diagram.process(process_id)
    identity = process.identity if process else None
    return {document.key: document.name for document in identity.documents} if identity else {}


def _acts(
    connection: Connection, pemda_id: UUID, instance_id: UUID
) -> dict[tuple[str, int], tuple[ActMark, ...]]:
    rows = connection.execute(
        select(document_act, position.c.title)
        .select_from(document_act)
        .join(
            holding,
            and_(
                holding.c.pemda_id == document_act.c.pemda_id,
                holding.c.id == document_act.c.holding_id,
            ),
        )
        .join(
            position,
            and_(
                position.c.pemda_id == holding.c.pemda_id, position.c.id == holding.c.position_id
            ),
        )
        .where(document_act.c.pemda_id == pemda_id, document_act.c.instance_id == instance_id)
        .order_by(document_act.c.occurred_at)
        .limit(1000)
    )
    found: dict[tuple[str, int], tuple[ActMark, ...]] = {}
    for row in rows:
        key = (row.document, row.version)
        mark = ActMark(row.act, row.title, row.occurred_at, void=row.void_at is not None)
        found[key] = (*found.get(key, ()), mark)
    return found


def _team(connection: Connection, pemda_id: UUID, instance_id: UUID) -> tuple[TeamMember, ...]:
    rows = connection.execute(
        select(team_member.c.role, person.c.name, position.c.title)
        .select_from(team_member)
        .join(
            person,
            and_(
                person.c.pemda_id == team_member.c.pemda_id,
                person.c.id == team_member.c.person_id,
            ),
        )
        .join(
            holding,
            and_(
                holding.c.pemda_id == team_member.c.pemda_id,
                holding.c.id == team_member.c.holding_id,
            ),
        )
        .join(
            position,
            and_(
                position.c.pemda_id == holding.c.pemda_id, position.c.id == holding.c.position_id
            ),
        )
        .where(team_member.c.pemda_id == pemda_id, team_member.c.instance_id == instance_id)
        .order_by(team_member.c.role.desc(), position.c.sort, position.c.title)
        .limit(200)
    )
    return tuple(TeamMember(row.role, row.name, row.title) for row in rows)


def _incidents(
    connection: Connection,
    pemda_id: UUID,
    row: Row[Any],
    diagram: Diagram,
) -> tuple[OpenIncident, ...]:
    rows = connection.execute(
        select(incident)
        .where(
            incident.c.pemda_id == pemda_id,
            incident.c.instance_id == row.id,
            incident.c.resolved_at.is_(None),
        )
        .order_by(incident.c.number)
        .limit(100)
    )
    return tuple(
        OpenIncident(
            number=found.number,
            place=element_place(diagram, row.process_id, found.element_id),
            code=found.code,
            params=parse(found.params),
            raised_at=found.raised_at,
            attempts=found.attempts,
        )
        for found in rows
    )
