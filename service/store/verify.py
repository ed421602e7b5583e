"""Whether the store still says what happened: `./alur verify`.

Checks the hashes and links of every chain, its end against the stored head, the private texts
against their commitments, the state of each process against the hash in its last event, the rows
of the other tables against what the events tell (`retelling`), files and definitions against their
names. A chain that was cut and whose head was mended cannot be seen from inside; it is seen
against a hash on a printed list.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, get_args

import orjson
from sqlalchemy import String, bindparam, select, type_coerce

from service.store import private_texts
from service.store.database import read
from service.store.dialects import lenient
from service.store.history import (
    GENESIS,
    EventGarbled,
    Head,
    Stream,
    StreamKind,
    digest,
    events_of,
    head_of,
)
from service.store.ids import ids_among
from service.store.intact import Intact
from service.store.joins import on
from service.store.processes_retold import tell_process
from service.store.registers import register_faults
from service.store.retelling import Fault, Happened, Retold, TableGarbled, plain, rows_of
from service.store.sops_retold import tell_sop
from service.store.strays import stray_faults
from service.store.structure_retold import tell_audit, tell_structure
from service.store.tables import (
    audit_assignment,
    history_event,
    pemda,
    private_text,
    process_instance,
    sop,
    sop_pin,
    sop_version,
    store,
    stream_head,
)
from service.values import instant_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection, RowMapping, Select
    from sqlalchemy.orm import Session

    from service.store.retelling import Teller


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found about one stream."""

    stream: Stream
    events: int
    #: the end of the chain as far as it is whole
    last_hash: str
    fault: Fault | None


@dataclass(slots=True)
class _Walk:
    """What the events of a stream say, gathered while the chain is checked."""

    head: Head = GENESIS
    seen_hash: bool = False
    told: Retold = field(default_factory=Retold)
    #: text id → (commitment, event, when it was recorded)
    texts: dict[str, tuple[str, int, datetime]] = field(default_factory=dict)
    #: text id → when its erasure was recorded
    erased: dict[str, datetime] = field(default_factory=dict)
    state: tuple[str, int] | None = None
    #: what a process began with, or was moved to last
    runs_under: tuple[dict[str, Any], int] | None = None
    #: what the first event of a structure said
    founded: tuple[dict[str, Any], int] | None = None
    #: when the store was set up with this pemda
    set_up: tuple[datetime, int] | None = None
    #: (sha256, event) of diagrams and forms
    definitions: list[tuple[str, int]] = field(default_factory=list)
    #: (sha256, event) of what people brought
    files: list[tuple[str, int]] = field(default_factory=list)


def verify_stream(
    connection: Connection,
    stream: Stream,
    *,
    last_hash: str | None = None,
    files: bool = True,
    intact: Intact | None = None,
) -> Verdict:
    """Check one stream and return its verdict.

    `last_hash` is the hash at the foot of a printed list: an event that carries it must still be
    in the chain. `files`: read the bytes of its documents and scans too. `intact` remembers the
    definitions that were looked at already.
    """
    walk = _Walk()
    known = Intact() if intact is None else intact
    with lenient(connection):
        fault = _first_fault(connection, stream, walk, last_hash, known, files=files)
    return Verdict(stream, walk.head.seq, walk.head.hash, fault)


def _first_fault(
    connection: Connection,
    stream: Stream,
    walk: _Walk,
    last_hash: str | None,
    intact: Intact,
    *,
    files: bool,
) -> Fault | None:
    try:
        fault = _walk_chain(connection, stream, walk, last_hash)
        if fault is None:
            fault = next(_beside(connection, stream, walk, last_hash), None)
        if fault is None:
            fault = next(_byte_faults(connection, stream, walk, intact, files=files), None)
    except EventGarbled as garbled:
        fault = Fault("verify.event-changed", garbled.seq)
    except TableGarbled as garbled:
        fault = Fault("verify.row-garbled", None, garbled.table)
    return fault


