"""The history: hash-chained events that only ever grow (decisions §2.5).

Each event carries the hash of its predecessor in its stream and its own:

    hash = SHA-256("alur:event:1" NUL, bytes of prev_hash, canonical JSON of all other columns)

so that a changed, inserted or removed event breaks the chain at a place that can be named.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from sqlalchemy import bindparam, insert, select
from sqlalchemy.exc import IntegrityError

from service.errors import AlurError
from service.store.dialects import for_update, is_taken
from service.store.tables import appended_event, history_event, stream_head
from service.values import canonical_bytes, instant_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection, RowMapping

    from service.access.model import Caller, Holder, Mandate
    from service.events import Event

StreamKind = Literal["process", "sop", "structure", "audit"]

_DOMAIN: Final = b"alur:event:1\0"

#: Every column but the hash itself; plain strings, where SQLAlchemy has a subclass of str.
_HASHED: Final = tuple(
    str.__str__(column.name) for column in history_event.columns if column.name != "hash"
)

#: Events are read in pages of this many, so that a long stream does not fill the memory.
_PAGE: Final = 500


class HeadMoved(AlurError):
    """Another writer appended to the stream since its head was read; nothing changed."""

    code = "store.head-moved"
    status = 503


class EventGarbled(AlurError):
    """A column of an event holds what is not of its type: somebody wrote there by hand."""

    code = "verify.event-changed"

    def __init__(self, seq: int) -> None:
        super().__init__(seq=seq)
        self.seq = seq


@dataclass(frozen=True, slots=True)
class Stream:
    """One chain: of a process, a SOP, the structure of a pemda, or a surat tugas."""

    pemda_id: UUID
    id: UUID
    kind: StreamKind


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it, in which jabatan; all None: the system itself."""

    person_id: UUID | None = None
    #: of the person's own jabatan
    holding_id: UUID | None = None
    #: "Plh. Kepala Dinas" under a penugasan
    jabatan: str | None = None
    #: the penugasan that it was done under
    mandate: Mandate | None = None

    @property
    def mandate_id(self) -> UUID | None:
        return None if self.mandate is None else self.mandate.mandate_id


SYSTEM: Final = Actor()


def actor_of(caller: Caller, holder: Holder) -> Actor:
    """Return who the history says it was."""
    return Actor(caller.person_id, holder.holding_id, holder.title, holder.mandate)


@dataclass(frozen=True, slots=True)
class Head:
    """The last event of a stream: its number and hash."""

    seq: int
    hash: str


#: Before the first event.
GENESIS: Final = Head(0, "0" * 64)


def append(
    tx: Connection,
    stream: Stream,
    events: Sequence[Event],
    actor: Actor,
    now: datetime,
    *,
    head: Head | None = None,
) -> Head:
    """Add events to the end of a stream and return its new head.

    `tx` is the connection of a write transaction, `now` the server's instant (dicatat); an
    event's own `occurred_at` (terjadi) is `now` where it states none. `head` spares the look-up
    of a caller who read it; raises HeadMoved when it is no longer the end.
    """
    last = _locked_head(tx, stream) if head is None else head
    rows = list(_chained(stream, events, actor, now, last))
    if not rows:
        return last
    after = Head(rows[-1]["seq"], rows[-1]["hash"])
    if last == GENESIS:
        _begin(tx, stream, after)
    _add(tx, rows)
    return after


def append_all(
    tx: Connection,
    streams: Iterable[tuple[Stream, Sequence[Event], Head]],
    actor: Actor,
    now: datetime,
) -> list[Head]:
    """Add events to several streams, each to the end that was read, and return the new ends.

    None of them is the first of its stream. Raises HeadMoved when one is no longer the end.
    """
    rows: list[dict[str, Any]] = []
    ends: list[Head] = []
    for stream, events, head in streams:
        chained = list(_chained(stream, events, actor, now, head))
        rows += chained
        ends.append(Head(chained[-1]["seq"], chained[-1]["hash"]) if chained else head)
    if rows:
        _add(tx, rows)
    return ends


