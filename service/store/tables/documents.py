"""Documents of a process, and the acts that point to their versions."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKeyConstraint, Index, Integer, String, Table, Uuid

from service.store.tables.base import metadata, own_id, ref, tenant, to
from service.store.types import Instant

document_version = Table(
    "document_version",
    metadata,
    tenant(),
    Column("instance_id", Uuid(as_uuid=True), primary_key=True),
    Column("document", String(100), primary_key=True),  # key of the diagram's document
    Column("number", Integer, primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("file_name_id", Uuid(as_uuid=True), nullable=False),  # private_text
    Column("element_id", String(200), nullable=False),
    Column("event_seq", Integer, nullable=False),
    Column("made_at", Instant, nullable=False),
    to("process_instance", "instance_id"),
    ForeignKeyConstraint(["pemda_id", "sha256"], ["blob.pemda_id", "blob.sha256"]),
    to("private_text", "file_name_id"),
)

#: A paraf or an approval points to one version; a newer version makes it void.
document_act = Table(
    "document_act",
    metadata,
    tenant(),
    ref("instance_id"),
    own_id(),
    Column("document", String(100), nullable=False),
    Column("version", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    # paraf | approved_for_signature | wet_signature | tte
    Column("act", String(30), nullable=False),
    ref("person_id"),
    ref("holding_id"),
    ref("mandate_id", nullable=True),  # the penugasan by which it was done
    # rangkap peran was declared: the same person has another role on this version
    Column("two_hats", Boolean, nullable=False),
    # it was done on paper: who recorded it, never who did it
    Column("recorded_by", Uuid(as_uuid=True)),
    Column("element_id", String(200), nullable=False),
    Column("event_seq", Integer, nullable=False),
    Column("occurred_at", Instant, nullable=False),
    Column("void_at", Instant),
    Column("void_reason", String(30)),  # newer_version | cancelled
    to("process_instance", "instance_id"),
    to("holding", "holding_id"),
    to("mandate", "mandate_id"),
    to("person", "recorded_by"),
    Index("ix_document_act_version", "pemda_id", "instance_id", "document", "version"),
)

#: A file that came with a task and is no document of the process: a receipt, a list of what came.
attachment = Table(
    "attachment",
    metadata,
    tenant(),
    Column("instance_id", Uuid(as_uuid=True), primary_key=True),
    Column("event_seq", Integer, primary_key=True),
    Column("field", String(100), primary_key=True),  # key of the form's field
    Column("number", Integer, primary_key=True),  # from 0, within the field
    Column("sha256", String(64), nullable=False),
    Column("file_name_id", Uuid(as_uuid=True), nullable=False),  # private_text
    Column("element_id", String(200), nullable=False),
    to("process_instance", "instance_id"),
    ForeignKeyConstraint(["pemda_id", "sha256"], ["blob.pemda_id", "blob.sha256"]),
    to("private_text", "file_name_id"),
)
