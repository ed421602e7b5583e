"""Re-execution: a process's recorded commands once more, compared with what is stored.

The history is the truth. Every engine input is executed again under the definition that the
process was started with, or moved to since; each state must hash to what its event says, the last
one must be the stored state byte for byte, and the tasks must be of the kind that the engine
opened.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy import Integer, String, select, type_coerce

from service.engine import ENGINE_TAG, all_listening, execute, open_tasks
from service.engine.faults import OutOfOrder
from service.engine.moving import Refused, move
from service.errors import AlurError
from service.events.engine_moves import ProcessMoved
from service.running.definitions import definition_of
from service.running.inputs import EventUnreadable, RecordedMove, recorded_steps
from service.store.dialects import lenient
from service.store.history import EventGarbled, Stream, events_of
from service.store.ids import ids_among
from service.store.listeners import key_of, topic_of
from service.store.retelling import TableGarbled, rows_of
from service.store.tables import history_event, listener, process_instance, user_task
from service.values import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, RowMapping

    from service.engine import Definition, Recorded
    from service.engine.api import Step

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


class NotMovedAgain(AlurError):
    """A process that was moved to another version once could not be moved now."""

    code = "running.not-moved-again"


def first_version(
    connection: Connection, pemda_id: UUID, instance_id: UUID, version_id: UUID
) -> UUID:
    """Return the version that a process was started with; it runs under `version_id` now.

    What no release wrote as the first move says nothing about it: the walk will stop there.
    """
    payload = connection.execute(
        select(history_event.c.payload)
        .where(
            history_event.c.pemda_id == pemda_id,
            history_event.c.stream_id == instance_id,
            history_event.c.kind == ProcessMoved.kind,
        )
        .order_by(history_event.c.seq)
        .limit(1)
    ).scalar()
    if payload is None:
        return version_id
    try:
        return UUID(parse(payload)["from_version_id"])
    except (AttributeError, LookupError, TypeError, ValueError):
        return version_id


def reexecute(connection: Connection, pemda_id: UUID, instance_id: UUID) -> Reexecution:
    """Execute a process again and return what came of it; nothing is changed."""
    try:
        with lenient(connection):
            return _reexecuted(connection, pemda_id, instance_id)
    except TableGarbled as garbled:
        broken = Difference("replay.garbled", None, garbled.table)
        return Reexecution(instance_id, str(instance_id), 0, broken)


def _reexecuted(connection: Connection, pemda_id: UUID, instance_id: UUID) -> Reexecution:
    query = select(
        process_instance.c.number,
        process_instance.c.version_id,
        process_instance.c.state,
        process_instance.c.status,
    ).where(process_instance.c.pemda_id == pemda_id, process_instance.c.id == instance_id)
    [row] = rows_of(connection, process_instance, query)
    number = str(row["number"])

    def version(version_id: UUID) -> Definition:
        return definition_of(connection, pemda_id, version_id).engine

    try:
        first = first_version(connection, pemda_id, instance_id, row["version_id"])
        walk = _Walk(version(first), version)
    except AlurError as problem:
        broken = Difference("replay.definition", None, problem.code)
        return Reexecution(instance_id, number, 0, broken)
    difference = walk.run(events_of(connection, Stream(pemda_id, instance_id, "process")))
    if difference is None and walk.foreign_tag is None:
        difference = walk.against(row["state"], _tasks(connection, pemda_id, instance_id))
        difference = difference or walk.against_listeners(
            _listeners(connection, pemda_id, instance_id), running=row["status"] == "running"
        )
    return Reexecution(instance_id, number, walk.executed, difference, walk.foreign_tag)


def _tasks(connection: Connection, pemda_id: UUID, instance_id: UUID) -> Sequence[RowMapping]:
    query = select(user_task.c.task_no, user_task.c.kind, user_task.c.loop_index).where(
        user_task.c.pemda_id == pemda_id, user_task.c.instance_id == instance_id
    )
    return rows_of(connection, user_task, query)


def _listeners(connection: Connection, pemda_id: UUID, instance_id: UUID) -> Sequence[RowMapping]:
    # SQLAlchemy makes a truth of anything.
    early = type_coerce(listener.c.early, Integer).label("early")
    plain = (column for column in listener.columns if column.name != "early")
    query = select(*plain, early).where(
        listener.c.pemda_id == pemda_id, listener.c.instance_id == instance_id
    )
    return rows_of(connection, listener, query)


def _listener_told(row: RowMapping) -> tuple[object, ...]:
    told = ("kind", "name", "topic_sha256", "key_sha256", "early", "armed_at")
    return tuple(row[name] for name in told)


class _Walk:
    def __init__(self, definition: Definition, version: Callable[[UUID], Definition]) -> None:
        self.definition = definition
        self._version = version
        self.state: bytes | None = None
        self.executed = 0
        self.last_seq: int | None = None
        self.last_at: datetime | None = None
        self.foreign_tag: str | None = None
        #: task → (kind, place in its multi-instance, event)
        self.opened: dict[int, tuple[str, int | None, int]] = {}
        #: token that listens → when it began
        self.listening: dict[int, datetime] = {}

    def run(self, rows: Iterator[RowMapping]) -> Difference | None:
        try:
            return self._walk(rows)
        except EventUnreadable as problem:
            return Difference(problem.code, int(problem.params["seq"]))
        except EventGarbled as garbled:
            return Difference(EventUnreadable.code, garbled.seq)

    def against(self, state: bytes, tasks: Iterable[RowMapping]) -> Difference | None:
        """Return where the stored state and tasks are not what was executed."""
        if self.state != state:
            return Difference("replay.state", self.last_seq)
        for task in tasks:
            # A task that no event opened is found by `verify`.
            expected = self.opened.get(task["task_no"])
            if expected is not None and (task["kind"], task["loop_index"]) != expected[:2]:
                return Difference("replay.task", expected[2], str(task["task_no"]))
        return None

    def against_listeners(self, rows: Iterable[RowMapping], *, running: bool) -> Difference | None:
        """Return where the stored listeners are not the tokens that wait for something sent."""
        stored = {row["token_no"]: _listener_told(row) for row in rows}
        expected = {}
        if running and self.state is not None and self.last_at is not None:
            expected = {
                it.token_no: (
                    it.kind,
                    it.name,
                    topic_of(it.kind, it.name),
                    key_of(it.key) if it.correlated else None,
                    it.early,
                    self.listening.get(it.token_no),
                )
                for it in all_listening(self.definition, self.state, self.last_at)
            }
        wrong = [
            number
            for number in sorted(stored.keys() | expected.keys(), key=str)
            if stored.get(number) != expected.get(number)
        ]
        return Difference("replay.listener", self.last_seq, str(wrong[0])) if wrong else None

    def _walk(self, rows: Iterator[RowMapping]) -> Difference | None:
        for recorded, seq, expected in recorded_steps(map(dict, self._ours(rows))):
            try:
                step = self._step(recorded)
            except AlurError as problem:
                return Difference("replay.refused", seq, problem.code)
            except Exception as problem:  # noqa: BLE001 - a forged input can be anything
                return Difference("replay.refused", seq, type(problem).__name__)
            self.state, self.last_seq, self.last_at = step.state, seq, recorded.at
            self.executed += 1
            for number in step.silenced:
                self.listening.pop(number, None)
            self.listening |= {it.token_no: recorded.at for it in step.listening}
            self.opened |= {it.task_no: (it.kind, it.instance, seq) for it in step.opened}
            if hashlib.sha256(step.state).hexdigest() != expected:
                return Difference("replay.event", seq)
        return None

    def _step(self, recorded: Recorded | RecordedMove) -> Step:
        """Do again what was recorded. Raises what the engine raises, NotMovedAgain."""
        if isinstance(recorded, RecordedMove):
            return self._move(recorded)
        return execute(self.definition, self.state, recorded.command, recorded.at, recorded.zone)

    def _move(self, recorded: RecordedMove) -> Step:
        if self.state is None:
            raise OutOfOrder
        new = self._version(recorded.command.version_id)
        pairs = recorded.command.pairs
        result = move(self.definition, new, self.state, pairs, recorded.at, recorded.zone)
        if isinstance(result, Refused):
            raise NotMovedAgain(reason=result.obstacles[0].code)
        self.definition = new
        for task in open_tasks(new, result.step.state, recorded.at):
            if task.task_no in self.opened:
                seq = self.opened[task.task_no][2]
                self.opened[task.task_no] = (task.kind, task.instance, seq)
        return result.step

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
    query = (
        select(type_coerce(process_instance.c.id, String))
        .where(process_instance.c.pemda_id == pemda_id)
        .order_by(process_instance.c.started_at, process_instance.c.id)
    )
    with lenient(connection):
        return list(ids_among(connection.execute(query).scalars()))
