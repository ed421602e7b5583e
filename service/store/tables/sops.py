"""SOPs and their versions."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Date,
    ForeignKeyConstraint,
    Integer,
    String,
    Table,
    UniqueConstraint,
    Uuid,
)

from service.store.tables.base import metadata, own_id, ref, tenant, to
from service.store.types import Instant

sop = Table(
    "sop",
    metadata,
    tenant(),
    own_id(),
    ref("office_id"),
    Column("key", String(100), nullable=False),  # id of the BPMN process
    Column("title", String(300), nullable=False),
    Column("number", String(100)),  # nomor SOP of this office
    Column("source", String(200)),  # catalogue key, when adopted
    Column("source_sha256", String(64)),
    Column("made_at", Instant, nullable=False),
    UniqueConstraint("pemda_id", "office_id", "key"),
    to("office", "office_id"),
)

sop_version = Table(
    "sop_version",
    metadata,
    tenant(),
    own_id(),
    ref("sop_id"),
    Column("number", Integer, nullable=False),
    Column(
        "status", String(20), nullable=False
    ),  # draft checked trial ratified effective withdrawn
    Column("xml_sha256", String(64), nullable=False),
    Column("process_id", String(200), nullable=False),
    ref("author_id"),
    Column("effective_from", Date),
    Column("effective_to", Date),
    Column("made_at", Instant, nullable=False),
    UniqueConstraint("pemda_id", "sop_id", "number"),
    to("sop", "sop_id"),
    to("person", "author_id"),
    ForeignKeyConstraint(["pemda_id", "xml_sha256"], ["blob.pemda_id", "blob.sha256"]),
)

#: Who drew a version, beside who saved it: none of them puts it in force (decisions §3.11).
sop_version_drawer = Table(
    "sop_version_drawer",
    metadata,
    tenant(),
    Column("version_id", Uuid(as_uuid=True), primary_key=True),
    Column("person_id", Uuid(as_uuid=True), primary_key=True),
    to("sop_version", "version_id"),
    to("person", "person_id"),
)

#: What a version is pinned to: its forms and the diagrams that it calls.
sop_pin = Table(
    "sop_pin",
    metadata,
    tenant(),
    Column("version_id", Uuid(as_uuid=True), primary_key=True),
    Column("kind", String(10), primary_key=True),  # form | process
    Column("key", String(200), primary_key=True),
    Column("sha256", String(64), nullable=False),
    to("sop_version", "version_id"),
    ForeignKeyConstraint(["pemda_id", "sha256"], ["blob.pemda_id", "blob.sha256"]),
)

#: The scan of the paper by which a version was ratified; its event says number, day and by whom.
ratification_scan = Table(
    "ratification_scan",
    metadata,
    tenant(),
    Column("version_id", Uuid(as_uuid=True), primary_key=True),
    Column("sha256", String(64), nullable=False),
    to("sop_version", "version_id"),
    ForeignKeyConstraint(["pemda_id", "sha256"], ["blob.pemda_id", "blob.sha256"]),
)
