"""The history of a process as people read it: every event, told in their words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from service.access.rules import require_may_see_process
from service.events.process import ProcessMoved
from service.queries.definitions import diagram_of
from service.queries.instances import process_row
from service.queries.narration import Narrator
from service.running.past_versions import definitions_at, forms_by_hash, past_versions
from service.sentences import sentence
from service.store.calendars import office_calendar
from service.store.database import read
from service.store.joins import on
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
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection, Row
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.queries.narration import Detail
    from service.running.past_versions import PastVersions
    from service.sentences import Language

#: Events that one answer holds at most, but for the printable list, which must be whole.
MOST = 2_000

#: For those who want every event at once: no event has a larger number, and a column holds none.
ALL = 2**31 - 1

#: Events that are read and told at a time of a history that is told whole.
_BATCH = 500


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


@dataclass(frozen=True, slots=True)
class WholeHistory:
    """Every event that a process had when it was asked, told one after the other."""

    #: may be gone through once, while the session lives
    entries: Iterator[HistoryEntry]
    last_seq: int
    last_hash: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands on the diagram after some event: where a replay in parts goes on."""

    #: token → the element at which it waits
    waiting: Mapping[int, str]
    done: frozenset[str]
    #: sequence flow → how often it was taken
    flows: Mapping[str, int]


def history_of(
    session: Session, caller: Caller, instance_id: UUID, *, after: int = 0, most: int = MOST
) -> History:
    """Return the events of a process beyond `after`, at most `most`. Raises NotFound."""
    with read(session) as connection:
        row, facts = process_row(connection, caller, instance_id)
        require_may_see_process(caller, facts)
        return history_told(connection, caller.pemda_id, row, after=after, most=most)


def whole_history(session: Session, caller: Caller, instance_id: UUID) -> WholeHistory:
    """Return all events of a process, read piece by piece as they are asked for.

    Raises NotFound, before the first piece.
    """
    with read(session) as connection:
        row, facts = process_row(connection, caller, instance_id)
        require_may_see_process(caller, facts)
        narrators = _narrators(connection, caller.pemda_id, row)
        last = _last(connection, caller.pemda_id, instance_id)
    entries = _entries(session, caller.pemda_id, instance_id, narrators, last.seq)
    return WholeHistory(entries, last.seq, last.hash)


def standing_after(session: Session, caller: Caller, instance_id: UUID, seq: int) -> Standing:
    """Return what stands on the diagram when event `seq` has happened. Raises NotFound."""
    with read(session) as connection:
        row, facts = process_row(connection, caller, instance_id)
        require_may_see_process(caller, facts)
        narrator = _narrators(connection, caller.pemda_id, row).drawing
        happened = connection.execute(
            select(history_event.c.kind, history_event.c.payload)
            .where(
                history_event.c.pemda_id == caller.pemda_id,
                history_event.c.stream_id == instance_id,
                history_event.c.seq <= min(seq, ALL),
            )
            .order_by(history_event.c.seq)
        )
        waiting: dict[int, str] = {}
        done: set[str] = set()
        flows: Counter[str] = Counter()
        for kind, payload in happened:
            if kind == "ProcessCancelled":
                waiting.clear()
            for taken in _trace(narrator, parse(payload)):
                if taken.kind == "flow":
                    flows[taken.element] += 1
                elif taken.kind == "entered":
                    waiting[taken.token] = taken.element
                else:
                    waiting.pop(taken.token, None)
                if taken.kind == "completed":
                    done.add(taken.element)
    return Standing(waiting, frozenset(done), flows)


def history_told(
    connection: Connection,
    pemda_id: UUID,
    row: Row[Any],
    *,
    after: int = 0,
    most: int = MOST,
    lang: Language = "id",
) -> History:
    """Return the history of the process of `row`, whoever asks."""
    narrators = _narrators(connection, pemda_id, row, lang)
    events = _events(connection, pemda_id, row.id, after=after, most=most)
    last = _last(connection, pemda_id, row.id)
    return History(
        entries=tuple(_entry(event, narrators) for event in events),
        last_seq=last.seq,
        last_hash=last.hash,
        diagram=row.xml_sha256,
    )


