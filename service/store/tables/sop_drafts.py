"""Drafts of SOPs: what analysts are drawing, with every revision that was saved.

Working papers, as the drafts of tasks are: rows, no events. What binds is the version that
somebody makes of one (`commands/add_sop_version.py`).
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKeyConstraint, Integer, String, Table, Uuid

from service.store.tables.base import metadata, own_id, ref, tenant, to
from service.store.types import Instant

sop_draft = Table(
    "sop_draft",
    metadata,
    tenant(),
    own_id(),
    ref("office_id"),
    ref("sop_id", nullable=True),  # NULL: an SOP that has no version yet
    ref("version_id", nullable=True),  # the version that it was drawn from, or became
    Column("title", String(300), nullable=False),
    Column("revision", Integer, nullable=False),  # number of the newest one
    Column("begun_at", Instant, nullable=False),
    to("office", "office_id"),
    to("sop", "sop_id"),
    to("sop_version", "version_id"),
)

sop_draft_revision = Table(
    "sop_draft_revision",
    metadata,
    tenant(),
    Column("draft_id", Uuid(as_uuid=True), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("xml_sha256", String(64), nullable=False),
    Column("how", String(10), nullable=False),  # draft_states.How
    ref("person_id"),
    Column("jabatan", String(300), nullable=False),
    Column("saved_at", Instant, nullable=False),
    to("sop_draft", "draft_id"),
    to("person", "person_id"),
    ForeignKeyConstraint(["pemda_id", "xml_sha256"], ["blob.pemda_id", "blob.sha256"]),
)
