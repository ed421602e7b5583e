"""Walks that were kept as tests of a SOP.

Working papers, as drafts of SOPs are: rows, no events. A kept walk that fails hinders a version
from being put in force; one that was removed stays, with who did it and why.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, String, Table, Text

from service.store.tables.base import metadata, own_id, ref, tenant, to
from service.store.types import Instant

sop_walk = Table(
    "sop_walk",
    metadata,
    tenant(),
    own_id(),
    ref("sop_id"),
    Column("name", String(200), nullable=False),
    Column("acts", Text, nullable=False),  # canonical JSON (running/walks/acts.py)
    Column("came_out", Text, nullable=False),  # canonical JSON (running/walks/kept.py)
    Column("xml_sha256", String(64), nullable=False),  # of the diagram that it was walked on
    ref("person_id"),
    Column("jabatan", String(300), nullable=False),
    Column("kept_at", Instant, nullable=False),
    ref("removed_by", nullable=True),
    Column("removed_jabatan", String(300)),
    Column("removed_at", Instant),
    Column("reason", Text),
    to("sop", "sop_id"),
    to("person", "person_id"),
    to("person", "removed_by"),
    Index("ix_sop_walk_sop_id", "pemda_id", "sop_id"),
)
