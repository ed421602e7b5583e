"""What begins processes without a person (docs/decisions/0015)."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Table, Text, Uuid

from service.store.tables.base import metadata, tenant, to
from service.store.types import Instant

#: What a published version can begin with: written as it is published, by its diagram. Whether it
#: may begin, its version says at that moment.
way_in = Table(
    "way_in",
    metadata,
    tenant(),
    Column("version_id", Uuid(as_uuid=True), primary_key=True),
    Column("element_id", String(200), primary_key=True),
    Column("place", Integer, primary_key=True),  # which of the definitions of that event
    Column("kind", String(10), nullable=False),  # message | signal | timer
    Column("name", Text),
    Column("topic_sha256", String(64)),  # of kind and name
    Column("since", Instant, nullable=False),  # what was sent before begins nothing
    Column("due_at", Instant),  # when a timer begins the next process; None: never again
    Column("missed_at", Instant),  # when it should have begun one and was given up; else None
    Column("lease_until", Instant),
    Column("leased_by", String(80)),
    Column("attempts", Integer, nullable=False),
    Column("last_error", String(200)),
    to("sop_version", "version_id"),
    Index("ix_way_in_topic", "pemda_id", "topic_sha256"),
    Index("ix_way_in_due", "due_at"),
)
