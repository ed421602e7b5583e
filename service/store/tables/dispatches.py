"""What processes send to one another, and who waits for it (docs/decisions/0013)."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, Text, Uuid

from service.store.tables.base import metadata, of_pemda, own_id, ref, tenant, to
from service.store.types import Instant

#: Tokens that wait for a message or a signal; written with the state, as timers are.
listener = Table(
    "listener",
    metadata,
    tenant(),
    Column("instance_id", Uuid(as_uuid=True), primary_key=True),
    Column("token_no", Integer, primary_key=True),
    Column("kind", String(10), nullable=False),  # message | signal
    Column("name", Text, nullable=False),
    Column("topic_sha256", String(64), nullable=False),  # of kind and name
    Column("key_sha256", String(64)),  # of the correlation that it takes; None: of any
    Column("early", Boolean, nullable=False),  # it also takes what was sent before it waited
    Column("armed_at", Instant, nullable=False),
    to("process_instance", "instance_id"),
    Index("ix_listener_topic", "pemda_id", "topic_sha256", "key_sha256"),
)

#: Messages and signals on their way to processes of the same office: handed on by a worker.
dispatch = Table(
    "dispatch",
    metadata,
    tenant(),
    own_id(),
    ref("office_id"),
    Column("trial", Boolean, nullable=False),  # trials speak with trials only
    Column("kind", String(10), nullable=False),  # message | signal
    Column("name", Text, nullable=False),
    Column("topic_sha256", String(64), nullable=False),  # of kind and name
    Column("key_sha256", String(64)),  # of the correlation of a message
    ref("instance_id", nullable=True),  # the process that sent it; None: it came from outside
    Column("event_seq", Integer),  # the event that says so, and what was sent
    Column("position", Integer),  # which of those that the event sent
    Column("content", Text),  # JSON of what came from outside, until it is handed on
    Column("made_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("status", String(10), nullable=False),  # waiting | done | unheard | dead
    Column("lease_until", Instant),
    Column("leased_by", String(80)),
    Column("attempts", Integer, nullable=False),
    Column("last_error", String(200)),
    of_pemda(),
    to("office", "office_id"),
    to("process_instance", "instance_id"),
    Index("ix_dispatch_due", "status", "due_at"),
)

#: Which processes have got one; written with what it made of them, so that each gets it once.
dispatch_receipt = Table(
    "dispatch_receipt",
    metadata,
    tenant(),
    Column("dispatch_id", Uuid(as_uuid=True), primary_key=True),
    Column("instance_id", Uuid(as_uuid=True), primary_key=True),
    Column("event_seq", Integer, nullable=False),
    to("dispatch", "dispatch_id"),
    to("process_instance", "instance_id"),
)
