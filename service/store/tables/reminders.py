"""Reminders: when an office is due for them, and what people were told."""

from __future__ import annotations

from sqlalchemy import Column, Date, Index, Integer, String, Table, Uuid

from service.store.tables.base import metadata, own_id, ref, tenant, to
from service.store.types import Instant

#: When the next look at an office's tasks is due: for digests, for escalations.
office_timer = Table(
    "office_timer",
    metadata,
    tenant(),
    Column("office_id", Uuid(as_uuid=True), primary_key=True),
    Column("kind", String(12), primary_key=True),  # digest | escalation
    Column("due_at", Instant, nullable=False),
    Column("last_at", Instant),  # when it was done last
    Column("status", String(10), nullable=False),  # waiting | dead
    Column("lease_until", Instant),
    Column("leased_by", String(80)),
    Column("attempts", Integer, nullable=False),
    Column("last_error", String(200)),
    to("office", "office_id"),
    Index("ix_office_timer_status", "status", "due_at"),
)

#: *Pemberitahuan*: what a person was told, in the application and perhaps by mail.
notice = Table(
    "notice",
    metadata,
    tenant(),
    own_id(),  # made of the person and what it is about: the same one cannot come twice
    ref("person_id"),
    Column("kind", String(12), nullable=False),  # digest | escalation
    Column("day", Date, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("read_at", Instant),
    to("person", "person_id"),
    Index("ix_notice_person", "pemda_id", "person_id", "made_at"),
)

#: The tasks of a notice.
notice_item = Table(
    "notice_item",
    metadata,
    tenant(),
    Column("notice_id", Uuid(as_uuid=True), primary_key=True),
    Column("sort", Integer, primary_key=True),
    ref("instance_id"),
    Column("task_no", Integer, nullable=False),
    Column("why", String(12), nullable=False),  # late | today | legal | new | escalated
    to("notice", "notice_id"),
    to("process_instance", "instance_id"),
)

#: Tasks that were told to a superior, each level once.
escalation = Table(
    "escalation",
    metadata,
    tenant(),
    Column("instance_id", Uuid(as_uuid=True), primary_key=True),
    Column("task_no", Integer, primary_key=True),
    Column("level", Integer, primary_key=True),  # 1: the direct superior
    ref("position_id"),
    Column("event_seq", Integer, nullable=False),
    Column("made_at", Instant, nullable=False),
    to("process_instance", "instance_id"),
    to("position", "position_id"),
)