def verify_store(session: Session) -> Iterator[Verdict]:
    """Check every stream of every pemda, the bytes of their files apart; one verdict each."""
    for pemda_id in tenants(session):
        intact = Intact()
        with read(session) as connection, lenient(connection):
            streams = _streams(connection, pemda_id)
        for key, kind in streams.items():
            with read(session) as connection:
                verdict = verify_stream(
                    connection, Stream(pemda_id, key, kind), files=False, intact=intact
                )
            yield verdict


def count_streams(session: Session) -> int:
    """Return how many verdicts `verify_store` gives."""
    total = 0
    for pemda_id in tenants(session):
        with read(session) as connection, lenient(connection):
            total += len(_streams(connection, pemda_id))
    return total


def tenants(session: Session) -> list[UUID]:
    """Return every pemda that the store speaks of, whether its own row is there or not."""
    with read(session) as connection, lenient(connection):
        found: set[UUID] = set()
        for statement in _TENANTS:
            found.update(ids_among(connection.execute(statement).scalars()))
    return sorted(found)


def _streams(connection: Connection, pemda_id: UUID) -> dict[UUID, StreamKind]:
    """Return the streams that anything speaks of: no event, head or row may lack the others."""
    kinds: dict[UUID, StreamKind] = {}
    for statement, kind in _STREAMS:
        ids = connection.execute(statement, {"the_pemda": pemda_id}).scalars()
        kinds |= dict.fromkeys(ids_among(ids), kind)
    kinds[pemda_id] = "structure"
    return dict(sorted(kinds.items()))


# ---------------------------------------------------------------- the chain


def _walk_chain(
    connection: Connection, stream: Stream, walk: _Walk, last_hash: str | None
) -> Fault | None:
    for row in events_of(connection, stream):
        fault = _link_fault(row, walk.head)
        if fault is not None:
            return fault
        walk.head = Head(row["seq"], row["hash"])
        walk.seen_hash |= row["hash"] == last_hash
        try:
            _gather(stream, row, walk)
        except (AttributeError, LookupError, TypeError, ValueError):
            return Fault("verify.event-strange", row["seq"])
    return None


def _link_fault(row: RowMapping, before: Head) -> Fault | None:
    seq = before.seq + 1
    if row["seq"] != seq:
        return Fault("verify.event-missing", seq)
    if _digest(row) != row["hash"]:
        return Fault("verify.event-changed", seq)
    if row["prev_hash"] != before.hash:
        return Fault("verify.link-broken", seq)
    return None


def _digest(row: RowMapping) -> str | None:
    try:
        return digest(row)
    except (TypeError, ValueError):
        # What stands there could not have been hashed.
        return None


_TELLERS: Final[Mapping[StreamKind, Teller]] = {
    "structure": tell_structure,
    "audit": tell_audit,
    "sop": tell_sop,
    "process": tell_process,
}


def _gather(stream: Stream, row: RowMapping, walk: _Walk) -> None:
    said: dict[str, Any] = orjson.loads(row["payload"])
    it = Happened(row, said)
    for text_id, commitment in said.get("texts", {}).items():
        walk.texts[text_id] = (commitment, it.seq, it.at)
    if it.kind in ("PersonalTextErased", "PersonErased"):
        walk.erased |= dict.fromkeys(said["erased"], it.at)
    _gather_files(it, walk)
    match it.kind:
        case "ProcessStarted" | "ProcessMoved":
            walk.runs_under = (said, it.seq)
        case "PemdaFounded":
            walk.founded = (said, it.seq)
        case "PasswordSet" if said["how"] == "set_up":
            walk.set_up = (it.at, it.seq)
    if "state_sha256" in said:
        walk.state = (said["state_sha256"], it.seq)
    _TELLERS[stream.kind](walk.told, it)


