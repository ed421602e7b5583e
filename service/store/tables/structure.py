"""Structure and people: offices, jabatan, who holds or leads them, and how they come in."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from service.store.tables.base import metadata, of_pemda, own_id, ref, tenant, to
from service.store.types import Instant

office = Table(
    "office",
    metadata,
    tenant(),
    own_id(),
    Column("name", String(200), nullable=False),
    Column("short_name", String(40), nullable=False),
    Column("kind", String(30), nullable=False),  # dinas | bappeda | bkad | organisasi | …
    Column("timezone", String(40), nullable=False),
    Column("active", Boolean, nullable=False),
    Column("made_at", Instant, nullable=False),
    UniqueConstraint("pemda_id", "name"),
    UniqueConstraint("pemda_id", "short_name"),
    of_pemda(),
)

unit = Table(
    "unit",
    metadata,
    tenant(),
    own_id(),
    ref("office_id"),
    Column("name", String(200), nullable=False),
    Column("kind", String(30), nullable=False),  # pimpinan | sekretariat | bidang | uptd | tim
    Column("sort", Integer, nullable=False),
    Column("active", Boolean, nullable=False),
    UniqueConstraint("pemda_id", "office_id", "name"),
    to("office", "office_id"),
)

position = Table(
    "position",
    metadata,
    tenant(),
    own_id(),
    ref("office_id"),
    ref("unit_id"),
    Column("title", String(200), nullable=False),  # the jabatan as this office writes it
    Column("role", String(30)),  # lane role: kepala_dinas, sekretaris, …; None: no lane
    Column("duty", String(30)),  # analyst | auditor | administrator; None: none
    Column("superior_id", Uuid(as_uuid=True)),
    Column("sort", Integer, nullable=False),
    Column("active", Boolean, nullable=False),
    UniqueConstraint("pemda_id", "office_id", "title"),
    to("office", "office_id"),
    to("unit", "unit_id"),
    to("position", "superior_id"),
)

person = Table(
    "person",
    metadata,
    tenant(),
    own_id(),
    Column("name", String(200)),  # personal: erased to NULL
    Column("nip", String(30)),  # personal: erased to NULL
    Column("phone", String(30)),  # personal: for wa.me links, erased to NULL
    Column("email", String(200)),  # personal: for the digest, erased to NULL
    Column("active", Boolean, nullable=False),
    Column("made_at", Instant, nullable=False),
    of_pemda(),
)

#: Who holds which jabatan, from when to when, by which SK.
holding = Table(
    "holding",
    metadata,
    tenant(),
    own_id(),
    ref("position_id"),
    ref("person_id"),
    Column("from_date", Date, nullable=False),
    Column("to_date", Date),  # the last day, inclusive
    Column("sk_number", String(100)),
    Column("sk_date", Date),
    to("position", "position_id"),
    to("person", "person_id"),
    Index("ix_holding_person", "pemda_id", "person_id"),
    Index("ix_holding_position", "pemda_id", "position_id"),
)

credential = Table(
    "credential",
    metadata,
    tenant(),
    Column("person_id", Uuid(as_uuid=True), primary_key=True),
    Column("password_hash", Text),  # argon2id; None until the first slip is used
    Column("slip_hash", String(64)),  # one-time slip, SHA-256
    Column("slip_expires_at", Instant),
    Column("changed_at", Instant, nullable=False),
    to("person", "person_id"),
)

#: The certificate with which a person signs electronically, bound by an act of that person.
signing_certificate = Table(
    "signing_certificate",
    metadata,
    tenant(),
    Column("person_id", Uuid(as_uuid=True), primary_key=True),
    Column("name", String(200), nullable=False),  # CN; personal: the row is erased
    # argon2id of the hash of the whole name, in which a NIK may stand
    Column("subject", Text, nullable=False),
    Column("issuer_sha256", String(64), nullable=False),
    Column("provider", String(200), nullable=False),
    Column("serial", String(64), nullable=False),
    Column("key_sha256", String(64), nullable=False),
    Column("begins_at", Instant, nullable=False),
    Column("bound_at", Instant, nullable=False),
    UniqueConstraint("pemda_id", "key_sha256"),
    to("person", "person_id"),
)

#: Surat tugas of the Inspektorat: what an auditor may see, and for how long.
audit_assignment = Table(
    "audit_assignment",
    metadata,
    tenant(),
    own_id(),
    ref("person_id"),
    Column("letter_number", String(100), nullable=False),
    Column("letter_date", Date, nullable=False),
    Column("from_date", Date, nullable=False),
    Column("to_date", Date, nullable=False),
    Column("office_id", Uuid(as_uuid=True)),  # None: every office of the pemda
    Column("sop_id", Uuid(as_uuid=True)),  # None: every SOP
    Column("revoked_at", Instant),
    to("person", "person_id"),
    to("office", "office_id"),
)

#: Penugasan Plt., Plh., a.n., u.b.: who acts for a jabatan, by which letter, from when to when.
mandate = Table(
    "mandate",
    metadata,
    tenant(),
    own_id(),
    Column("kind", String(10), nullable=False),  # plt | plh | an | ub
    ref("position_id"),
    ref("person_id"),
    Column("letter_number", String(100), nullable=False),
    Column("letter_date", Date, nullable=False),
    Column("from_date", Date, nullable=False),
    Column("to_date", Date, nullable=False),  # the last day, inclusive
    # canonical JSON: ids of the only SOPs in which it counts; None: all routine work
    Column("sop_ids", Text),
    Column("scan_sha256", String(64), nullable=False),
    # it gives no authority before: a letter entered later validates nothing
    Column("recorded_at", Instant, nullable=False),
    Column("ended_at", Instant),  # before its last day
    to("position", "position_id"),
    to("person", "person_id"),
    ForeignKeyConstraint(["pemda_id", "scan_sha256"], ["blob.pemda_id", "blob.sha256"]),
    Index("ix_mandate_person", "pemda_id", "person_id"),
    Index("ix_mandate_position", "pemda_id", "position_id"),
)

api_token = Table(
    "api_token",
    metadata,
    tenant(),
    Column("token_hash", String(64), primary_key=True),
    ref("person_id"),
    ref("holding_id"),
    Column("label", String(100), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("revoked_at", Instant),
    to("person", "person_id"),
)
