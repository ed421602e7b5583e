"""Running processes and their tasks as a command reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import and_, exists, func, literal, select, union_all

from service.errors import NotFound
from service.store.dialects import for_update
from service.store.history import Head, Stream
from service.store.tables import (
    document_act,
    document_version,
    holding,
    office,
    position,
    process_instance,
    stream_head,
    team_member,
    user_task,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement, Connection, Select

    from service.events.process import ActKind


@dataclass(frozen=True, slots=True)
class Instance:
    """A process as it was when it was read; `revision` is what a writer compares."""

    pemda_id: UUID
    id: UUID
    office_id: UUID
    unit_id: UUID
    sop_id: UUID
    version_id: UUID
    number: str
    trial: bool
    status: Literal["running", "completed", "cancelled"]
    revision: int
    engine_tag: str
    started_at: datetime
    state: bytes
    #: IANA zone of the office
    timezone: str
    head: Head
    #: roles for which the process has a team by name
    team_roles: frozenset[str]

    @property
    def stream(self) -> Stream:
        return Stream(self.pemda_id, self.id, "process")


@dataclass(frozen=True, slots=True)
class Task:
    """A task with what the rules of authority ask of it (`access.model.TaskFacts`)."""

    pemda_id: UUID
    office_id: UUID
    instance_id: UUID
    task_no: int
    element_id: str
    path: str
    loop_index: int | None
    kind: str
    role: str
    candidate: str
    unit_id: UUID | None
    agency: str | None
    round: int
    returned: bool
    status: str
    opened_at: datetime
    opened_seq: int
    due_at: datetime | None
    claimed_by: UUID | None
    claimed_holding: UUID | None
    claimed_at: datetime | None
    claimed_jabatan: str | None


@dataclass(frozen=True, slots=True)
class Version:
    """The newest version of a document of a process."""

    document: str
    number: int
    sha256: str


@dataclass(frozen=True, slots=True)
class StandingAct:
    """An act on a version that no newer version has made void."""

    document: str
    number: int
    act: ActKind
    person_id: UUID
    holding_id: UUID


@dataclass(frozen=True, slots=True)
class ProcessFactsOf:
    """What the rules ask about a process (`access.model.ProcessFacts`)."""

    pemda_id: UUID
    office_id: UUID
    sop_id: UUID
    candidates: frozenset[str]


def lock_instance(tx: Connection, pemda_id: UUID, instance_id: UUID) -> None:
    """Keep a process to this transaction until it ends, so that its revision stands still."""
    tx.execute(
        for_update(
            select(process_instance.c.revision).where(
                process_instance.c.pemda_id == pemda_id, process_instance.c.id == instance_id
            )
        )
    )


def instance_of(connection: Connection, pemda_id: UUID, instance_id: UUID) -> Instance:
    """Return a process of a pemda. Raises NotFound."""
    row = connection.execute(_instance_query(pemda_id, instance_id)).mappings().one_or_none()
    if row is None:
        raise NotFound
    facts = dict(row)
    roles = {role for role in ("ketua_tim", "anggota_tim") if facts.pop(f"has_{role}")}
    head = Head(facts.pop("seq"), facts.pop("hash"))
    return Instance(**facts, head=head, team_roles=frozenset(roles))


def task_of(connection: Connection, instance: Instance, task_no: int) -> Task:
    """Return a task of a process, open or closed. Raises NotFound."""
    row = (
        connection.execute(_task_query(instance).where(user_task.c.task_no == task_no))
        .mappings()
        .one_or_none()
    )
    if row is None:
        raise NotFound
    return Task(**row, office_id=instance.office_id)


def siblings_of(connection: Connection, instance: Instance, task: Task) -> tuple[Task, ...]:
    """Return the instances of a parallel multi-instance that began together with `task`."""
    rows = connection.execute(
        _task_query(instance)
        .where(user_task.c.path == task.path, user_task.c.opened_seq == task.opened_seq)
        .order_by(user_task.c.task_no)
    ).mappings()
    return tuple(Task(**row, office_id=instance.office_id) for row in rows)


def facts_of(connection: Connection, instance: Instance) -> ProcessFactsOf:
    """Return what the rules ask about who may see the process."""
    candidates = connection.execute(
        select(user_task.c.candidate)
        .where(user_task.c.pemda_id == instance.pemda_id, user_task.c.instance_id == instance.id)
        .distinct()
    ).scalars()
    return ProcessFactsOf(
        instance.pemda_id, instance.office_id, instance.sop_id, frozenset(candidates)
    )


def rounds_of(connection: Connection, instance: Instance, paths: Iterable[str]) -> dict[str, int]:
    """Return the highest round of each element that was ever opened, by path."""
    asked = [
        select(literal(path).label("path"), func.max(user_task.c.round).label("round")).where(
            user_task.c.pemda_id == instance.pemda_id,
            user_task.c.instance_id == instance.id,
            user_task.c.path == path,
        )
        for path in sorted(set(paths))
    ]
    if not asked:
        return {}
    rows = connection.execute(union_all(*asked))
    return {row.path: row.round for row in rows if row.round is not None}


def newest_versions(
    connection: Connection, instance: Instance, documents: Iterable[str]
) -> dict[str, Version]:
    """Return the newest version of each of the documents that has one."""
    found: dict[str, Version] = {}
    for document in sorted(set(documents)):
        row = connection.execute(
            select(
                document_version.c.document, document_version.c.number, document_version.c.sha256
            )
            .where(
                document_version.c.pemda_id == instance.pemda_id,
                document_version.c.instance_id == instance.id,
                document_version.c.document == document,
            )
            .order_by(document_version.c.number.desc())
            .limit(1)
        ).one_or_none()
        if row is not None:
            found[document] = Version(row.document, row.number, row.sha256)
    return found


def standing_acts(
    connection: Connection, instance: Instance, versions: Mapping[str, Version]
) -> tuple[StandingAct, ...]:
    """Return the acts on these versions that are not void."""
    found: list[StandingAct] = []
    for version in versions.values():
        rows = connection.execute(
            select(
                document_act.c.document,
                document_act.c.version.label("number"),
                document_act.c.act,
                document_act.c.person_id,
                document_act.c.holding_id,
            )
            .where(
                document_act.c.pemda_id == instance.pemda_id,
                document_act.c.instance_id == instance.id,
                document_act.c.document == version.document,
                document_act.c.version == version.number,
                document_act.c.void_at.is_(None),
            )
            .order_by(document_act.c.event_seq, document_act.c.id)
        ).mappings()
        found += [StandingAct(**row) for row in rows]
    return tuple(found)


def _instance_query(pemda_id: UUID, instance_id: UUID) -> Select[Any]:
    own = process_instance.c
    return (
        select(
            own.pemda_id,
            own.id,
            own.office_id,
            own.unit_id,
            own.sop_id,
            own.version_id,
            own.number,
            own.trial,
            own.status,
            own.revision,
            own.engine_tag,
            own.started_at,
            own.state,
            office.c.timezone,
            stream_head.c.seq,
            stream_head.c.hash,
            _has_team("ketua_tim"),
            _has_team("anggota_tim"),
        )
        .select_from(process_instance)
        .join(office, and_(office.c.pemda_id == own.pemda_id, office.c.id == own.office_id))
        .join(
            stream_head,
            and_(stream_head.c.pemda_id == own.pemda_id, stream_head.c.stream_id == own.id),
        )
        .where(own.pemda_id == pemda_id, own.id == instance_id)
    )


def _has_team(role: str) -> ColumnElement[bool]:
    return (
        exists()
        .where(
            team_member.c.pemda_id == process_instance.c.pemda_id,
            team_member.c.instance_id == process_instance.c.id,
            team_member.c.role == role,
        )
        .label(f"has_{role}")
    )


def _task_query(instance: Instance) -> Select[Any]:
    own = user_task.c
    return (
        select(
            own.pemda_id,
            own.instance_id,
            own.task_no,
            own.element_id,
            own.path,
            own.loop_index,
            own.kind,
            own.role,
            own.candidate,
            own.unit_id,
            own.agency,
            own.round,
            own.returned,
            own.status,
            own.opened_at,
            own.opened_seq,
            own.due_at,
            own.claimed_by,
            own.claimed_holding,
            own.claimed_at,
            position.c.title.label("claimed_jabatan"),
        )
        .select_from(user_task)
        .outerjoin(
            holding,
            and_(holding.c.pemda_id == own.pemda_id, holding.c.id == own.claimed_holding),
        )
        .outerjoin(
            position,
            and_(
                position.c.pemda_id == holding.c.pemda_id, position.c.id == holding.c.position_id
            ),
        )
        .where(own.pemda_id == instance.pemda_id, own.instance_id == instance.id)
    )
