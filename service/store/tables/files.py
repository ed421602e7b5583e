"""Files in chunks, and files on their way in."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Uuid,
)

from service.store.tables.base import metadata, of_pemda, own_id, ref, tenant, to
from service.store.types import Instant

blob = Table(
    "blob",
    metadata,
    tenant(),
    Column("sha256", String(64), primary_key=True),
    Column("size", Integer, nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("whole", Boolean, nullable=False),  # every chunk is there
    of_pemda(),
)

blob_chunk = Table(
    "blob_chunk",
    metadata,
    tenant(),
    Column("sha256", String(64), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("data", LargeBinary, nullable=False),  # at most 256 KiB
    ForeignKeyConstraint(["pemda_id", "sha256"], ["blob.pemda_id", "blob.sha256"]),
)

#: A file on its way in; becomes a blob when its last piece is there.
upload = Table(
    "upload",
    metadata,
    tenant(),
    own_id(),
    ref("person_id"),
    Column("size", Integer, nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("received", Integer, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("sha256", String(64)),  # when whole
    to("person", "person_id"),
    Index("ix_upload_person", "pemda_id", "person_id", "sha256"),
)

upload_chunk = Table(
    "upload_chunk",
    metadata,
    tenant(),
    Column("upload_id", Uuid(as_uuid=True), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("data", LargeBinary, nullable=False),
    to("upload", "upload_id"),
)
