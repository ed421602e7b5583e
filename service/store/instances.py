"""Running processes and their tasks as a command reads them.

The statements are built once: building one costs more than running it (measured on SQLite).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from sqlalchemy import bindparam, exists, select

from service.errors import NotFound
from service.store.dialects import for_update
from service.store.history import Head, Stream
from service.store.joins import on
from service.store.mandates import WORN_TITLE, on_mandate, on_worn
from service.store.tables import (
    document_act,
    document_version,
    draft,
    holding,
    mandate,
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

    from sqlalchemy import ColumnElement, Connection, Table

    from service.events.process_parts import ActKind


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
    #: since when it is suspended; None: it is not
    suspended_at: datetime | None
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
    sop_id: UUID
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
    #: somebody has a draft of it
    drafted: bool


@dataclass(frozen=True, slots=True)
class Version:
    """The newest version of a document of a process."""

    document: str
    number: int
    sha256: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class StandingAct:
    """An act on a version that no newer version has made void."""

    document: str
    number: int
    act: ActKind
    person_id: UUID
    holding_id: UUID
    occurred_at: datetime
    #: it was done on paper, and who recorded it
    recorded_by: UUID | None


@dataclass(frozen=True, slots=True)
class ProcessFactsOf:
    """What the rules ask about a process (`access.model.ProcessFacts`)."""

    pemda_id: UUID
    office_id: UUID
    sop_id: UUID
    candidates: frozenset[str]


def lock_instance(tx: Connection, pemda_id: UUID, instance_id: UUID) -> None:
    """Keep a process to this transaction until it ends, so that its revision stands still."""
    tx.execute(_LOCK, {"pemda_id": pemda_id, "instance_id": instance_id})


def instance_of(connection: Connection, pemda_id: UUID, instance_id: UUID) -> Instance:
    """Return a process of a pemda. Raises NotFound."""
    asked = {"pemda_id": pemda_id, "instance_id": instance_id}
    row = connection.execute(_INSTANCE, asked).mappings().one_or_none()
    if row is None:
        raise NotFound
    return _instance(dict(row))


def instances_of(
    connection: Connection, pemda_id: UUID, ids: Iterable[UUID]
) -> dict[UUID, Instance]:
    """Return those of the processes that there are, by their ids."""
    asked = {"pemda_id": pemda_id, "ids": list(ids)}
    rows = connection.execute(_INSTANCES, asked).mappings()
    return {row["id"]: _instance(dict(row)) for row in rows}


def instance_and_task(
    connection: Connection, pemda_id: UUID, instance_id: UUID, task_no: int
) -> tuple[Instance, Task]:
    """Return a process with one of its tasks, open or closed. Raises NotFound."""
    asked = {"pemda_id": pemda_id, "instance_id": instance_id, "task_no": task_no}
    row = connection.execute(_BOTH, asked).one_or_none()
    if row is None:
        raise NotFound
    instance = _instance(dict(zip(_INSTANCE_NAMES, row, strict=False)))
    task = dict(zip(_TASK_NAMES, row[len(_INSTANCE_NAMES) :], strict=True))
    return instance, Task(**task, **_owned(instance))


def task_of(connection: Connection, instance: Instance, task_no: int) -> Task:
    """Return a task of a process, open or closed. Raises NotFound."""
    asked = _of(instance) | {"task_no": task_no}
    row = connection.execute(_TASK, asked).mappings().one_or_none()
    if row is None:
        raise NotFound
    return Task(**row, **_owned(instance))


def siblings_of(connection: Connection, instance: Instance, task: Task) -> tuple[Task, ...]:
    """Return the instances of a parallel multi-instance that began together with `task`."""
    asked = _of(instance) | {"path": task.path, "opened_seq": task.opened_seq}
    rows = connection.execute(_SIBLINGS, asked).mappings()
    return tuple(Task(**row, **_owned(instance)) for row in rows)


def facts_of(connection: Connection, instance: Instance) -> ProcessFactsOf:
    """Return what the rules ask about who may see the process."""
    candidates = connection.execute(_CANDIDATES, _of(instance)).scalars()
    return ProcessFactsOf(
        instance.pemda_id, instance.office_id, instance.sop_id, frozenset(candidates)
    )


def newest_versions(
    connection: Connection, instance: Instance, documents: Iterable[str]
) -> dict[str, Version]:
    """Return the newest version of each of the documents that has one."""
    found: dict[str, Version] = {}
    for document in sorted(set(documents)):
        asked = _of(instance) | {"document": document}
        row = connection.execute(_NEWEST, asked).one_or_none()
        if row is not None:
            found[document] = Version(row.document, row.number, row.sha256, row.made_at)
    return found


def standing_acts(
    connection: Connection, instance: Instance, versions: Mapping[str, Version]
) -> tuple[StandingAct, ...]:
    """Return the acts on these versions that are not void."""
    found: list[StandingAct] = []
    for version in versions.values():
        asked = _of(instance) | {"document": version.document, "number": version.number}
        rows = connection.execute(_STANDING, asked).mappings()
        found += [StandingAct(**row) for row in rows]
    return tuple(found)


def _instance(facts: dict[str, Any]) -> Instance:
    roles = {role for role in _TEAM_ROLES if facts.pop(f"has_{role}")}
    head = Head(facts.pop("seq"), facts.pop("hash"))
    return Instance(**facts, head=head, team_roles=frozenset(roles))


def _owned(instance: Instance) -> dict[str, Any]:
    return {"office_id": instance.office_id, "sop_id": instance.sop_id}


def _of(instance: Instance) -> dict[str, Any]:
    return {"pemda_id": instance.pemda_id, "instance_id": instance.id}


# ---------------------------------------------------------------- the statements

_TEAM_ROLES: Final = ("ketua_tim", "anggota_tim")


def _mine(table: Table) -> tuple[ColumnElement[bool], ...]:
    return (
        table.c.pemda_id == bindparam("pemda_id"),
        table.c.instance_id == bindparam("instance_id"),
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


def _is_drafted() -> ColumnElement[bool]:
    return (
        exists()
        .where(
            draft.c.pemda_id == user_task.c.pemda_id,
            draft.c.instance_id == user_task.c.instance_id,
            draft.c.task_no == user_task.c.task_no,
        )
        .label("drafted")
    )


_THIS: Final = (
    process_instance.c.pemda_id == bindparam("pemda_id"),
    process_instance.c.id == bindparam("instance_id"),
)

_LOCK: Final = for_update(select(process_instance.c.revision).where(*_THIS))

_INSTANCE_COLUMNS: Final = (
    process_instance.c.pemda_id,
    process_instance.c.id,
    process_instance.c.office_id,
    process_instance.c.unit_id,
    process_instance.c.sop_id,
    process_instance.c.version_id,
    process_instance.c.number,
    process_instance.c.trial,
    process_instance.c.status,
    process_instance.c.revision,
    process_instance.c.engine_tag,
    process_instance.c.started_at,
    process_instance.c.suspended_at,
    process_instance.c.state,
    office.c.timezone,
    stream_head.c.seq,
    stream_head.c.hash,
    *(_has_team(role) for role in _TEAM_ROLES),
)

_TASK_COLUMNS: Final = (
    user_task.c.pemda_id,
    user_task.c.instance_id,
    user_task.c.task_no,
    user_task.c.element_id,
    user_task.c.path,
    user_task.c.loop_index,
    user_task.c.kind,
    user_task.c.role,
    user_task.c.candidate,
    user_task.c.unit_id,
    user_task.c.agency,
    user_task.c.round,
    user_task.c.returned,
    user_task.c.status,
    user_task.c.opened_at,
    user_task.c.opened_seq,
    user_task.c.due_at,
    user_task.c.claimed_by,
    user_task.c.claimed_holding,
    user_task.c.claimed_at,
    WORN_TITLE.label("claimed_jabatan"),
    _is_drafted(),
)

_INSTANCE_NAMES: Final = tuple(str(column.key) for column in _INSTANCE_COLUMNS)
_TASK_NAMES: Final = tuple(str(column.key) for column in _TASK_COLUMNS)

_WITH_OFFICE: Final = on(office.c.id, process_instance.c.office_id)
_WITH_HEAD: Final = on(stream_head.c.stream_id, process_instance.c.id)
_WITH_TASK: Final = on(user_task.c.instance_id, process_instance.c.id)
_WITH_CLAIM: Final = on(holding.c.id, user_task.c.claimed_holding)
_WITH_MANDATE: Final = on_mandate(user_task.c.claimed_mandate)
_WITH_JABATAN: Final = on_worn()

_WHOLE: Final = (
    select(*_INSTANCE_COLUMNS)
    .select_from(process_instance)
    .join(office, _WITH_OFFICE)
    .join(stream_head, _WITH_HEAD)
)
_INSTANCE: Final = _WHOLE.where(*_THIS)
_INSTANCES: Final = _WHOLE.where(
    process_instance.c.pemda_id == bindparam("pemda_id"),
    process_instance.c.id.in_(bindparam("ids", expanding=True)),
)

_TASKS: Final = (
    select(*_TASK_COLUMNS)
    .select_from(user_task)
    .outerjoin(holding, _WITH_CLAIM)
    .outerjoin(mandate, _WITH_MANDATE)
    .outerjoin(position, _WITH_JABATAN)
    .where(*_mine(user_task))
)

#: A process with one of its tasks; the columns of the task come after those of the process.
_BOTH: Final = (
    select(*_INSTANCE_COLUMNS, *(column.label(f"task_{column.key}") for column in _TASK_COLUMNS))
    .select_from(process_instance)
    .join(office, _WITH_OFFICE)
    .join(stream_head, _WITH_HEAD)
    .join(user_task, _WITH_TASK)
    .outerjoin(holding, _WITH_CLAIM)
    .outerjoin(mandate, _WITH_MANDATE)
    .outerjoin(position, _WITH_JABATAN)
    .where(*_THIS, user_task.c.task_no == bindparam("task_no"))
)

_TASK: Final = _TASKS.where(user_task.c.task_no == bindparam("task_no"))

_SIBLINGS: Final = _TASKS.where(
    user_task.c.path == bindparam("path"), user_task.c.opened_seq == bindparam("opened_seq")
).order_by(user_task.c.task_no)

_CANDIDATES: Final = select(user_task.c.candidate).where(*_mine(user_task)).distinct()

_NEWEST: Final = (
    select(
        document_version.c.document,
        document_version.c.number,
        document_version.c.sha256,
        document_version.c.made_at,
    )
    .where(*_mine(document_version), document_version.c.document == bindparam("document"))
    .order_by(document_version.c.number.desc())
    .limit(1)
)

_STANDING: Final = (
    select(
        document_act.c.document,
        document_act.c.version.label("number"),
        document_act.c.act,
        document_act.c.person_id,
        document_act.c.holding_id,
        document_act.c.occurred_at,
        document_act.c.recorded_by,
    )
    .where(
        *_mine(document_act),
        document_act.c.document == bindparam("document"),
        document_act.c.version == bindparam("number"),
        document_act.c.void_at.is_(None),
    )
    .order_by(document_act.c.event_seq, document_act.c.id)
)
