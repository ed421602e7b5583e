"""Forms that an office edits, with every revision that was saved.

Working papers, as drafts of SOPs are: rows, no events. What binds is the version of an SOP that is
pinned to a form (`sop_pin`).
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    ForeignKeyConstraint,
    Integer,
    String,
    Table,
    UniqueConstraint,
    Uuid,
)

from service.store.tables.base import metadata, own_id, ref, tenant, to
from service.store.types import Instant

form_draft = Table(
    "form_draft",
    metadata,
    tenant(),
    own_id(),
    ref("office_id"),
    Column("key", String(64), nullable=False),  # by which diagrams name it
    Column("title", String(300), nullable=False),
    Column("revision", Integer, nullable=False),  # number of the newest one
    # number of the one that the office's next versions take; NULL: none is ready
    Column("ready", Integer),
    Column("begun_at", Instant, nullable=False),
    UniqueConstraint("pemda_id", "office_id", "key"),
    to("office", "office_id"),
)

form_draft_revision = Table(
    "form_draft_revision",
    metadata,
    tenant(),
    Column("draft_id", Uuid(as_uuid=True), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("how", String(10), nullable=False),  # draft_states.How
    ref("person_id"),
    Column("jabatan", String(300), nullable=False),
    Column("saved_at", Instant, nullable=False),
    to("form_draft", "draft_id"),
    to("person", "person_id"),
    ForeignKeyConstraint(["pemda_id", "sha256"], ["blob.pemda_id", "blob.sha256"]),
)
