"""The history of a process as people read it: every event, told in their words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from service.access.rules import require_may_see_process
from service.queries.instances import process_row
from service.queries.told_events import entry_of, events_asked, narrators_of, trace_of
from service.store.database import read
from service.store.tables import history_event
from service.values import parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from uuid import UUID

    from sqlalchemy import Connection, Row
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.queries.told_events import HistoryEntry, Narrators
    from service.sentences import Language

#: Events that one answer holds at most, but for the printable list, which must be whole.
MOST = 2_000

#: For those who want every event at once: no event has a larger number, and a column holds none.
ALL = 2**31 - 1

#: Events that are read and told at a time of a history that is told whole.
_BATCH = 500


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
        narrators = narrators_of(connection, caller.pemda_id, row)
        last = _last(connection, caller.pemda_id, instance_id)
    entries = _entries(session, caller.pemda_id, instance_id, narrators, last.seq)
    return WholeHistory(entries, last.seq, last.hash)


def standing_after(session: Session, caller: Caller, instance_id: UUID, seq: int) -> Standing:
    """Return what stands on the diagram when event `seq` has happened. Raises NotFound."""
    with read(session) as connection:
        row, facts = process_row(connection, caller, instance_id)
        require_may_see_process(caller, facts)
        narrator = narrators_of(connection, caller.pemda_id, row).drawing
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
            for taken in trace_of(narrator, parse(payload)):
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
    narrators = narrators_of(connection, pemda_id, row, lang)
    events = _events(connection, pemda_id, row.id, after=after, most=most)
    last = _last(connection, pemda_id, row.id)
    return History(
        entries=tuple(entry_of(event, narrators) for event in events),
        last_seq=last.seq,
        last_hash=last.hash,
        diagram=row.xml_sha256,
    )


def _entries(
    session: Session, pemda_id: UUID, instance_id: UUID, narrators: Narrators, last: int
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
        yield from (entry_of(event, narrators) for event in events)
        after = events[-1].seq


def _events(
    connection: Connection, pemda_id: UUID, instance_id: UUID, *, after: int, most: int
) -> Sequence[Row[tuple[Any, ...]]]:
    return connection.execute(
        events_asked(pemda_id, instance_id)
        .where(history_event.c.seq > min(after, ALL))
        .limit(most)
    ).all()


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
