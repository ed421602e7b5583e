"""Steps that systems outside do: given out under a lock for some seconds, and given out again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, insert, or_, select, update

from service.store.joins import on
from service.store.tables import job, process_instance, user_task

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement, Connection, Select

    from service.store.changes import Change
    from service.store.instances import Instance

#: Attempts before a step stands at an incident, where the system itself says no number.
ATTEMPTS: Final = 3


@dataclass(frozen=True, slots=True)
class Job:
    """An open step that a system may do."""

    instance_id: UUID
    task_no: int
    topic: str
    retries: int
    lock: UUID | None
    locked_until: datetime | None
    path: str
    #: for whose jabatan: a key of `access.candidates`
    candidate: str
    #: what people call the process
    number: str
    sop_id: UUID


def write_jobs(tx: Connection, instance: Instance, change: Change, now: datetime) -> None:
    """Write the steps of a change that systems do."""
    rows = [
        {
            "pemda_id": instance.pemda_id,
            "instance_id": instance.id,
            "task_no": task.task_no,
            "topic": task.topic,
            "retries": ATTEMPTS,
            "due_at": now,
        }
        for task in change.opened
        if task.topic is not None
    ]
    if rows:
        tx.execute(insert(job), rows)


def free_jobs(
    connection: Connection,
    pemda_id: UUID,
    *,
    topics: Collection[str],
    candidates: Collection[str],
    most: int,
    now: datetime,
) -> list[Job]:
    """Return jobs that nobody is at work on, the longest waiting first."""
    query = (
        _jobs(pemda_id)
        .where(
            job.c.topic.in_(sorted(topics)),
            user_task.c.candidate.in_(sorted(candidates)),
            process_instance.c.suspended_at.is_(None),
            _is_free(now),
        )
        .order_by(job.c.due_at, job.c.instance_id, job.c.task_no)
        .limit(most)
    )
    return [Job(*tuple(row)) for row in connection.execute(query).all()]


def locked_jobs(connection: Connection, pemda_id: UUID, lock: UUID) -> list[Job]:
    """Return the jobs that were given out together under a lock and are open still."""
    query = _jobs(pemda_id).where(job.c.lock == lock)
    rows = connection.execute(query.order_by(job.c.instance_id, job.c.task_no)).all()
    return [Job(*tuple(row)) for row in rows]


def job_of(connection: Connection, pemda_id: UUID, instance_id: UUID, task_no: int) -> Job | None:
    """Return an open job; None: there is none of that number."""
    query = _jobs(pemda_id).where(job.c.instance_id == instance_id, job.c.task_no == task_no)
    row = connection.execute(query).one_or_none()
    return None if row is None else Job(*tuple(row))


def take(
    tx: Connection,
    pemda_id: UUID,
    it: Job,
    *,
    lock: UUID,
    person_id: UUID,
    until: datetime,
    now: datetime,
) -> bool:
    """Lock a free job; False: another system was faster."""
    taken = tx.execute(
        update(job)
        .where(*_is(pemda_id, it), _is_free(now))
        .values(lock=lock, locked_by=person_id, locked_until=until)
    )
    return taken.rowcount == 1


def extend(tx: Connection, pemda_id: UUID, it: Job, lock: UUID, until: datetime) -> bool:
    """Lock a job for longer; False: the lock is another's now."""
    kept = tx.execute(
        update(job).where(*_is(pemda_id, it), job.c.lock == lock).values(locked_until=until)
    )
    return kept.rowcount == 1


def let_go(
    tx: Connection,
    pemda_id: UUID,
    it: Job,
    *,
    retries: int,
    due_at: datetime,
    incident: int | None = None,
) -> None:
    """Unlock a job whose attempt failed."""
    values: dict[str, Any] = {"retries": retries, "due_at": due_at, "incident": incident}
    released = dict.fromkeys(("lock", "locked_by", "locked_until"))
    tx.execute(update(job).where(*_is(pemda_id, it)).values(values | released))


def free_job(tx: Connection, instance: Instance, incident: int, now: datetime) -> None:
    """Give one more attempt to the job that stood at an incident, if a job did."""
    tx.execute(
        update(job)
        .where(
            job.c.pemda_id == instance.pemda_id,
            job.c.instance_id == instance.id,
            job.c.incident == incident,
        )
        .values(retries=1, incident=None, due_at=now)
    )


def _jobs(pemda_id: UUID) -> Select[Any]:
    same_task = and_(
        on(user_task.c.instance_id, job.c.instance_id), user_task.c.task_no == job.c.task_no
    )
    return (
        select(
            job.c.instance_id,
            job.c.task_no,
            job.c.topic,
            job.c.retries,
            job.c.lock,
            job.c.locked_until,
            user_task.c.path,
            user_task.c.candidate,
            process_instance.c.number,
            process_instance.c.sop_id,
        )
        .select_from(job)
        .join(user_task, same_task)
        .join(process_instance, on(process_instance.c.id, job.c.instance_id))
        .where(
            job.c.pemda_id == pemda_id,
            user_task.c.status == "open",
            process_instance.c.status == "running",
        )
    )


def _is_free(now: datetime) -> ColumnElement[bool]:
    unlocked = or_(job.c.locked_until.is_(None), job.c.locked_until <= now)
    return and_(job.c.retries > 0, job.c.due_at <= now, unlocked)


def _is(pemda_id: UUID, it: Job) -> tuple[ColumnElement[bool], ...]:
    return (
        job.c.pemda_id == pemda_id,
        job.c.instance_id == it.instance_id,
        job.c.task_no == it.task_no,
    )
