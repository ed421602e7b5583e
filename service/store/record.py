"""What one command changes in a process: state, tasks, timers, documents and history.

All of it is written in one transaction, or none of it. The first statement compares the revision:
where it still is the one that was read, everything else that was read about the process still
holds too, because nothing in a process changes without a new revision.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, bindparam, delete, insert, or_, update

from service.access.candidates import JOB_PREFIX
from service.errors import AlurError
from service.store.dispatches import write_dispatches
from service.store.history import append
from service.store.jobs import free_job, write_jobs
from service.store.listeners import write_listeners
from service.store.private_texts import keep
from service.store.tables import (
    attachment,
    document_act,
    document_version,
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
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Table, Update

    from service.store.changes import Change, NewAct
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
    _move_revision(tx, instance, change, now)
    keep(tx, instance.stream, change.texts, now)
    _write_tasks(tx, instance, change, now)
    _write_timers(tx, instance, change)
    write_listeners(tx, instance, change, now)
    write_dispatches(tx, instance, change, now)
    _write_incident(tx, instance, change, now)
    _write_documents(tx, instance, change, actor, now)
    _write_team(tx, instance, change)
    _write_escalation(tx, instance, change, now)
    return append(tx, instance.stream, change.events, actor, now, head=instance.head)


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
    _write_tasks(tx, instance, change, now)
    _write_timers(tx, instance, change)
    write_listeners(tx, instance, change, now)
    write_dispatches(tx, instance, change, now)
    _write_incident(tx, instance, change, now)
    return append(tx, instance.stream, change.events, actor, now, head=instance.head)


def _move_revision(tx: Connection, instance: Instance, change: Change, now: datetime) -> None:
    values: dict[str, Any] = {"revision": instance.revision + 1}
    if change.state is not None:
        values |= {"state": change.state, "engine_tag": change.engine_tag}
    if change.version_id is not None:
        values["version_id"] = change.version_id
    if change.suspended is not None:
        values["suspended_at"] = now if change.suspended else None
    if change.status != "running":
        values |= {"status": change.status, "ended_at": now, "suspended_at": None}
    moved = tx.execute(
        _moving(tuple(values)), _named(instance) | values | {"expected": instance.revision}
    )
    if moved.rowcount != 1:
        raise RevisionMoved


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


def _write_tasks(tx: Connection, instance: Instance, change: Change, now: datetime) -> None:
    seq = instance.head.seq + 1
    for claim in change.claims:
        values: dict[str, Any] = {
            "claimed_by": claim.person_id,
            "claimed_holding": claim.holding_id,
            "claimed_mandate": claim.mandate_id,
            "claimed_at": now if claim.person_id else None,
        }
        tx.execute(
            _touching(tuple(values)), _named(instance) | values | {"numbers": [claim.task_no]}
        )
    for due in change.due_dates:
        values = {"due_at": due.due_at}
        tx.execute(
            _touching(tuple(values)), _named(instance) | values | {"numbers": [due.task_no]}
        )
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
        tx.execute(
            _touching(tuple(values)), _named(instance) | values | {"numbers": [place.task_no]}
        )
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
        these = _named(instance) | {"numbers": closing.task_nos}
        tx.execute(_touching(tuple(values)), these | values)
        if closing.drafted:
            tx.execute(_DROP_DRAFTS, these)
    if change.opened:
        tx.execute(
            _ADD_TASKS,
            [
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
                    "opened_seq": seq,
                    "due_at": task.due_at,
                }
                for task in change.opened
            ],
        )
        write_jobs(tx, instance, change, now)


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


def _write_timers(tx: Connection, instance: Instance, change: Change) -> None:
    if change.disarmed:
        tx.execute(_DISARM, _named(instance) | {"numbers": change.disarmed})
    if change.armed:
        tx.execute(
            _ADD_TIMERS,
            [
                {
                    "pemda_id": instance.pemda_id,
                    "instance_id": instance.id,
                    "token_no": armed.token_no,
                    "element_id": armed.element_id,
                    "due_at": armed.due_at,
                    "status": "waiting" if instance.suspended_at is None else "held",
                    "attempts": 0,
                }
                for armed in change.armed
            ],
        )
    if change.suspended is not None:
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


def _write_documents(
    tx: Connection, instance: Instance, change: Change, actor: Actor, now: datetime
) -> None:
    common: dict[str, Any] = {
        "pemda_id": instance.pemda_id,
        "instance_id": instance.id,
        "element_id": change.element_id,
        "event_seq": instance.head.seq + 1,
    }
    _void(tx, instance, change.outdated, "newer_version", now)
    if change.unsigned:
        unsigned = document_act.c.act != "paraf"
        _void(tx, instance, change.unsigned, "cancelled", now, unsigned)
    if change.versions:
        rows = [
            common
            | {
                "document": version.document,
                "number": version.number,
                "sha256": version.sha256,
                "file_name_id": version.file_name_id,
                "made_at": now,
            }
            for version in change.versions
        ]
        tx.execute(insert(document_version), rows)
    if change.attachments:
        rows = [
            common
            | {
                "field": file.field,
                "number": file.number,
                "sha256": file.sha256,
                "file_name_id": file.file_name_id,
            }
            for file in change.attachments
        ]
        tx.execute(insert(attachment), rows)
    if change.acts:
        rows = [
            common
            | {
                "id": act.id,
                "document": act.document,
                "version": act.version,
                "sha256": act.sha256,
                "act": act.act,
                "two_hats": act.two_hats,
                **_acted(act, actor, now),
            }
            for act in change.acts
        ]
        tx.execute(insert(document_act), rows)


def _acted(act: NewAct, actor: Actor, now: datetime) -> dict[str, Any]:
    """Return who did an act, and who recorded it when that was another."""
    if act.on_paper is None:
        return {
            "person_id": actor.person_id,
            "holding_id": actor.holding_id,
            "mandate_id": actor.mandate_id,
            "occurred_at": act.signed_at or now,
            "recorded_by": None,
        }
    return {
        "person_id": act.on_paper.person_id,
        "holding_id": act.on_paper.holding_id,
        "mandate_id": act.on_paper.mandate_id,
        "occurred_at": act.on_paper.occurred_at,
        "recorded_by": actor.person_id,
    }


def _void(
    tx: Connection,
    instance: Instance,
    versions: tuple[tuple[str, int], ...],
    reason: str,
    now: datetime,
    *which: ColumnElement[bool],
) -> None:
    """Make the standing acts on these versions void."""
    if not versions:
        return
    tx.execute(
        update(document_act)
        .where(
            *_of(document_act, instance),
            document_act.c.void_at.is_(None),
            or_(
                *(
                    and_(document_act.c.document == name, document_act.c.version == number)
                    for name, number in versions
                )
            ),
            *which,
        )
        .values(void_at=now, void_reason=reason)
    )


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
def _touching(columns: tuple[str, ...]) -> Update:
    """Return the statement that sets columns of tasks; built once for each set of columns."""
    return (
        update(user_task)
        .where(*_numbered(user_task))
        .values({name: bindparam(name) for name in columns})
    )


def _numbered(table: Table) -> tuple[ColumnElement[bool], ...]:
    return (
        table.c.pemda_id == bindparam("the_pemda"),
        table.c.instance_id == bindparam("the_instance"),
        table.c.task_no.in_(bindparam("numbers", expanding=True)),
    )


_ADD_TASKS: Final = insert(user_task)
_ADD_TIMERS: Final = insert(timer)
_DISARM: Final = delete(timer).where(
    timer.c.pemda_id == bindparam("the_pemda"),
    timer.c.instance_id == bindparam("the_instance"),
    timer.c.token_no.in_(bindparam("numbers", expanding=True)),
)
_DROP_DRAFTS: Final = delete(draft).where(*_numbered(draft))