def _gather_files(it: Happened, walk: _Walk) -> None:
    said = it.said
    match it.kind:
        case "ProcessStarted" | "ProcessMoved":
            named = sorted({said["diagram"], *said["pins"].values()})
            walk.definitions += [(sha256, it.seq) for sha256 in named]
        case "SopVersionAdded":
            named = sorted({said["xml_sha256"], *(pin["sha256"] for pin in said["pins"])})
            walk.definitions += [(sha256, it.seq) for sha256 in named]
    walk.files += [(version["sha256"], it.seq) for version in said.get("documents", ())]
    walk.files += [(file["sha256"], it.seq) for file in said.get("attachments", ())]
    if "scan_sha256" in said:
        walk.files.append((said["scan_sha256"], it.seq))


# ---------------------------------------------------------------- what lies beside the chain


def _beside(
    connection: Connection, stream: Stream, walk: _Walk, last_hash: str | None
) -> Iterator[Fault]:
    yield from _head_faults(connection, stream, walk.head)
    if last_hash is not None and not walk.seen_hash:
        yield Fault("verify.hash-unknown", walk.head.seq, last_hash)
    texts = _texts(connection, stream)
    yield from _text_faults(walk, texts)
    if stream.kind == "process":
        yield from _process_faults(connection, stream, walk)
    shown = {text_id: row["text"] for text_id, row in texts.items()}
    if stream.kind != "structure":
        yield from walk.told.differences(connection, stream, shown)
    elif stream.id == stream.pemda_id:
        yield from walk.told.differences(connection, stream, shown)
        yield from _store_faults(connection, walk)
        yield from register_faults(connection, stream.pemda_id)
        yield from stray_faults(connection, stream.pemda_id)


def _head_faults(connection: Connection, stream: Stream, last: Head) -> Iterator[Fault]:
    head = head_of(connection, stream)
    if isinstance(head.seq, int) and head.seq > last.seq:
        yield Fault("verify.tail-missing", last.seq + 1)
    elif head != last:
        yield Fault("verify.head-wrong", last.seq)
    kinds = connection.execute(_HEAD_KIND, _named(stream)).scalars()
    if any(kind != stream.kind for kind in kinds):
        yield Fault("verify.head-wrong", last.seq)


def _texts(connection: Connection, stream: Stream) -> dict[str, RowMapping]:
    rows = rows_of(connection, private_text, _TEXTS, _named(stream))
    return {str(row["id"]): row for row in rows}


def _text_faults(walk: _Walk, found: Mapping[str, RowMapping]) -> Iterator[Fault]:
    for text_id, (commitment, seq, at) in walk.texts.items():
        row = found.get(text_id)
        if row is None:
            yield Fault("verify.text-missing", seq, text_id)
            continue
        erased_at = walk.erased.get(text_id)
        as_told = (commitment, at, erased_at) == (
            row["commitment"],
            row["made_at"],
            row["erased_at"],
        )
        if not as_told or not _holds(row, erased=erased_at is not None):
            yield Fault("verify.text-changed", seq, text_id)
    for text_id in sorted(found.keys() - walk.texts.keys()):
        yield Fault("verify.row-unknown", None, f"private_text {text_id}")


def _holds(row: RowMapping, *, erased: bool) -> bool:
    if row["text"] is None or row["salt"] is None:
        return erased and row["text"] is None and row["salt"] is None
    return not erased and _commitment(row["salt"], row["text"]) == row["commitment"]


def _commitment(salt: Any, text: Any) -> str | None:
    try:
        return private_texts.commitment(salt, text)
    except (AttributeError, TypeError):
        # Bytes where SQLite should have a text, or the other way about.
        return None


def _process_faults(connection: Connection, stream: Stream, walk: _Walk) -> Iterator[Fault]:
    rows = rows_of(connection, process_instance, _PROCESS, _named(stream))
    if not rows or walk.runs_under is None or walk.state is None:
        yield Fault("verify.process-missing")
        return
    [row] = rows
    expected, seq = walk.state
    state = row["state"]
    if not isinstance(state, bytes) or hashlib.sha256(state).hexdigest() != expected:
        yield Fault("verify.state-changed", seq)
    yield from _definition_faults(connection, stream, walk.runs_under, row)


