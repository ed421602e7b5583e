"""The history of a process as people read it: every event, told in their words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, select

from service.access.rules import require_may_see_process
from service.queries.definitions import diagram_of
from service.queries.instances import process_row
from service.queries.narration import Narrator
from service.running.definitions import definition_of
from service.store.database import read
from service.store.tables import (
    history_event,
    holding,
    person,
    position,
    private_text,
    unit,
)
from service.values import parse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection, Row
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.forms import Form
    from service.queries.narration import Detail

#: Events on one page of the list. A printed list must be whole, so this is more than paging.CAP;
#: with the limit of 20,000 events a process it bounds what one request can ask for.
MOST = 2_000

#: No event has a larger number; a column holds no larger one to compare with.
_LARGEST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Taken:
    """One thing the engine did: a node entered or left, a flow taken."""

    kind: str
    element: str
    token: int


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One event, as it stands in the list and in the replay."""

    seq: int
    kind: str
    occurred_at: datetime
    recorded_at: datetime
    #: the jabatan that acted; None: the system by itself
    jabatan: str | None
    #: None: erased, or the system
    name: str | None
    behalf: str | None
    letter: str | None
    title: str
    details: tuple[Detail, ...]
    element: str | None
    trace: tuple[Taken, ...]
    hash: str


@dataclass(frozen=True, slots=True)
class History:
    entries: tuple[HistoryEntry, ...]
    #: number and hash of the newest event of all
    last_seq: int
    last_hash: str
    #: SHA-256 of the diagram
    diagram: str


def history_of(
    session: Session, caller: Caller, instance_id: UUID, *, after: int = 0, most: int = MOST
) -> History:
    """Return the events of a process beyond `after`, at most `most`. Raises NotFound."""
    with read(session) as connection:
        row, facts = process_row(connection, caller, instance_id)
        require_may_see_process(caller, facts)
        return history_told(connection, caller.pemda_id, row, after=after, most=most)


def history_told(
    connection: Connection, pemda_id: UUID, row: Row[Any], *, after: int = 0, most: int = MOST
) -> History:
    """Return the history of the process of `row`, whoever asks."""
    instance_id = row.id
    diagram = diagram_of(connection, pemda_id, row.xml_sha256)
    narrator = Narrator(
        diagram,
        row.process_id,
        texts=_texts(connection, pemda_id, instance_id),
        names=_names(connection, pemda_id, row.office_id),
        forms=_forms(connection, pemda_id, row.version_id),
    )
    events = connection.execute(
        select(history_event, person.c.name.label("actor_name"))
        .select_from(history_event)
        .outerjoin(
            person,
            and_(
                person.c.pemda_id == history_event.c.pemda_id,
                person.c.id == history_event.c.actor_id,
            ),
        )
        .where(
            history_event.c.pemda_id == pemda_id,
            history_event.c.stream_id == instance_id,
            history_event.c.seq > min(after, _LARGEST),
        )
        .order_by(history_event.c.seq)
        .limit(most)
    ).all()
    last = _last(connection, pemda_id, instance_id)
    return History(
        entries=tuple(_entry(event, narrator) for event in events),
        last_seq=last.seq,
        last_hash=last.hash,
        diagram=row.xml_sha256,
    )


def _entry(event: Row[tuple[Any, ...]], narrator: Narrator) -> HistoryEntry:
    payload = parse(event.payload)
    return HistoryEntry(
        seq=event.seq,
        kind=event.kind,
        occurred_at=event.occurred_at,
        recorded_at=event.recorded_at,
        jabatan=event.jabatan,
        name=event.actor_name,
        behalf=event.behalf,
        letter=event.letter,
        title=narrator.title(event.kind, event.element_id, payload),
        details=narrator.details(event.kind, event.element_id, payload),
        element=narrator.drawn(event.element_id),
        trace=tuple(_trace(narrator, payload)),
        hash=event.hash,
    )


def _trace(narrator: Narrator, payload: Mapping[str, Any]) -> list[Taken]:
    found = []
    for kind, path, token in payload.get("trace", ()):
        element = narrator.drawn(path)
        if element is not None:
            found.append(Taken(kind, element, token))
    return found


def _last(connection: Connection, pemda_id: UUID, instance_id: UUID) -> Row[Any, Any]:
    newest = (
        select(func.max(history_event.c.seq))
        .where(history_event.c.pemda_id == pemda_id, history_event.c.stream_id == instance_id)
        .scalar_subquery()
    )
    return connection.execute(
        select(history_event.c.seq, history_event.c.hash).where(
            history_event.c.pemda_id == pemda_id,
            history_event.c.stream_id == instance_id,
            history_event.c.seq == newest,
        )
    ).one()


def _texts(connection: Connection, pemda_id: UUID, instance_id: UUID) -> dict[str, str | None]:
    """Return the private texts of a process by id; None where one was erased."""
    rows = connection.execute(
        select(private_text.c.id, private_text.c.text).where(
            private_text.c.pemda_id == pemda_id, private_text.c.stream_id == instance_id
        )
    )
    return {str(row.id): row.text for row in rows}


def _names(connection: Connection, pemda_id: UUID, office_id: UUID) -> dict[str, str | None]:
    """Return what ids of units, jabatan and persons are called; None where a name was erased."""
    units = connection.execute(
        select(unit.c.id, unit.c.name).where(
            unit.c.pemda_id == pemda_id, unit.c.office_id == office_id
        )
    )
    titles = connection.execute(
        select(holding.c.id, position.c.title)
        .join(
            position,
            and_(
                position.c.pemda_id == holding.c.pemda_id, position.c.id == holding.c.position_id
            ),
        )
        .where(holding.c.pemda_id == pemda_id, position.c.office_id == office_id)
        .limit(MOST)
    )
    people = connection.execute(
        select(person.c.id, person.c.name).where(person.c.pemda_id == pemda_id).limit(MOST)
    )
    return {str(key): name for rows in (units, titles, people) for key, name in rows}


def _forms(connection: Connection, pemda_id: UUID, version_id: UUID) -> dict[str, Form]:
    """Return the forms that a version is pinned to, by the hash that events name them by."""
    pinned = definition_of(connection, pemda_id, version_id).forms.values()
    return {item.sha256: item.form for item in pinned}
