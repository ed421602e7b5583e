"""Re-execution: a process's recorded commands once more, compared with what is stored.

The history is the truth. Every engine input is executed again under the definition that the
process was started with; each state must hash to what its event says, and the last one must be
the stored state byte for byte.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from service.engine import ENGINE_TAG, execute
from service.errors import AlurError
from service.running.definitions import definition_of
from service.running.inputs import EventUnreadable, recorded_steps
from service.store.history import Stream, events_of
from service.store.tables import process_instance

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from sqlalchemy import Connection, RowMapping

    from service.engine import Definition

#: The engine tags that this release can re-execute.
KNOWN_TAGS: Final = frozenset({ENGINE_TAG})


@dataclass(frozen=True, slots=True)
class Difference:
    """Where re-execution and record part; `seq` is None when no certain event is to blame."""

    #: code of the sentence, "replay.…"
    code: str
    seq: int | None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Reexecution:
    """What came of re-executing one process."""

    instance_id: UUID
    number: str
    #: commands executed again
    executed: int
    #: None: every state is as recorded
    difference: Difference | None
    #: the tag of another release's engine, when this one cannot re-execute it
    foreign_tag: str | None = None


def reexecute(connection: Connection, pemda_id: UUID, instance_id: UUID) -> Reexecution:
    """Execute a process again and return what came of it; nothing is changed."""
    row = connection.execute(
        select(
            process_instance.c.number, process_instance.c.version_id, process_instance.c.state
        ).where(process_instance.c.pemda_id == pemda_id, process_instance.c.id == instance_id)
    ).one()
    try:
        definition = definition_of(connection, pemda_id, row.version_id).engine
    except AlurError as problem:
        broken = Difference("replay.definition", None, problem.code)
        return Reexecution(instance_id, row.number, 0, broken)
    walk = _Walk(definition)
    rows = events_of(connection, Stream(pemda_id, instance_id, "process"))
    difference = walk.run(rows)
    if difference is None and walk.foreign_tag is None and walk.state != row.state:
        difference = Difference("replay.state", walk.last_seq)
    return Reexecution(instance_id, row.number, walk.executed, difference, walk.foreign_tag)


class _Walk:
    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.state: bytes | None = None
        self.executed = 0
        self.last_seq: int | None = None
        self.foreign_tag: str | None = None

    def run(self, rows: Iterator[RowMapping]) -> Difference | None:
        try:
            return self._walk(rows)
        except EventUnreadable as problem:
            return Difference(problem.code, int(problem.params["seq"]))

    def _walk(self, rows: Iterator[RowMapping]) -> Difference | None:
        for recorded, seq, expected in recorded_steps(map(dict, self._ours(rows))):
            try:
                step = execute(
                    self.definition, self.state, recorded.command, recorded.at, recorded.zone
                )
            except AlurError as problem:
                return Difference("replay.refused", seq, problem.code)
            except Exception as problem:  # noqa: BLE001 - a forged input can be anything
                return Difference("replay.refused", seq, type(problem).__name__)
            self.state, self.last_seq = step.state, seq
            self.executed += 1
            if hashlib.sha256(step.state).hexdigest() != expected:
                return Difference("replay.event", seq)
        return None

    def _ours(self, rows: Iterator[RowMapping]) -> Iterator[RowMapping]:
        """Yield events until one was computed by an engine that this release does not have."""
        for row in rows:
            tag = row["engine_tag"]
            if tag is not None and tag not in KNOWN_TAGS:
                self.foreign_tag = tag
                return
            yield row


def processes(connection: Connection, pemda_id: UUID) -> list[UUID]:
    """Return the ids of all processes of a pemda, oldest first."""
    rows = connection.execute(
        select(process_instance.c.id)
        .where(process_instance.c.pemda_id == pemda_id)
        .order_by(process_instance.c.started_at, process_instance.c.id)
    )
    return list(rows.scalars())
