"""Give a system outside the steps that it can do, each under a lock for some seconds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from service.access.candidates import candidate_keys, job_key, scoped_keys
from service.engine import open_tasks
from service.running.definitions import definition_of
from service.running.jobs import LONGEST_LOCK
from service.store.database import read, transaction
from service.store.idempotency import first_answer, remember, was_faster
from service.store.ids import new_id
from service.store.instances import instance_of
from service.store.jobs import free_jobs, locked_jobs, take

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime, timedelta

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.store.idempotency import RequestKey
    from service.store.jobs import Job
    from service.values import Value


@dataclass(frozen=True, slots=True)
class GivenJob:
    """A step as a system gets it."""

    instance_id: UUID
    task_no: int
    #: the process number that people say
    number: str
    topic: str
    path: str
    retries: int
    lock: UUID
    locked_until: datetime
    #: what the diagram gives the system, and nothing else of the process
    data: Mapping[str, Value]

    @property
    def element(self) -> str:
        """Return the id of the step in its diagram."""
        return self.path.rpartition("/")[2]


def fetch_jobs(
    session: Session,
    caller: Caller,
    *,
    topics: Collection[str],
    most: int,
    lasts: timedelta,
    request: RequestKey | None = None,
    now: datetime,
) -> tuple[GivenJob, ...]:
    """Return up to `most` jobs of these topics for the jabatan of the caller, now locked.

    None that waits is an empty answer at once; nobody is kept waiting for one. A repetition of
    the request gets what of its jobs is still locked for it.
    """
    try:
        with transaction(session) as tx:
            answer = first_answer(tx, caller.pemda_id, caller.person_id, request)
            if answer is None:
                lock = _locked(tx, caller, topics, most, lasts, now)
                said = {"lock": str(lock)}
                remember(tx, caller.pemda_id, caller.person_id, request, said, now)
            else:
                lock = UUID(answer["lock"])
    except IntegrityError as error:
        # The same request, sent twice at once: its twin was committed first.
        if not was_faster(error):
            raise
        with read(session) as connection:
            answer = first_answer(connection, caller.pemda_id, caller.person_id, request)
        lock = UUID((answer or {})["lock"])
    with read(session) as connection:
        jobs = locked_jobs(connection, caller.pemda_id, lock)
        return tuple(_given(connection, caller.pemda_id, it, now) for it in jobs)


def _locked(
    tx: Connection,
    caller: Caller,
    topics: Collection[str],
    most: int,
    lasts: timedelta,
    now: datetime,
) -> UUID:
    """Lock what is free and the caller's; return the lock."""
    lock, until = new_id(), now + min(lasts, LONGEST_LOCK)
    usual = {job_key(key) for key in candidate_keys(caller)}
    scoped = [(sops, {job_key(key) for key in keys}) for sops, keys in scoped_keys(caller)]
    every = usual.union(*(keys for _, keys in scoped))
    if not every:
        return lock
    free = free_jobs(tx, caller.pemda_id, topics=topics, candidates=every, most=most, now=now)
    for it in free:
        keys = usual.union(*(keys for sops, keys in scoped if it.sop_id in sops))
        if it.candidate in keys:
            person = caller.person_id
            take(tx, caller.pemda_id, it, lock=lock, person_id=person, until=until, now=now)
    return lock


def _given(connection: Connection, pemda_id: UUID, it: Job, now: datetime) -> GivenJob:
    instance = instance_of(connection, pemda_id, it.instance_id)
    definition = definition_of(connection, pemda_id, instance.version_id)
    tasks = open_tasks(definition.engine, instance.state, now)
    data = next((task.data for task in tasks if task.task_no == it.task_no), {})
    if it.lock is None or it.locked_until is None:
        raise AssertionError  # it was found by its lock
    return GivenJob(
        instance_id=it.instance_id,
        task_no=it.task_no,
        number=it.number,
        topic=it.topic,
        path=it.path,
        retries=it.retries,
        lock=it.lock,
        locked_until=it.locked_until,
        data=data,
    )