def _add(tx: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    try:
        # Through the view that moves the end of the chain with them.
        tx.execute(_ADD_EVENTS, rows)
    except IntegrityError as error:
        if is_taken(error, "history_event"):
            raise HeadMoved from error
        raise


def head_of(connection: Connection, stream: Stream) -> Head:
    """Return the end of a stream, GENESIS when nothing has happened in it."""
    row = connection.execute(_HEAD, _named(stream)).one_or_none()
    return GENESIS if row is None else Head(row.seq, row.hash)


def digest(row: Mapping[str, Any] | RowMapping) -> str:
    """Return the hash that an event with these columns must carry."""
    columns = {name: _plain(row[name]) for name in _HASHED}
    body = _DOMAIN + bytes.fromhex(row["prev_hash"]) + canonical_bytes(columns)
    return hashlib.sha256(body).hexdigest()


def events_of(connection: Connection, stream: Stream) -> Iterator[RowMapping]:
    """Give the rows of a stream in order, a page at a time. Raises EventGarbled."""
    seen = 0
    while True:
        page = _page(connection, stream, seen, _PAGE)
        yield from page
        if len(page) < _PAGE:
            return
        seen = page[-1]["seq"]


def _page(connection: Connection, stream: Stream, seen: int, most: int) -> Sequence[RowMapping]:
    asked = _named(stream) | {"seen": seen, "most": most}
    try:
        return connection.execute(_EVENTS, asked).mappings().all()
    except (TypeError, ValueError) as error:
        if most == 1:
            raise EventGarbled(seen + 1) from error
    # One at a time: what comes before the garbled one is good.
    found: list[RowMapping] = []
    while following := _page(connection, stream, found[-1]["seq"] if found else seen, 1):
        found += following
    return found


def _chained(
    stream: Stream, events: Sequence[Event], actor: Actor, now: datetime, head: Head
) -> Iterator[dict[str, Any]]:
    mandate = actor.mandate
    # What its columns have no place for; events of an own jabatan are as they always were.
    under: dict[str, Any] = (
        {}
        if mandate is None
        else {"mandate": {"id": str(mandate.mandate_id), "kind": mandate.kind}}
    )
    for event in events:
        row: dict[str, Any] = {
            "pemda_id": stream.pemda_id,
            "stream_id": stream.id,
            "seq": head.seq + 1,
            "stream": stream.kind,
            "kind": event.kind,
            "occurred_at": event.occurred_at or now,
            "recorded_at": now,
            "actor_id": actor.person_id,
            "holding_id": actor.holding_id,
            "jabatan": actor.jabatan,
            "behalf": event.behalf or (mandate and mandate.jabatan),
            "letter": event.letter or (mandate and mandate.letter_number),
            "element_id": event.element_id,
            "engine_tag": event.engine_tag,
            "payload": canonical_bytes(event.payload() | under).decode(),
            "prev_hash": head.hash,
        }
        row["hash"] = digest(row)
        head = Head(row["seq"], row["hash"])
        yield row


def _plain(value: Any) -> Any:
    """Return a column's value as canonical JSON holds it."""
    if value is None or isinstance(value, int | str):
        return value
    return instant_text(value) if hasattr(value, "tzinfo") else str(value)


def _locked_head(tx: Connection, stream: Stream) -> Head:
    row = tx.execute(_LOCKED_HEAD, _named(stream)).one_or_none()
    return GENESIS if row is None else Head(row.seq, row.hash)


def _begin(tx: Connection, stream: Stream, first: Head) -> None:
    columns = {
        "pemda_id": stream.pemda_id,
        "stream_id": stream.id,
        "stream": stream.kind,
        "seq": first.seq,
        "hash": first.hash,
    }
    tx.execute(_ADD_HEAD, columns)


def _named(stream: Stream) -> dict[str, UUID]:
    return {"the_pemda": stream.pemda_id, "the_stream": stream.id}


# Built once: building a statement costs more than running it.
_THIS: Final = (
    stream_head.c.pemda_id == bindparam("the_pemda"),
    stream_head.c.stream_id == bindparam("the_stream"),
)
_HEAD: Final = select(stream_head.c.seq, stream_head.c.hash).where(*_THIS)
_LOCKED_HEAD: Final = for_update(_HEAD)
_ADD_HEAD: Final = insert(stream_head)
_ADD_EVENTS: Final = insert(appended_event)
_EVENTS: Final = (
    select(history_event)
    .where(
        history_event.c.pemda_id == bindparam("the_pemda"),
        history_event.c.stream_id == bindparam("the_stream"),
        history_event.c.seq > bindparam("seen"),
    )
    .order_by(history_event.c.seq)
    .limit(bindparam("most"))
)
