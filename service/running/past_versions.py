"""Under which version of its SOP a process was when: one that was moved has had several."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from service.events.engine_moves import ProcessMoved
from service.running.definitions import definition_of
from service.store.tables import history_event, user_task
from service.values import parse

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from service.forms import Form
    from service.running.definitions import PinnedDefinition
    from service.store.instances import Instance, Task


@dataclass(frozen=True, slots=True)
class PastVersions:
    """The versions of one process, the first one first."""

    #: (number of the first event under it, version)
    since: tuple[tuple[int, UUID], ...]

    def at(self, seq: int | None) -> UUID:
        """Return the version under which event `seq` happened; None: the present one.

        The move itself is told under the version that it led to.
        """
        if seq is None:
            return self.since[-1][1]
        return next(version for first, version in reversed(self.since) if first <= seq)

    @property
    def versions(self) -> tuple[UUID, ...]:
        """Each version once, the present one last."""
        return tuple(dict.fromkeys(version for _, version in reversed(self.since)))[::-1]


def past_versions(
    connection: Connection, pemda_id: UUID, instance_id: UUID, version_id: UUID
) -> PastVersions:
    """Return the versions of a process that is under `version_id` now."""
    moves = connection.execute(
        select(history_event.c.seq, history_event.c.payload)
        .where(
            history_event.c.pemda_id == pemda_id,
            history_event.c.stream_id == instance_id,
            history_event.c.kind == ProcessMoved.kind,
        )
        .order_by(history_event.c.seq)
    ).all()
    if not moves:
        return PastVersions(((0, version_id),))
    said = [(row.seq, parse(row.payload)) for row in moves]
    first = UUID(said[0][1]["from_version_id"])
    return PastVersions(
        ((0, first), *((seq, UUID(payload["version_id"])) for seq, payload in said))
    )


def forms_by_hash(connection: Connection, pemda_id: UUID, past: PastVersions) -> dict[str, Form]:
    """Return the forms of all versions of a process, by the hash that events name them by."""
    return {
        item.sha256: item.form
        for version in past.versions
        for item in definition_of(connection, pemda_id, version).forms.values()
    }


def definitions_at(
    connection: Connection, pemda_id: UUID, past: PastVersions
) -> dict[UUID, PinnedDefinition]:
    """Return the versions of a process as they run, by id."""
    return {version: definition_of(connection, pemda_id, version) for version in past.versions}


def definition_of_task(connection: Connection, instance: Instance, task: Task) -> PinnedDefinition:
    """Return the version under which a task waits, or was closed."""
    version_id = instance.version_id
    if task.status != "open":
        closed = connection.execute(
            select(user_task.c.closed_seq).where(
                user_task.c.pemda_id == instance.pemda_id,
                user_task.c.instance_id == instance.id,
                user_task.c.task_no == task.task_no,
            )
        ).scalar()
        past = past_versions(connection, instance.pemda_id, instance.id, version_id)
        version_id = past.at(closed)
    return definition_of(connection, instance.pemda_id, version_id)
