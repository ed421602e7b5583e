"""Processes: where one stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from service.access.rules import require_may_see_process
from service.errors import NotFound
from service.queries.definitions import diagram_of
from service.queries.documents import DocumentVersion, documents_of
from service.queries.open_steps import OpenStep, UnitProgress, open_steps, unit_progress
from service.queries.places import ElementPlace, element_place, place_at
from service.running.definitions import definition_of
from service.store.blobs import content
from service.store.database import read
from service.store.joins import on
from service.store.tables import (
    history_event,
    holding,
    incident,
    office,
    person,
    position,
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

    from sqlalchemy import Connection, Row, Select
    from sqlalchemy.orm import Session

    from service.access.model import AuditScope, Caller
    from service.diagrams.model import Diagram
    from service.engine import Definition
    from service.queries.process_list import Status


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
    #: since when; None: it is not suspended
    suspended_at: datetime | None
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


def process_view(
    session: Session, caller: Caller, instance_id: UUID, *, today: date
) -> ProcessView:
    """Return a process as its page shows it. Raises NotFound when the caller may not see it."""
    with read(session) as connection:
        row, facts = process_row(connection, caller, instance_id)
        audit = require_may_see_process(caller, facts)
        diagram = diagram_of(connection, caller.pemda_id, row.xml_sha256)
        definition = definition_of(connection, caller.pemda_id, row.version_id).engine
        return ProcessView(
            instance_id=instance_id,
            number=row.number,
            title=row.title,
            year=row.year,
            kind=row.kind,
            basis=row.basis,
            trial=row.trial,
            status=row.status,
            suspended_at=row.suspended_at,
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
            open_steps=open_steps(connection, caller, row, definition, today),
            units=unit_progress(connection, caller.pemda_id, instance_id, definition),
            done=_done(connection, caller.pemda_id, instance_id, definition),
            documents=documents_of(connection, caller.pemda_id, instance_id, definition),
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
        .join(sop, on(sop.c.id, process_instance.c.sop_id))
        .join(sop_version, on(sop_version.c.id, process_instance.c.version_id))
        .join(office, on(office.c.id, process_instance.c.office_id))
        .join(unit, on(unit.c.id, process_instance.c.unit_id))
    )


def _events(connection: Connection, pemda_id: UUID, instance_id: UUID) -> int:
    newest = connection.scalar(
        select(func.max(history_event.c.seq)).where(
            history_event.c.pemda_id == pemda_id, history_event.c.stream_id == instance_id
        )
    )
    return int(newest or 0)


def _done(
    connection: Connection, pemda_id: UUID, instance_id: UUID, definition: Definition
) -> frozenset[str]:
    """Return the elements of the SOP's own diagram in which something was completed."""
    paths = connection.execute(
        select(user_task.c.path)
        .where(
            user_task.c.pemda_id == pemda_id,
            user_task.c.instance_id == instance_id,
            user_task.c.status.in_(("completed", "waived")),
        )
        .distinct()
    ).scalars()
    return frozenset(place_at(definition, path).drawn_id for path in paths)


def _team(connection: Connection, pemda_id: UUID, instance_id: UUID) -> tuple[TeamMember, ...]:
    rows = connection.execute(
        select(team_member.c.role, person.c.name, position.c.title)
        .select_from(team_member)
        .join(person, on(person.c.id, team_member.c.person_id))
        .join(holding, on(holding.c.id, team_member.c.holding_id))
        .join(position, on(position.c.id, holding.c.position_id))
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
