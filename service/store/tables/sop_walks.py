"""Walks that were kept as tests of a SOP, and those that somebody is walking.

Working papers, as drafts of SOPs are: rows, no events. A kept walk that fails hinders a version
from being put in force; one that was removed stays, with who did it and why. Those that were kept
of a draft before its SOP had a version go along into the first one.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, String, Table, Text, Uuid

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

draft_kept_walk = Table(
    "draft_kept_walk",
    metadata,
    tenant(),
    own_id(),
    ref("draft_id"),
    Column("name", String(200), nullable=False),
    Column("acts", Text, nullable=False),
    Column("came_out", Text, nullable=False),
    Column("xml_sha256", String(64), nullable=False),
    ref("person_id"),
    Column("jabatan", String(300), nullable=False),
    Column("kept_at", Instant, nullable=False),
    to("sop_draft", "draft_id"),
    to("person", "person_id"),
    Index("ix_draft_kept_walk_draft_id", "pemda_id", "draft_id"),
)

walk_in_hand = Table(
    "walk_in_hand",
    metadata,
    tenant(),
    Column("person_id", Uuid(as_uuid=True), primary_key=True),
    Column("version_id", Uuid(as_uuid=True), primary_key=True),
    Column("acts", Text, nullable=False),  # canonical JSON (running/walks/acts.py)
    Column("changed_at", Instant, nullable=False),
    to("person", "person_id"),
    to("sop_version", "version_id"),
)

draft_walk = Table(
    "draft_walk",
    metadata,
    tenant(),
    Column("person_id", Uuid(as_uuid=True), primary_key=True),
    Column("draft_id", Uuid(as_uuid=True), primary_key=True),
    Column("acts", Text, nullable=False),
    Column("changed_at", Instant, nullable=False),
    to("person", "person_id"),
    to("sop_draft", "draft_id"),
)
