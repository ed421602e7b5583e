"""Whether the store still says what happened: `./alur verify`.

Checks the hashes and links of every chain, its end against the stored head, the private texts
against their commitments, the state of each process against the hash in its last event, files and
definitions against their names. A chain that was cut and whose head was mended cannot be seen
from inside; it is seen against a hash on a printed list.
"""

from __future__ import annotations

import hashlib
import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import orjson
from sqlalchemy import select

from service.store import private_texts
from service.store.database import read
from service.store.history import GENESIS, Head, Stream, digest, events_of, head_of
from service.store.joins import on
from service.store.tables import (
    attachment,
    blob,
    blob_chunk,
    document_version,
    history_event,
    pemda,
    private_text,
    process_instance,
    sop_pin,
    sop_version,
    stream_head,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from uuid import UUID

    from sqlalchemy import Connection, RowMapping
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing of a stream that is not as it was written."""

    #: code of the sentence, "verify.…"
    code: str
    #: number of the event it shows at; None: of no certain event
    seq: int | None = None
    #: what else names it: id of a text, hash of a file
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found about one stream."""

    stream: Stream
    events: int
    #: the end of the chain as far as it is whole
    last_hash: str
    fault: Fault | None


@dataclass(frozen=True, slots=True)
class DamagedFile:
    """A file whose bytes are not those that its name promises."""

    pemda_id: UUID
    sha256: str


@dataclass(slots=True)
class _Walk:
    """What the events of a stream say, gathered while the chain is checked."""

    head: Head = GENESIS
    seen_hash: bool = False
    #: text id → (commitment, event)
    texts: dict[str, tuple[str, int]] = field(default_factory=dict)
    erased: set[str] = field(default_factory=set)
    state: tuple[str, int] | None = None
    started: tuple[dict[str, Any], int] | None = None
    #: (document, number) → (sha256, event)
    documents: dict[tuple[str, int], tuple[str, int]] = field(default_factory=dict)
    #: (event, field, sha256) of the files that are no documents
    attachments: set[tuple[int, str, str]] = field(default_factory=set)


def verify_stream(
    connection: Connection, stream: Stream, *, last_hash: str | None = None, files: bool = True
) -> Verdict:
    """Check one stream and return its verdict.

    `last_hash` is the hash at the foot of a printed list: an event that carries it must still be
    in the chain. `files`: read the bytes of its documents too.
    """
    walk = _Walk()
    fault = _walk_chain(connection, stream, walk, last_hash)
    if fault is None:
        fault = next(_beside(connection, stream, walk, last_hash), None)
    if fault is None and files:
        fault = next(_byte_faults(connection, stream, walk), None)
    return Verdict(stream, walk.head.seq, walk.head.hash, fault)


def verify_store(session: Session) -> Iterator[Verdict]:
    """Check every stream of every pemda, the bytes of their files apart; one verdict each."""
    for pemda_id in _tenants(session):
        with read(session) as connection:
            streams = _streams(connection, pemda_id)
        for stream in streams:
            with read(session) as connection:
                yield verify_stream(connection, stream, files=False)


def damaged_files(session: Session) -> Iterator[DamagedFile]:
    """Check the bytes of every whole file of every pemda; give those that changed."""
    for pemda_id in _tenants(session):
        with read(session) as connection:
            names = (
                connection.execute(
                    select(blob.c.sha256).where(blob.c.pemda_id == pemda_id, blob.c.whole)
                )
                .scalars()
                .all()
            )
        for sha256 in names:
            with read(session) as connection:
                if not _matches_its_name(connection, pemda_id, sha256):
                    yield DamagedFile(pemda_id, sha256)


def _tenants(session: Session) -> Sequence[UUID]:
    with read(session) as connection:
        return connection.execute(select(pemda.c.id).order_by(pemda.c.id)).scalars().all()


def _streams(connection: Connection, pemda_id: UUID) -> list[Stream]:
    """Return the streams that events, heads or processes speak of: none may lack the others."""
    kinds: dict[UUID, str] = {}
    for table in (history_event, stream_head):
        found = connection.execute(
            select(table.c.stream_id, table.c.stream)
            .where(table.c.pemda_id == pemda_id)
            .distinct()
        )
        kinds |= {row.stream_id: row.stream for row in found}
    processes = connection.execute(
        select(process_instance.c.id).where(process_instance.c.pemda_id == pemda_id)
    ).scalars()
    kinds |= dict.fromkeys(processes, "process")
    return [Stream(pemda_id, key, kind) for key, kind in sorted(kinds.items())]  # type: ignore[arg-type]


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
        _gather(row, walk)
    return None


def _link_fault(row: RowMapping, before: Head) -> Fault | None:
    seq = before.seq + 1
    if row["seq"] != seq:
        return Fault("verify.event-missing", seq)
    if digest(row) != row["hash"]:
        return Fault("verify.event-changed", seq)
    if row["prev_hash"] != before.hash:
        return Fault("verify.link-broken", seq)
    return None


def _gather(row: RowMapping, walk: _Walk) -> None:
    payload: dict[str, Any] = orjson.loads(row["payload"])
    seq = row["seq"]
    for text_id, commitment in payload.get("texts", {}).items():
        walk.texts[text_id] = (commitment, seq)
    if row["kind"] in ("PersonalTextErased", "PersonErased"):
        walk.erased |= set(payload["erased"])
    if row["kind"] == "ProcessStarted":
        walk.started = (payload, seq)
    if "state_sha256" in payload:
        walk.state = (payload["state_sha256"], seq)
    for version in payload.get("documents", ()):
        walk.documents[version["document"], version["number"]] = (version["sha256"], seq)
    for file in payload.get("attachments", ()):
        walk.attachments.add((seq, file["field"], file["sha256"]))


# ---------------------------------------------------------------- what lies beside the chain


def _beside(
    connection: Connection, stream: Stream, walk: _Walk, last_hash: str | None
) -> Iterator[Fault]:
    head = head_of(connection, stream)
    if head.seq > walk.head.seq:
        yield Fault("verify.tail-missing", walk.head.seq + 1)
    elif head != walk.head:
        yield Fault("verify.head-wrong", walk.head.seq)
    if last_hash is not None and not walk.seen_hash:
        yield Fault("verify.hash-unknown", walk.head.seq, last_hash)
    yield from _text_faults(connection, stream, walk)
    if stream.kind == "process":
        yield from _process_faults(connection, stream, walk)


def _text_faults(connection: Connection, stream: Stream, walk: _Walk) -> Iterator[Fault]:
    rows = connection.execute(
        select(private_text).where(
            private_text.c.pemda_id == stream.pemda_id, private_text.c.stream_id == stream.id
        )
    )
    found = {str(row.id): row for row in rows}
    for text_id, (commitment, seq) in walk.texts.items():
        row = found.get(text_id)
        if row is None:
            yield Fault("verify.text-missing", seq, text_id)
        elif row.commitment != commitment or not _holds(row, text_id in walk.erased):
            yield Fault("verify.text-changed", seq, text_id)


def _holds(row: Any, erased: bool) -> bool:  # noqa: FBT001 - two facts of one text
    if row.text is None or row.salt is None:
        return erased and row.text is None and row.salt is None
    return bool(private_texts.commitment(row.salt, row.text) == row.commitment) and not erased


_DEFINED_BY: Final = on(sop_version.c.id, process_instance.c.version_id)


def _process_faults(connection: Connection, stream: Stream, walk: _Walk) -> Iterator[Fault]:
    row = connection.execute(
        select(process_instance.c.state, process_instance.c.version_id, sop_version.c.xml_sha256)
        .select_from(process_instance)
        .join(sop_version, _DEFINED_BY)
        .where(process_instance.c.pemda_id == stream.pemda_id, process_instance.c.id == stream.id)
    ).one_or_none()
    if row is None or walk.started is None or walk.state is None:
        yield Fault("verify.process-missing")
        return
    expected, seq = walk.state
    if hashlib.sha256(row.state).hexdigest() != expected:
        yield Fault("verify.state-changed", seq)
    yield from _definition_faults(connection, stream, walk.started, row.version_id, row.xml_sha256)
    yield from _file_faults(connection, stream, walk)


def _definition_faults(
    connection: Connection,
    stream: Stream,
    started: tuple[Mapping[str, Any], int],
    version_id: UUID,
    xml_sha256: str,
) -> Iterator[Fault]:
    payload, seq = started
    rows = connection.execute(
        select(sop_pin.c.kind, sop_pin.c.key, sop_pin.c.sha256).where(
            sop_pin.c.pemda_id == stream.pemda_id, sop_pin.c.version_id == version_id
        )
    )
    pins = {f"{row.kind}/{row.key}": row.sha256 for row in rows}
    if (str(version_id), xml_sha256, pins) != (
        payload["version_id"],
        payload["diagram"],
        payload["pins"],
    ):
        yield Fault("verify.definition-changed", seq)
    for sha256 in sorted({xml_sha256, *pins.values()}):
        if not _matches_its_name(connection, stream.pemda_id, sha256):
            yield Fault("verify.definition-changed", seq, sha256)


def _file_faults(connection: Connection, stream: Stream, walk: _Walk) -> Iterator[Fault]:
    rows = connection.execute(
        select(
            document_version.c.document, document_version.c.number, document_version.c.sha256
        ).where(
            document_version.c.pemda_id == stream.pemda_id,
            document_version.c.instance_id == stream.id,
        )
    )
    versions = {(row.document, row.number): row.sha256 for row in rows}
    for key, (sha256, seq) in walk.documents.items():
        if versions.pop(key, None) != sha256:
            yield Fault("verify.document-changed", seq, sha256)
    for sha256 in versions.values():
        yield Fault("verify.document-changed", None, sha256)
    rows = connection.execute(
        select(attachment.c.event_seq, attachment.c.field, attachment.c.sha256).where(
            attachment.c.pemda_id == stream.pemda_id, attachment.c.instance_id == stream.id
        )
    )
    files = {(row.event_seq, row.field, row.sha256) for row in rows}
    for seq, _, sha256 in sorted(files ^ walk.attachments):
        yield Fault("verify.document-changed", seq, sha256)


# ---------------------------------------------------------------- bytes


def _byte_faults(connection: Connection, stream: Stream, walk: _Walk) -> Iterator[Fault]:
    files = {(sha256, seq) for sha256, seq in walk.documents.values()}
    files |= {(sha256, seq) for seq, _, sha256 in walk.attachments}
    for sha256, seq in sorted(files, key=lambda file: file[1]):
        if not _matches_its_name(connection, stream.pemda_id, sha256):
            yield Fault("verify.file-changed", seq, sha256)


def _matches_its_name(connection: Connection, pemda_id: UUID, sha256: str) -> bool:
    """Say whether a file's chunks still hash to its name, a chunk at a time in memory."""
    digested = hashlib.sha256()
    for number in itertools.count():
        data = connection.execute(
            select(blob_chunk.c.data).where(
                blob_chunk.c.pemda_id == pemda_id,
                blob_chunk.c.sha256 == sha256,
                blob_chunk.c.number == number,
            )
        ).scalar_one_or_none()
        if data is None:
            break
        digested.update(data)
    return digested.hexdigest() == sha256
