"""The store as a whole, over all pemda."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Uuid,
)

from service.store.tables.base import metadata, own_id, ref
from service.store.types import Instant

#: Tables that belong to the store as a whole and not to one pemda.
GLOBAL_TABLES = frozenset({"store", "pemda", "login", "session", "setup_token", "throttle"})

store = Table(
    "store",
    metadata,
    Column("id", Integer, primary_key=True),  # always 1
    Column("demo", Boolean, nullable=False),  # set when made with --demo, never unset
    Column("made_at", Instant, nullable=False),
    Column("set_up_at", Instant),  # the first administrator exists
    Column("demo_mark", String(64)),  # of the seeding that put in all it had (running/demo_mark)
    CheckConstraint("id = 1", name="single"),
)

setup_token = Table(
    "setup_token",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
)

pemda = Table(
    "pemda",
    metadata,
    own_id(),
    Column("name", String(200), nullable=False, unique=True),
    Column("kind", String(20), nullable=False),  # provinsi | kabupaten | kota
    Column("timezone", String(40), nullable=False),  # IANA
    Column("made_at", Instant, nullable=False),
)

#: The only way from a login name to a tenant.
login = Table(
    "login",
    metadata,
    Column("name", String(80), primary_key=True),
    ref("pemda_id"),
    ref("person_id"),
    ForeignKeyConstraint(["pemda_id", "person_id"], ["person.pemda_id", "person.id"]),
)

session = Table(
    "session",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    ref("pemda_id"),
    ref("person_id"),
    Column("holding_id", Uuid(as_uuid=True)),  # the holding or penugasan worn now
    Column("csrf", String(64), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("confirmed_at", Instant),  # last time the password was typed
    Index("ix_session_person", "pemda_id", "person_id"),
)

#: Failed logins and other counted attempts, shared by every process.
throttle = Table(
    "throttle",
    metadata,
    Column("key", String(200), primary_key=True),
    Column("window_start", Instant, primary_key=True),
    Column("count", Integer, nullable=False),
)
