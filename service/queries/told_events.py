"""Events of a process as people read them: who tells which, and what one says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from service.events.engine_moves import ProcessMoved
from service.queries.definitions import diagram_of
from service.queries.narration import Narrator
from service.running.past_versions import definitions_at, forms_by_hash, past_versions
from service.sentences import sentence
from service.store.calendars import office_calendar
from service.store.joins import on
from service.store.tables import history_event, holding, person, position, private_text, unit
from service.values import parse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection, Row, Select

    from service.queries.narration import Detail
    from service.running.past_versions import PastVersions
    from service.sentences import Language

#: Names of jabatan and people that are looked up for one history, at most.
MOST_NAMES: Final = 2_000


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
class Narrators:
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


def narrators_of(
    connection: Connection, pemda_id: UUID, row: Row[Any], lang: Language = "id"
) -> Narrators:
    """Return who tells the events of the process of `row`, each in the words of its version."""
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
    return Narrators(past, found, lang)


def events_asked(pemda_id: UUID, instance_id: UUID) -> Select[Any]:
    """Return the statement that reads events of a process with the names of who acted."""
    return (
        select(history_event, person.c.name.label("actor_name"))
        .select_from(history_event)
        .outerjoin(person, on(person.c.id, history_event.c.actor_id))
        .where(history_event.c.pemda_id == pemda_id, history_event.c.stream_id == instance_id)
        .order_by(history_event.c.seq)
    )


def entry_of(event: Row[tuple[Any, ...]], narrators: Narrators) -> HistoryEntry:
    """Return an event that `events_asked` read, told."""
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
        trace=tuple(trace_of(drawing, payload)),
        hash=event.hash,
    )


def trace_of(narrator: Narrator, payload: Mapping[str, Any]) -> list[Taken]:
    """Return what the engine did, as far as the diagram that is drawn shows it."""
    found = []
    for kind, path, token in payload.get("trace", ()):
        element = narrator.drawn(path)
        if element is not None:
            found.append(Taken(kind, element, token))
    return found


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
        .limit(MOST_NAMES)
    )
    people = connection.execute(
        select(person.c.id, person.c.name).where(person.c.pemda_id == pemda_id).limit(MOST_NAMES)
    )
    return {str(key): name for rows in (units, titles, people) for key, name in rows}
