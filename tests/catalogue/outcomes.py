"""What the store holds of a process that was walked, in the words of an expectation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from service.running.reexecution import reexecute
from service.store.history import Stream, events_of
from service.store.tables import document_act, document_version, login, process_instance, user_task
from service.store.verify import verify_stream
from service.values import parse
from tests.catalogue.walks import PEOPLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection, Table


@dataclass(frozen=True)
class Outcome:
    """What the store holds of a process, in the words of an expectation."""

    path: tuple[str, ...]
    #: ids of the flows that tokens took, in order
    flows: tuple[str, ...]
    status: str
    documents: dict[str, int]
    rounds: dict[str, int]
    acts: tuple[tuple[str, str, int, str, str, bool], ...]
    #: steps whose part was waived
    waived: tuple[str, ...]
    #: until when each step was to be done, the last time that it was opened
    due: dict[str, datetime | None]
    chain_whole: bool
    replays: bool


def outcome(connection: Connection, stream: Stream) -> Outcome:
    """Read what a process left in the store."""
    events = [parse(event["payload"]) for event in events_of(connection, stream)]
    trace = [(kind, path) for event in events for kind, path, _ in event.get("trace", ())]
    tasks = rows_of(connection, user_task, stream, user_task.c.closed_seq, user_task.c.task_no)
    versions = rows_of(connection, document_version, stream)
    acts = sorted(
        rows_of(connection, document_act, stream), key=lambda act: (act.event_seq, act.document)
    )
    again = reexecute(connection, stream.pemda_id, stream.id)
    who = _logins(connection, stream.pemda_id)
    return Outcome(
        path=tuple(_nodes(path for kind, path in trace if kind == "completed")),
        flows=tuple(_name(path) for kind, path in trace if kind == "flow"),
        status=_status(connection, stream),
        documents=_newest(versions),
        rounds=_last_rounds(tasks),
        acts=tuple(
            (
                act.act,
                act.document,
                act.version,
                act.element_id,
                who[act.person_id],
                act.void_at is None,
            )
            for act in acts
        ),
        waived=tuple(task.element_id for task in tasks if task.status == "waived"),
        due={task.element_id: task.due_at for task in sorted(tasks, key=lambda it: it.task_no)},
        chain_whole=verify_stream(connection, stream).fault is None,
        replays=(again.difference, again.foreign_tag) == (None, None),
    )


def _nodes(completed: Iterable[str]) -> Iterator[str]:
    """Give the nodes below the process; what several units do side by side once."""
    before = None
    for path in completed:
        if "/" in path and path != before:
            yield _name(path)
        before = path


def rows_of(connection: Connection, table: Table, stream: Stream, *order: Any) -> list[Any]:
    """Return the rows of a table that belong to a process."""
    query = select(table).where(
        table.c.pemda_id == stream.pemda_id, table.c.instance_id == stream.id
    )
    return list(connection.execute(query.order_by(*order)).all())


def _status(connection: Connection, stream: Stream) -> str:
    query = select(process_instance.c.status).where(
        process_instance.c.pemda_id == stream.pemda_id, process_instance.c.id == stream.id
    )
    return str(connection.execute(query).scalar_one())


def _logins(connection: Connection, pemda_id: UUID) -> dict[UUID, str]:
    """Return what scripts call the people of a demo."""
    short = {name: who for who, name in PEOPLE.items()}
    rows = connection.execute(select(login).where(login.c.pemda_id == pemda_id))
    return {row.person_id: short.get(row.name, row.name) for row in rows}


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _newest(versions: list[Any]) -> dict[str, int]:
    newest: dict[str, int] = {}
    for version in versions:
        newest[version.document] = max(version.number, newest.get(version.document, 0))
    return newest


def _last_rounds(tasks: list[Any]) -> dict[str, int]:
    """Return the round in which each step was done last; none for steps done in round 0."""
    last = {task.element_id: task.round for task in tasks}
    return {element: number for element, number in last.items() if number}
