"""The chains of events, and the texts that stand beside them."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    column,
    table,
)

from service.store.tables.base import metadata, of_pemda, own_id, ref, tenant
from service.store.types import Instant

#: The end of each chain: appending needs no search, and a chain without its tail shows.
stream_head = Table(
    "stream_head",
    metadata,
    tenant(),
    Column("stream_id", Uuid(as_uuid=True), primary_key=True),
    Column("stream", String(20), nullable=False),  # process | sop | structure | audit
    Column("seq", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
    of_pemda(),
)

#: One hash chain per stream: a process, a SOP, the structure of a pemda, a surat tugas.
history_event = Table(
    "history_event",
    metadata,
    tenant(),
    Column("stream_id", Uuid(as_uuid=True), primary_key=True),
    Column("seq", Integer, primary_key=True),  # from 1
    Column("stream", String(20), nullable=False),  # process | sop | structure | audit
    Column("kind", String(60), nullable=False),  # participle, as service.events names it
    Column("occurred_at", Instant, nullable=False),  # terjadi: stated
    Column("recorded_at", Instant, nullable=False),  # dicatat: the server's clock
    Column("actor_id", Uuid(as_uuid=True)),  # person; None: the system
    Column("holding_id", Uuid(as_uuid=True)),
    Column("jabatan", String(200)),
    Column("behalf", String(200)),  # on whose behalf
    Column("letter", String(200)),  # by which letter
    Column("element_id", String(200)),
    Column("engine_tag", String(60)),
    Column("payload", Text, nullable=False),  # canonical JSON
    Column("prev_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    UniqueConstraint("pemda_id", "hash"),
    of_pemda(),
)

#: A view (migration 0021): what is written into it becomes an event that moves the end of its
#: chain, in one statement.
appended_event = table(
    "appended_event", *(column(str(it.name), it.type) for it in history_event.columns)
)

#: Signed heads of chains, made by a later release; the shape is fixed now.
checkpoint = Table(
    "checkpoint",
    metadata,
    tenant(),
    own_id(),
    Column("made_at", Instant, nullable=False),
    Column("heads", Text, nullable=False),  # canonical JSON: stream id → [seq, hash]
    Column("root_hash", String(64), nullable=False),
    Column("key_id", String(100), nullable=False),
    Column("signature", LargeBinary, nullable=False),
    of_pemda(),
)

#: Personal and free text. Events and states hold its id and a salted commitment only.
private_text = Table(
    "private_text",
    metadata,
    tenant(),
    own_id(),
    ref("stream_id"),
    Column("label", String(100), nullable=False),  # field key, "reason", "file_name"
    Column("salt", LargeBinary),  # 16 bytes; NULL once erased
    Column("text", Text),  # NULL once erased
    Column("commitment", String(64), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("erased_at", Instant),
    of_pemda(),
    Index("ix_private_text_stream", "pemda_id", "stream_id"),
)