@dataclass(frozen=True, slots=True)
class _Narrators:
    """Who tells which event: one for each version that the process was under."""

    past: PastVersions
    by_version: Mapping[UUID, Narrator]
    lang: Language

    def at(self, seq: int) -> Narrator:
        return self.by_version[self.past.at(seq)]

    @property
    def drawing(self) -> Narrator:
        """The one of the diagram that is drawn: that of the present version."""
        return self.by_version[self.past.at(None)]

    def moved(self, seq: int, payload: Mapping[str, Any]) -> tuple[Detail, ...]:
        """Return which steps took the place of others when the process was moved."""
        before, after = self.at(seq - 1), self.at(seq)
        return tuple(
            (
                before.step(task["before"]),
                sentence("history.moved-to", self.lang, step=after.step(task["path"])),
            )
            for task in payload["tasks"]
            if task["before"] != task["path"]
        )


def _narrators(
    connection: Connection, pemda_id: UUID, row: Row[Any], lang: Language = "id"
) -> _Narrators:
    past = past_versions(connection, pemda_id, row.id, row.version_id)
    texts = _texts(connection, pemda_id, row.id)
    names = _names(connection, pemda_id, row.office_id)
    forms = forms_by_hash(connection, pemda_id, past)
    clock = office_calendar(connection, pemda_id, row.office_id, row.timezone)
    found = {}
    for version, definition in definitions_at(connection, pemda_id, past).items():
        found[version] = Narrator(
            diagram_of(connection, pemda_id, definition.diagram),
            definition.engine.process.id,
            texts=texts,
            names=names,
            forms=forms,
            clock=clock,
            lang=lang,
        )
    return _Narrators(past, found, lang)


def _entries(
    session: Session, pemda_id: UUID, instance_id: UUID, narrators: _Narrators, last: int
) -> Iterator[HistoryEntry]:
    after = 0
    while after < last:
        with read(session) as connection:
            # Events are only ever added, so pieces of several readings make one list.
            events = _events(
                connection, pemda_id, instance_id, after=after, most=min(_BATCH, last - after)
            )
        if not events:
            return
        yield from (_entry(event, narrators) for event in events)
        after = events[-1].seq


def _events(
    connection: Connection, pemda_id: UUID, instance_id: UUID, *, after: int, most: int
) -> Sequence[Row[tuple[Any, ...]]]:
    return connection.execute(
        select(history_event, person.c.name.label("actor_name"))
        .select_from(history_event)
        .outerjoin(person, on(person.c.id, history_event.c.actor_id))
        .where(
            history_event.c.pemda_id == pemda_id,
            history_event.c.stream_id == instance_id,
            history_event.c.seq > min(after, ALL),
        )
        .order_by(history_event.c.seq)
        .limit(most)
    ).all()


def _entry(event: Row[tuple[Any, ...]], narrators: _Narrators) -> HistoryEntry:
    payload = parse(event.payload)
    narrator, drawing = narrators.at(event.seq), narrators.drawing
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
        details=(
            *narrator.details(event.kind, event.element_id, payload, event.recorded_at),
            *(narrators.moved(event.seq, payload) if event.kind == ProcessMoved.kind else ()),
        ),
        element=drawing.drawn(event.element_id),
        trace=tuple(_trace(drawing, payload)),
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
        .join(position, on(position.c.id, holding.c.position_id))
        .where(holding.c.pemda_id == pemda_id, position.c.office_id == office_id)
        .limit(MOST)
    )
    people = connection.execute(
        select(person.c.id, person.c.name).where(person.c.pemda_id == pemda_id).limit(MOST)
    )
    return {str(key): name for rows in (units, titles, people) for key, name in rows}
