"""What the operator at the machine asks: processes by what people call them, in every pemda.

Who can run commands on the machine can read its store; nothing here is for the web.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import func, select

from service.errors import NotFound, Rejected
from service.queries.history import ALL, History, history_told
from service.queries.instances import joined_row
from service.running.reexecution import Reexecution, processes, reexecute
from service.store import intact
from service.store.database import read
from service.store.history import Stream
from service.store.intact import checked_files
from service.store.joins import on
from service.store.tables import office, process_instance
from service.store.verify import Verdict, count_streams, tenants, verify_store, verify_stream

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from service.sentences import Language
    from service.store.intact import CheckedFile


class AmbiguousProcess(Rejected):
    """Several offices have a process of this number; its id names one."""

    code = "operator.ambiguous-process"


@dataclass(frozen=True, slots=True)
class FoundProcess:
    """A process as the operator named it."""

    pemda_id: UUID
    instance_id: UUID
    number: str
    office: str


def find_process(session: Session, name: str) -> FoundProcess:
    """Return the process with this number or id. Raises NotFound or AmbiguousProcess."""
    found = [item for pemda_id in tenants(session) for item in _named(session, pemda_id, name)]
    if not found:
        raise NotFound
    if len(found) > 1:
        ids = ", ".join(f"{item.instance_id} ({item.office})" for item in found)
        raise AmbiguousProcess(number=name, ids=ids)
    return found[0]


def count_processes(session: Session) -> int:
    """Return how many processes the store holds."""
    total = 0
    for pemda_id in tenants(session):
        with read(session) as connection:
            query = (
                select(func.count())
                .select_from(process_instance)
                .where(process_instance.c.pemda_id == pemda_id)
            )
            total += connection.execute(query).scalar_one()
    return total


def reexecute_all(session: Session) -> Iterator[Reexecution]:
    """Re-execute every process, oldest first, each in a read transaction of its own."""
    for pemda_id in tenants(session):
        with read(session) as connection:
            ids = processes(connection, pemda_id)
        for instance_id in ids:
            with read(session) as connection:
                done = reexecute(connection, pemda_id, instance_id)
            yield done


def reexecute_one(session: Session, found: FoundProcess) -> Reexecution:
    """Re-execute one process."""
    with read(session) as connection:
        return reexecute(connection, found.pemda_id, found.instance_id)


def count_chains(session: Session) -> int:
    """Return how many chains `verify_all` checks."""
    return count_streams(session)


def verify_all(session: Session) -> Iterator[Verdict]:
    """Check every chain of the store; one verdict each."""
    return verify_store(session)


def count_files(session: Session) -> int:
    """Return how many files `verify_files` checks."""
    return sum(intact.count_files(session, pemda_id) for pemda_id in tenants(session))


def verify_files(session: Session) -> Iterator[CheckedFile]:
    """Check the bytes of every file of the store."""
    for pemda_id in tenants(session):
        yield from checked_files(session, pemda_id)


def verify_one(session: Session, found: FoundProcess, last_hash: str | None) -> Verdict:
    """Check the chain of one process, against the hash of a printed list when one is given."""
    with read(session) as connection:
        stream = Stream(found.pemda_id, found.instance_id, "process")
        return verify_stream(connection, stream, last_hash=last_hash)


def history_for_operator(
    session: Session, found: FoundProcess, lang: Language = "id"
) -> tuple[History, str]:
    """Return the history of a process, told in a language, and the IANA zone of its office."""
    with read(session) as connection:
        row = joined_row(connection, found.pemda_id, found.instance_id)
        told = history_told(connection, found.pemda_id, row, most=ALL, lang=lang)
        return told, row.timezone


def _named(session: Session, pemda_id: UUID, name: str) -> list[FoundProcess]:
    query = (
        select(process_instance.c.id, process_instance.c.number, office.c.short_name)
        .select_from(process_instance)
        .join(office, on(office.c.id, process_instance.c.office_id))
        .where(process_instance.c.pemda_id == pemda_id)
    )
    instance_id = _as_id(name)
    if instance_id is None:
        query = query.where(process_instance.c.number == name)
    else:
        query = query.where(process_instance.c.id == instance_id)
    with read(session) as connection:
        rows = connection.execute(query).all()
    return [FoundProcess(pemda_id, row.id, row.number, row.short_name) for row in rows]


def _as_id(name: str) -> UUID | None:
    try:
        return UUID(name)
    except ValueError:
        return None
