"""What one command changes in a process: state, tasks, timers, documents and history.

All of it is written in one transaction, or none of it. The first statement compares the revision:
where it still is the one that was read, everything else that was read about the process still
holds too, because nothing in a process changes without a new revision.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, delete, insert, update

from service.access.candidates import JOB_PREFIX
from service.errors import AlurError
from service.store.dispatches import write_dispatches
from service.store.history import append, append_all
from service.store.jobs import free_job, write_jobs
from service.store.listeners import write_listeners
from service.store.private_texts import keep
from service.store.record_documents import write_documents
from service.store.tables import (
    draft,
    escalation,
    incident,
    process_instance,
    team_member,
    timer,
    user_task,
)
from service.values import canonical_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Table, Update

    from service.store.changes import Change
    from service.store.history import Actor, Head
    from service.store.instances import Instance


class RevisionMoved(AlurError):
    """Somebody else changed the process since it was read; nothing was written."""

    code = "store.revision-moved"
    status = 503


def record(
    tx: Connection, instance: Instance, change: Change, actor: Actor, now: datetime
) -> Head:
    """Write what a command changes in a process and return the new end of its history.

    Raises RevisionMoved when the process is no longer as `instance` says; nothing is written then.
    """
    [head] = record_all(tx, ((instance, change),), actor, now)
    return head


def record_all(
    tx: Connection, changed: Sequence[tuple[Instance, Change]], actor: Actor, now: datetime
) -> list[Head]:
    """Write what commands change, each in another process, and return the ends of the histories.

    What most commands write goes out as one statement for all of them. Raises RevisionMoved when
    any of the processes is no longer as it was read; whoever called writes nothing then.
    """
    _move_revisions(tx, changed, now)
    for instance, change in changed:
        keep(tx, instance.stream, change.texts, now)
        _touch_tasks(tx, instance, change, now)
    _open_tasks(tx, changed, now)
    _write_timers(tx, changed)
    for instance, change in changed:
        write_jobs(tx, instance, change, now)
        write_listeners(tx, instance, change, now)
        write_dispatches(tx, instance, change, now)
        _write_incident(tx, instance, change, now)
        write_documents(tx, instance, change, actor, now)
        _write_team(tx, instance, change)
        _write_escalation(tx, instance, change, now)
    ended = [(instance.stream, change.events, instance.head) for instance, change in changed]
    return append_all(tx, ended, actor, now)


def write_first(
    tx: Connection,
    instance: Instance,
    change: Change,
    actor: Actor,
    now: datetime,
    columns: Mapping[str, Any],
) -> Head:
    """Write a process that begins; `columns` are those that `Instance` does not hold."""
    tx.execute(
        insert(process_instance).values(
            pemda_id=instance.pemda_id,
            id=instance.id,
            office_id=instance.office_id,
            unit_id=instance.unit_id,
            sop_id=instance.sop_id,
            version_id=instance.version_id,
            number=instance.number,
            trial=instance.trial,
            status=change.status,
            revision=instance.revision,
            engine_tag=change.engine_tag,
            started_at=now,
            ended_at=None if change.status == "running" else now,
            state=change.state,
            **columns,
        )
    )
    keep(tx, instance.stream, change.texts, now)
    _touch_tasks(tx, instance, change, now)
    _open_tasks(tx, ((instance, change),), now)
    _write_timers(tx, ((instance, change),))
    write_jobs(tx, instance, change, now)
    write_listeners(tx, instance, change, now)
    write_dispatches(tx, instance, change, now)
    _write_incident(tx, instance, change, now)
    return append(tx, instance.stream, change.events, actor, now, head=instance.head)


def _move_revisions(
    tx: Connection, changed: Iterable[tuple[Instance, Change]], now: datetime
) -> None:
    rows: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for instance, change in changed:
        values = _moved(instance, change, now)
        asked = _named(instance) | values | {"expected": instance.revision}
        rows.setdefault(tuple(values), []).append(asked)
    for columns, asked_of in rows.items():
        if tx.execute(_moving(columns), asked_of).rowcount != len(asked_of):
            raise RevisionMoved


def _moved(instance: Instance, change: Change, now: datetime) -> dict[str, Any]:
    values: dict[str, Any] = {"revision": instance.revision + 1}
    if change.state is not None:
        values |= {"state": change.state, "engine_tag": change.engine_tag}
    if change.version_id is not None:
        values["version_id"] = change.version_id
    if change.suspended is not None:
        values["suspended_at"] = now if change.suspended else None
    if change.status != "running":
        values |= {"status": change.status, "ended_at": now, "suspended_at": None}
    return values


@cache
def _moving(columns: tuple[str, ...]) -> Update:
    return (
        update(process_instance)
        .where(
            process_instance.c.pemda_id == bindparam("the_pemda"),
            process_instance.c.id == bindparam("the_instance"),
            process_instance.c.revision == bindparam("expected"),
        )
        .values({name: bindparam(name) for name in columns})
    )


def _touch_tasks(tx: Connection, instance: Instance, change: Change, now: datetime) -> None:
    seq = instance.head.seq + 1
    for claim in change.claims:
        values: dict[str, Any] = {
            "claimed_by": claim.person_id,
            "claimed_holding": claim.holding_id,
            "claimed_mandate": claim.mandate_id,
            "claimed_at": now if claim.person_id else None,
        }
        _touch(tx, instance, (claim.task_no,), values)
    for due in change.due_dates:
        values = {"due_at": due.due_at}
        _touch(tx, instance, (due.task_no,), values)
    for place in change.places:
        values = {
            "element_id": place.path.rpartition("/")[2],
            "path": place.path,
            "kind": place.kind,
            "role": place.role,
            "candidate": place.candidate,
            "unit_id": place.unit_id,
            "agency": place.agency,
        }
        _touch(tx, instance, (place.task_no,), values)
    for closing in change.closed:
        values = {
            "status": closing.status,
            "closed_at": now,
            "closed_by": closing.by,
            "closed_seq": seq,
        }
        if closing.claiming_holding is not None:
            values |= {
                "claimed_by": closing.by,
                "claimed_holding": closing.claiming_holding,
                "claimed_mandate": closing.claiming_mandate,
                "claimed_at": now,
            }
        _touch(tx, instance, closing.task_nos, values)
        if closing.drafted:
            tx.execute(_DROP_DRAFTS, _named(instance) | {"numbers": closing.task_nos})


def _touch(
    tx: Connection, instance: Instance, numbers: Sequence[int], values: Mapping[str, Any]
) -> None:
    """Set columns of tasks; of one task without a list, which would be written out each time."""
    alone = len(numbers) == 1
    these = {"number": numbers[0]} if alone else {"numbers": numbers}
    tx.execute(_touching(tuple(values), alone=alone), {**_named(instance), **these, **values})


def _open_tasks(tx: Connection, changed: Iterable[tuple[Instance, Change]], now: datetime) -> None:
    rows = [
        {
            "pemda_id": instance.pemda_id,
            "instance_id": instance.id,
            "task_no": task.task_no,
            "element_id": task.element_id,
            "path": task.path,
            "loop_index": task.loop_index,
            "kind": task.kind,
            "role": task.role,
            "candidate": task.candidate,
            "unit_id": task.unit_id,
            "agency": task.agency,
            "round": task.round,
            "returned": task.returned,
            "status": "open",
            "opened_at": now,
            "opened_seq": instance.head.seq + 1,
            "due_at": task.due_at,
        }
        for instance, change in changed
        for task in change.opened
    ]
    if rows:
        tx.execute(_ADD_TASKS, rows)


def _write_escalation(tx: Connection, instance: Instance, change: Change, now: datetime) -> None:
    if change.escalated is None:
        return
    tx.execute(
        insert(escalation).values(
            pemda_id=instance.pemda_id,
            instance_id=instance.id,
            task_no=change.escalated.task_no,
            level=change.escalated.level,
            position_id=change.escalated.position_id,
            event_seq=instance.head.seq + 1,
            made_at=now,
        )
    )


def _write_timers(tx: Connection, changed: Sequence[tuple[Instance, Change]]) -> None:
    disarmed = [
        _named(instance) | {"the_token": token_no}
        for instance, change in changed
        for token_no in change.disarmed
    ]
    if disarmed:
        tx.execute(_DISARM, disarmed)
    armed = [
        {
            "pemda_id": instance.pemda_id,
            "instance_id": instance.id,
            "token_no": it.token_no,
            "element_id": it.element_id,
            "due_at": it.due_at,
            "status": "waiting" if instance.suspended_at is None else "held",
            "attempts": 0,
        }
        for instance, change in changed
        for it in change.armed
    ]
    if armed:
        tx.execute(_ADD_TIMERS, armed)
    for instance, change in changed:
        if change.suspended is None:
            continue
        # A held timer is nobody's to claim: it keeps its instant and is claimed when it may be.
        before, after = ("waiting", "held") if change.suspended else ("held", "waiting")
        tx.execute(
            update(timer)
            .where(*_of(timer, instance), timer.c.status == before)
            .values(status=after, lease_until=None, leased_by=None, attempts=0)
        )


def _write_incident(tx: Connection, instance: Instance, change: Change, now: datetime) -> None:
    if change.incident is not None:
        tx.execute(
            insert(incident).values(
                pemda_id=instance.pemda_id,
                instance_id=instance.id,
                number=change.incident.number,
                element_id=change.incident.element_id,
                code=change.incident.code,
                params=canonical_bytes(change.incident.params).decode(),
                raised_at=now,
                attempts=0,
            )
        )
    if change.retried is not None:
        tx.execute(
            update(incident)
            .where(*_of(incident, instance), incident.c.number == change.retried)
            .values(attempts=incident.c.attempts + 1, resolved_at=now if change.resolved else None)
        )
        if change.resolved:
            free_job(tx, instance, change.retried, now)


def _write_team(tx: Connection, instance: Instance, change: Change) -> None:
    if not change.team:
        return
    tx.execute(delete(team_member).where(*_of(team_member, instance)))
    tx.execute(
        insert(team_member),
        [
            {
                "pemda_id": instance.pemda_id,
                "instance_id": instance.id,
                "role": member.role,
                "person_id": member.person_id,
                "holding_id": member.holding_id,
            }
            for member in change.team
        ],
    )
    for role, candidate in change.team_candidates.items():
        tx.execute(
            update(user_task)
            .where(
                *_of(user_task, instance),
                user_task.c.status == "open",
                user_task.c.role == role,
                ~user_task.c.candidate.startswith(JOB_PREFIX),
            )
            .values(candidate=candidate)
        )


def _of(table: Table, instance: Instance) -> tuple[ColumnElement[bool], ...]:
    return (table.c.pemda_id == instance.pemda_id, table.c.instance_id == instance.id)


def _named(instance: Instance) -> dict[str, Any]:
    return {"the_pemda": instance.pemda_id, "the_instance": instance.id}


@cache
def _touching(columns: tuple[str, ...], *, alone: bool) -> Update:
    """Return the statement that sets columns of tasks; built once for each set of columns."""
    these = (
        (*_of_bound(user_task), user_task.c.task_no == bindparam("number"))
        if alone
        else _numbered(user_task)
    )
    return update(user_task).where(*these).values({name: bindparam(name) for name in columns})


def _of_bound(table: Table) -> tuple[ColumnElement[bool], ...]:
    return (
        table.c.pemda_id == bindparam("the_pemda"),
        table.c.instance_id == bindparam("the_instance"),
    )


def _numbered(table: Table) -> tuple[ColumnElement[bool], ...]:
    return (*_of_bound(table), table.c.task_no.in_(bindparam("numbers", expanding=True)))


_ADD_TASKS: Final = insert(user_task)
_ADD_TIMERS: Final = insert(timer)
_DISARM: Final = delete(timer).where(*_of_bound(timer), timer.c.token_no == bindparam("the_token"))
_DROP_DRAFTS: Final = delete(draft).where(*_numbered(draft))
