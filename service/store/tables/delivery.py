"""What must be answered or sent once: requests and the outbox."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Table, Text, Uuid

from service.store.tables.base import metadata, of_pemda, own_id, tenant, to
from service.store.types import Instant

idempotency = Table(
    "idempotency",
    metadata,
    tenant(),
    Column("person_id", Uuid(as_uuid=True), primary_key=True),
    Column("key", String(100), primary_key=True),
    Column("route", String(200), nullable=False),
    Column("body_hash", String(64), nullable=False),
    Column("answer", Text, nullable=False),  # JSON of the command's result
    Column("made_at", Instant, nullable=False),
    to("person", "person_id"),
)

#: Mails on their way: claimed by a worker, sent once or not at all.
outbox = Table(
    "outbox",
    metadata,
    tenant(),
    own_id(),
    Column("topic", String(60), nullable=False),  # notice
    Column("payload", Text, nullable=False),  # id of what it is about; never an address
    Column("made_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("status", String(10), nullable=False),  # waiting | sending | sent | dead | dismissed
    Column("lease_until", Instant),
    Column("leased_by", String(80)),
    Column("attempts", Integer, nullable=False),
    Column("last_error", String(200)),
    Column("sent_at", Instant),
    of_pemda(),
    Index("ix_outbox_status", "status", "due_at"),
)