def _definition_faults(
    connection: Connection,
    stream: Stream,
    runs_under: tuple[Mapping[str, Any], int],
    row: RowMapping,
) -> Iterator[Fault]:
    payload, seq = runs_under
    asked = _named(stream) | {"the_version": row["version_id"]}
    pins = connection.execute(_PINS, asked)
    pinned = {f"{pin.kind}/{pin.key}": pin.sha256 for pin in pins}
    if (str(row["version_id"]), row["xml_sha256"], pinned) != (
        payload["version_id"],
        payload["diagram"],
        payload["pins"],
    ):
        yield Fault("verify.definition-changed", seq)


def _store_faults(connection: Connection, walk: _Walk) -> Iterator[Fault]:
    """Yield where the store takes itself for another one than it was made as."""
    rows = rows_of(connection, store, select(store.c.demo, store.c.set_up_at))
    demo = any(row["demo"] for row in rows)
    if walk.founded is not None and walk.founded[0]["demo"] != demo:
        yield Fault("verify.row-changed", walk.founded[1], "store demo")
    if walk.set_up is None:
        return
    at, seq = walk.set_up
    if [plain(row["set_up_at"]) for row in rows] not in ([], [instant_text(at)]):
        yield Fault("verify.row-changed", seq, "store set_up_at")


# ---------------------------------------------------------------- bytes


def _byte_faults(
    connection: Connection, stream: Stream, walk: _Walk, intact: Intact, *, files: bool
) -> Iterator[Fault]:
    for sha256, seq in walk.definitions:
        if not intact.is_whole(connection, stream.pemda_id, sha256):
            yield Fault("verify.definition-changed", seq, sha256)
    for sha256, seq in walk.files if files else ():
        if not intact.is_whole(connection, stream.pemda_id, sha256):
            yield Fault("verify.file-changed", seq, sha256)


# ---------------------------------------------------------------- the statements


def _named(stream: Stream) -> dict[str, UUID]:
    return {"the_pemda": stream.pemda_id, "the_stream": stream.id}


# Built once: building a statement costs more than running it.
_TENANTS: Final = tuple(
    select(type_coerce(column, String)).distinct().execution_options(across_tenants=True)
    for column in (pemda.c.id, stream_head.c.pemda_id, history_event.c.pemda_id)
)
_OWNERS: Final[tuple[tuple[Any, StreamKind], ...]] = (
    (process_instance, "process"),
    (sop, "sop"),
    (audit_assignment, "audit"),
)
#: Where ids of streams stand, with what kind they are there; a later one is right.
_STREAMS: Final[tuple[tuple[Select[Any], StreamKind], ...]] = (
    *(
        (
            select(type_coerce(table.c.stream_id, String))
            .where(table.c.pemda_id == bindparam("the_pemda"), table.c.stream == kind)
            .distinct(),
            kind,
        )
        for table in (stream_head, history_event)
        for kind in get_args(StreamKind)
    ),
    *(
        (
            select(type_coerce(table.c.id, String)).where(
                table.c.pemda_id == bindparam("the_pemda")
            ),
            kind,
        )
        for table, kind in _OWNERS
    ),
)
_HEAD_KIND: Final = select(stream_head.c.stream).where(
    stream_head.c.pemda_id == bindparam("the_pemda"),
    stream_head.c.stream_id == bindparam("the_stream"),
)
_TEXTS: Final = select(private_text).where(
    private_text.c.pemda_id == bindparam("the_pemda"),
    private_text.c.stream_id == bindparam("the_stream"),
)
_PROCESS: Final = (
    select(process_instance.c.state, process_instance.c.version_id, sop_version.c.xml_sha256)
    .select_from(process_instance)
    .join(sop_version, on(sop_version.c.id, process_instance.c.version_id))
    .where(
        process_instance.c.pemda_id == bindparam("the_pemda"),
        process_instance.c.id == bindparam("the_stream"),
    )
)
_PINS: Final = select(sop_pin.c.kind, sop_pin.c.key, sop_pin.c.sha256).where(
    sop_pin.c.pemda_id == bindparam("the_pemda"), sop_pin.c.version_id == bindparam("the_version")
)
