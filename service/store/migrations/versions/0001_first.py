"""The first schema.

Revision names are the release's order, so that a listing shows the history of the schema.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from service.store import dialects
from service.store.types import Instant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:  # noqa: PLR0915 - one statement per table
    """Make every table."""
    op.create_table(
        "pemda",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("timezone", sa.String(length=40), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pemda")),
        sa.UniqueConstraint("name", name=op.f("uq_pemda_name")),
    )
    op.create_table(
        "session",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("holding_id", sa.Uuid(), nullable=True),
        sa.Column("csrf", sa.String(length=64), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("seen_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("confirmed_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_session")),
    )
    op.create_index("ix_session_person", "session", ["pemda_id", "person_id"], unique=False)
    op.create_table(
        "setup_token",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("used_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_setup_token")),
    )
    op.create_table(
        "store",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("set_up_at", Instant(), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_store_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_store")),
    )
    op.create_table(
        "throttle",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("window_start", Instant(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", "window_start", name=op.f("pk_throttle")),
    )
    op.create_table(
        "blob",
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["pemda_id"], ["pemda.id"], name=op.f("fk_blob_pemda_id")),
        sa.PrimaryKeyConstraint("pemda_id", "sha256", name=op.f("pk_blob")),
    )
    op.create_table(
        "checkpoint",
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("heads", sa.Text(), nullable=False),
        sa.Column("root_hash", sa.String(length=64), nullable=False),
        sa.Column("key_id", sa.String(length=100), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["pemda_id"], ["pemda.id"], name=op.f("fk_checkpoint_pemda_id")),
        sa.PrimaryKeyConstraint("pemda_id", "id", name=op.f("pk_checkpoint")),
    )
    op.create_table(
        "history_event",
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("stream", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("occurred_at", Instant(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("holding_id", sa.Uuid(), nullable=True),
        sa.Column("jabatan", sa.String(length=200), nullable=True),
        sa.Column("behalf", sa.String(length=200), nullable=True),
        sa.Column("letter", sa.String(length=200), nullable=True),
        sa.Column("element_id", sa.String(length=200), nullable=True),
        sa.Column("engine_tag", sa.String(length=60), nullable=True),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("prev_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["pemda_id"], ["pemda.id"], name=op.f("fk_history_event_pemda_id")
        ),
        sa.PrimaryKeyConstraint("pemda_id", "stream_id", "seq", name=op.f("pk_history_event")),
        sa.UniqueConstraint("pemda_id", "hash", name=op.f("uq_history_event_pemda_id_hash")),
    )
    op.create_table(
        "office",
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("short_name", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("timezone", sa.String(length=40), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["pemda_id"], ["pemda.id"], name=op.f("fk_office_pemda_id")),
        sa.PrimaryKeyConstraint("pemda_id", "id", name=op.f("pk_office")),
        sa.UniqueConstraint("pemda_id", "name", name=op.f("uq_office_pemda_id_name")),
        sa.UniqueConstraint("pemda_id", "short_name", name=op.f("uq_office_pemda_id_short_name")),
    )
    op.create_table(
        "outbox",
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("topic", sa.String(length=60), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("lease_until", Instant(), nullable=True),
        sa.Column("leased_by", sa.String(length=80), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["pemda_id"], ["pemda.id"], name=op.f("fk_outbox_pemda_id")),
        sa.PrimaryKeyConstraint("pemda_id", "id", name=op.f("pk_outbox")),
    )
    op.create_table(
        "person",
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("nip", sa.String(length=30), nullable=True),
        sa.Column("phone", sa.String(length=30), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["pemda_id"], ["pemda.id"], name=op.f("fk_person_pemda_id")),
        sa.PrimaryKeyConstraint("pemda_id", "id", name=op.f("pk_person")),
    )
    op.create_table(
        "private_text",
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(length=100), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("erased_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["pemda_id"], ["pemda.id"], name=op.f("fk_private_text_pemda_id")),
        sa.PrimaryKeyConstraint("pemda_id", "id", name=op.f("pk_private_text")),
    )
    op.create_index(
        "ix_private_text_stream", "private_text", ["pemda_id", "stream_id"], unique=False
    )
    op.create_table(
        "stream_head",
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("stream", sa.String(length=20), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["pemda_id"], ["pemda.id"], name=op.f("fk_stream_head_pemda_id")),
        sa.PrimaryKeyConstraint("pemda_id", "stream_id", name=op.f("pk_stream_head")),
    )
    op.create_table(
        "api_token",
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("holding_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(length=100), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("revoked_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["pemda_id", "person_id"],
            ["person.pemda_id", "person.id"],
            name=op.f("fk_api_token_pemda_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("pemda_id", "token_hash", name=op.f("pk_api_token")),
    )
    op.create_table(
        "audit_assignment",
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("letter_number", sa.String(length=100), nullable=False),
        sa.Column("letter_date", sa.Date(), nullable=False),
        sa.Column("from_date", sa.Date(), nullable=False),
        sa.Column("to_date", sa.Date(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=True),
        sa.Column("sop_id", sa.Uuid(), nullable=True),
        sa.Column("revoked_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["pemda_id", "office_id"],
            ["office.pemda_id", "office.id"],
            name=op.f("fk_audit_assignment_pemda_id_office_id"),
        ),
        sa.ForeignKeyConstraint(
            ["pemda_id", "person_id"],
            ["person.pemda_id", "person.id"],
            name=op.f("fk_audit_assignment_pemda_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("pemda_id", "id", name=op.f("pk_audit_assignment")),
    )
    op.create_table(
        "blob_chunk",
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pemda_id", "sha256"],
            ["blob.pemda_id", "blob.sha256"],
            name=op.f("fk_blob_chunk_pemda_id_sha256"),
        ),
        sa.PrimaryKeyConstraint("pemda_id", "sha256", "number", name=op.f("pk_blob_chunk")),
    )
    op.create_table(
        "counter",
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("register", sa.String(length=30), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pemda_id", "office_id"],
            ["office.pemda_id", "office.id"],
            name=op.f("fk_counter_pemda_id_office_id"),
        ),
        sa.PrimaryKeyConstraint(
            "pemda_id", "office_id", "register", "year", name=op.f("pk_counter")
        ),
    )
    op.create_table(
        "credential",
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("slip_hash", sa.String(length=64), nullable=True),
        sa.Column("slip_expires_at", Instant(), nullable=True),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pemda_id", "person_id"],
            ["person.pemda_id", "person.id"],
            name=op.f("fk_credential_pemda_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("pemda_id", "person_id", name=op.f("pk_credential")),
    )
    op.create_table(
        "idempotency",
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("route", sa.String(length=200), nullable=False),
        sa.Column("body_hash", sa.String(length=64), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pemda_id", "person_id"],
            ["person.pemda_id", "person.id"],
            name=op.f("fk_idempotency_pemda_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("pemda_id", "person_id", "key", name=op.f("pk_idempotency")),
    )
    op.create_table(
        "login",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pemda_id", "person_id"],
            ["person.pemda_id", "person.id"],
            name=op.f("fk_login_pemda_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_login")),
    )
    op.create_table(
        "sop",
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("number", sa.String(length=100), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=True),
        sa.Column("source_sha256", sa.String(length=64), nullable=True),
        sa.Column("made_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pemda_id", "office_id"],
            ["office.pemda_id", "office.id"],
            name=op.f("fk_sop_pemda_id_office_id"),
        ),
        sa.PrimaryKeyConstraint("pemda_id", "id", name=op.f("pk_sop")),
        sa.UniqueConstraint(
            "pemda_id", "office_id", "key", name=op.f("uq_sop_pemda_id_office_id_key")
        ),
    )
    op.create_table(
        "unit",
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pemda_id", "office_id"],
            ["office.pemda_id", "office.id"],
            name=op.f("fk_unit_pemda_id_office_id"),
        ),
        sa.PrimaryKeyConstraint("pemda_id", "id", name=op.f("pk_unit")),
        sa.UniqueConstraint(
            "pemda_id", "office_id", "name", name=op.f("uq_unit_pemda_id_office_id_name")
        ),
    )
    op.create_table(
        "upload",
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["pemda_id", "person_id"],
            ["person.pemda_id", "person.id"],
            name=op.f("fk_upload_pemda_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("pemda_id", "id", name=op.f("pk_upload")),
    )
    op.create_index(
        "ix_upload_person", "upload", ["pemda_id", "person_id", "sha256"], unique=False
    )
    op.create_table(
        "position",
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=True),
        sa.Column("duty", sa.String(length=30), nullable=True),
        sa.Column("superior_id", sa.Uuid(), nullable=True),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pemda_id", "office_id"],
            ["office.pemda_id", "office.id"],
            name=op.f("fk_position_pemda_id_office_id"),
        ),
        sa.ForeignKeyConstraint(
            ["pemda_id", "superior_id"],
            ["position.pemda_id", "position.id"],
            name=op.f("fk_position_pemda_id_superior_id"),
        ),
        sa.ForeignKeyConstraint(
            ["pemda_id", "unit_id"],
            ["unit.pemda_id", "unit.id"],
            name=op.f("fk_position_pemda_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("pemda_id", "id", name=op.f("pk_position")),
        sa.UniqueConstraint(
            "pemda_id", "office_id", "title", name=op.f("uq_position_pemda_id_office_id_title")
        ),
    )
    op.create_table(
        "sop_version",
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sop_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("xml_sha256", sa.String(length=64), nullable=False),
        sa.Column("process_id", sa.String(length=200), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=True),
        sa.Column("effective_to", sa.Date(), nullable=True),
        sa.Column("made_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pemda_id", "author_id"],
            ["person.pemda_id", "person.id"],
            name=op.f("fk_sop_version_pemda_id_author_id"),
        ),
        sa.ForeignKeyConstraint(
            ["pemda_id", "sop_id"],
            ["sop.pemda_id", "sop.id"],
            name=op.f("fk_sop_version_pemda_id_sop_id"),
        ),
        sa.ForeignKeyConstraint(
            ["pemda_id", "xml_sha256"],
            ["blob.pemda_id", "blob.sha256"],
            name=op.f("fk_sop_version_pemda_id_xml_sha256"),
        ),
        sa.PrimaryKeyConstraint("pemda_id", "id", name=op.f("pk_sop_version")),
        sa.UniqueConstraint(
            "pemda_id", "sop_id", "number", name=op.f("uq_sop_version_pemda_id_sop_id_number")
        ),
    )
    op.create_table(
        "upload_chunk",
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("upload_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pemda_id", "upload_id"],
            ["upload.pemda_id", "upload.id"],
            name=op.f("fk_upload_chunk_pemda_id_upload_id"),
        ),
        sa.PrimaryKeyConstraint("pemda_id", "upload_id", "number", name=op.f("pk_upload_chunk")),
    )
    op.create_table(
        "holding",
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("position_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("from_date", sa.Date(), nullable=False),
        sa.Column("to_date", sa.Date(), nullable=True),
        sa.Column("sk_number", sa.String(length=100), nullable=True),
        sa.Column("sk_date", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["pemda_id", "person_id"],
            ["person.pemda_id", "person.id"],
            name=op.f("fk_holding_pemda_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["pemda_id", "position_id"],
            ["position.pemda_id", "position.id"],
            name=op.f("fk_holding_pemda_id_position_id"),
        ),
        sa.PrimaryKeyConstraint("pemda_id", "id", name=op.f("pk_holding")),
    )
    op.create_index("ix_holding_person", "holding", ["pemda_id", "person_id"], unique=False)
    op.create_index("ix_holding_position", "holding", ["pemda_id", "position_id"], unique=False)
    op.create_table(
        "process_instance",
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("sop_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("basis", sa.String(length=300), nullable=False),
        sa.Column("trial", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("engine_tag", sa.String(length=60), nullable=False),
        sa.Column("started_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pemda_id", "office_id"],
            ["office.pemda_id", "office.id"],
            name=op.f("fk_process_instance_pemda_id_office_id"),
        ),
        sa.ForeignKeyConstraint(
            ["pemda_id", "sop_id"],
            ["sop.pemda_id", "sop.id"],
            name=op.f("fk_process_instance_pemda_id_sop_id"),
        ),
        sa.ForeignKeyConstraint(
            ["pemda_id", "unit_id"],
            ["unit.pemda_id", "unit.id"],
            name=op.f("fk_process_instance_pemda_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(
            ["pemda_id", "version_id"],
            ["sop_version.pemda_id", "sop_version.id"],
            name=op.f("fk_process_instance_pemda_id_version_id"),
        ),
        sa.PrimaryKeyConstraint("pemda_id", "id", name=op.f("pk_process_instance")),
        sa.UniqueConstraint(
            "pemda_id",
            "office_id",
            "number",
            name=op.f("uq_process_instance_pemda_id_office_id_number"),
        ),
    )
    op.create_index(
        "ix_process_instance_list",
        "process_instance",
        ["pemda_id", "office_id", "status", "started_at"],
        unique=False,
    )
    op.create_index(
        "ix_process_instance_twin",
        "process_instance",
        ["pemda_id", "sop_id", "year", "kind"],
        unique=False,
    )
    op.create_table(
        "sop_pin",
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["pemda_id", "sha256"],
            ["blob.pemda_id", "blob.sha256"],
            name=op.f("fk_sop_pin_pemda_id_sha256"),
        ),
        sa.ForeignKeyConstraint(
            ["pemda_id", "version_id"],
            ["sop_version.pemda_id", "sop_version.id"],
            name=op.f("fk_sop_pin_pemda_id_version_id"),
        ),
        sa.PrimaryKeyConstraint("pemda_id", "version_id", "kind", "key", name=op.f("pk_sop_pin")),
    )
    op.create_table(
        "attachment",
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("event_seq", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=100), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("file_name_id", sa.Uuid(), nullable=False),
        sa.Column("element_id", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["pemda_id", "file_name_id"],
            ["private_text.pemda_id", "private_text.id"],
            name=op.f("fk_attachment_pemda_id_file_name_id"),
        ),
        sa.ForeignKeyConstraint(
            ["pemda_id", "instance_id"],
            ["process_instance.pemda_id", "process_instance.id"],
            name=op.f("fk_attachment_pemda_id_instance_id"),
        ),
        sa.ForeignKeyConstraint(
            ["pemda_id", "sha256"],
            ["blob.pemda_id", "blob.sha256"],
            name=op.f("fk_attachment_pemda_id_sha256"),
        ),
        sa.PrimaryKeyConstraint(
            "pemda_id", "instance_id", "event_seq", "field", "number", name=op.f("pk_attachment")
        ),
    )
    op.create_table(
        "document_act",
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document", sa.String(length=100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("act", sa.String(length=30), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("holding_id", sa.Uuid(), nullable=False),
        sa.Column("element_id", sa.String(length=200), nullable=False),
        sa.Column("event_seq", sa.Integer(), nullable=False),
        sa.Column("occurred_at", Instant(), nullable=False),
        sa.Column("void_at", Instant(), nullable=True),
        sa.Column("void_reason", sa.String(length=30), nullable=True),
        sa.ForeignKeyConstraint(
            ["pemda_id", "holding_id"],
            ["holding.pemda_id", "holding.id"],
            name=op.f("fk_document_act_pemda_id_holding_id"),
        ),
        sa.ForeignKeyConstraint(
            ["pemda_id", "instance_id"],
            ["process_instance.pemda_id", "process_instance.id"],
            name=op.f("fk_document_act_pemda_id_instance_id"),
        ),
        sa.PrimaryKeyConstraint("pemda_id", "id", name=op.f("pk_document_act")),
    )
    op.create_index(
        "ix_document_act_version",
        "document_act",
        ["pemda_id", "instance_id", "document", "version"],
        unique=False,
    )
    op.create_table(
        "document_version",
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("document", sa.String(length=100), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("file_name_id", sa.Uuid(), nullable=False),
        sa.Column("element_id", sa.String(length=200), nullable=False),
        sa.Column("event_seq", sa.Integer(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pemda_id", "file_name_id"],
            ["private_text.pemda_id", "private_text.id"],
            name=op.f("fk_document_version_pemda_id_file_name_id"),
        ),
        sa.ForeignKeyConstraint(
            ["pemda_id", "instance_id"],
            ["process_instance.pemda_id", "process_instance.id"],
            name=op.f("fk_document_version_pemda_id_instance_id"),
        ),
        sa.ForeignKeyConstraint(
            ["pemda_id", "sha256"],
            ["blob.pemda_id", "blob.sha256"],
            name=op.f("fk_document_version_pemda_id_sha256"),
        ),
        sa.PrimaryKeyConstraint(
            "pemda_id", "instance_id", "document", "number", name=op.f("pk_document_version")
        ),
    )
    op.create_table(
        "draft",
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("task_no", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("typed", sa.Text(), nullable=False),
        sa.Column("saved_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pemda_id", "instance_id"],
            ["process_instance.pemda_id", "process_instance.id"],
            name=op.f("fk_draft_pemda_id_instance_id"),
        ),
        sa.ForeignKeyConstraint(
            ["pemda_id", "person_id"],
            ["person.pemda_id", "person.id"],
            name=op.f("fk_draft_pemda_id_person_id"),
        ),
        sa.PrimaryKeyConstraint(
            "pemda_id", "instance_id", "task_no", "person_id", name=op.f("pk_draft")
        ),
    )
    op.create_table(
        "incident",
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("element_id", sa.String(length=200), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("params", sa.Text(), nullable=False),
        sa.Column("raised_at", Instant(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("resolved_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["pemda_id", "instance_id"],
            ["process_instance.pemda_id", "process_instance.id"],
            name=op.f("fk_incident_pemda_id_instance_id"),
        ),
        sa.PrimaryKeyConstraint("pemda_id", "instance_id", "number", name=op.f("pk_incident")),
    )
    op.create_table(
        "team_member",
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("holding_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pemda_id", "holding_id"],
            ["holding.pemda_id", "holding.id"],
            name=op.f("fk_team_member_pemda_id_holding_id"),
        ),
        sa.ForeignKeyConstraint(
            ["pemda_id", "instance_id"],
            ["process_instance.pemda_id", "process_instance.id"],
            name=op.f("fk_team_member_pemda_id_instance_id"),
        ),
        sa.ForeignKeyConstraint(
            ["pemda_id", "person_id"],
            ["person.pemda_id", "person.id"],
            name=op.f("fk_team_member_pemda_id_person_id"),
        ),
        sa.PrimaryKeyConstraint(
            "pemda_id", "instance_id", "role", "person_id", name=op.f("pk_team_member")
        ),
    )
    op.create_index(
        "ix_team_member_person", "team_member", ["pemda_id", "person_id"], unique=False
    )
    op.create_table(
        "timer",
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("token_no", sa.Integer(), nullable=False),
        sa.Column("element_id", sa.String(length=200), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("lease_until", Instant(), nullable=True),
        sa.Column("leased_by", sa.String(length=80), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["pemda_id", "instance_id"],
            ["process_instance.pemda_id", "process_instance.id"],
            name=op.f("fk_timer_pemda_id_instance_id"),
        ),
        sa.PrimaryKeyConstraint("pemda_id", "instance_id", "token_no", name=op.f("pk_timer")),
    )
    op.create_index("ix_timer_due", "timer", ["status", "due_at"], unique=False)
    op.create_table(
        "user_task",
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("task_no", sa.Integer(), nullable=False),
        sa.Column("element_id", sa.String(length=200), nullable=False),
        sa.Column("path", sa.String(length=1000), nullable=False),
        sa.Column("loop_index", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("candidate", sa.String(length=120), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("agency", sa.String(length=100), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("returned", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("opened_seq", sa.Integer(), nullable=False),
        sa.Column("due_at", Instant(), nullable=True),
        sa.Column("claimed_by", sa.Uuid(), nullable=True),
        sa.Column("claimed_holding", sa.Uuid(), nullable=True),
        sa.Column("claimed_at", Instant(), nullable=True),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("closed_seq", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["pemda_id", "claimed_by"],
            ["person.pemda_id", "person.id"],
            name=op.f("fk_user_task_pemda_id_claimed_by"),
        ),
        sa.ForeignKeyConstraint(
            ["pemda_id", "claimed_holding"],
            ["holding.pemda_id", "holding.id"],
            name=op.f("fk_user_task_pemda_id_claimed_holding"),
        ),
        sa.ForeignKeyConstraint(
            ["pemda_id", "closed_by"],
            ["person.pemda_id", "person.id"],
            name=op.f("fk_user_task_pemda_id_closed_by"),
        ),
        sa.ForeignKeyConstraint(
            ["pemda_id", "instance_id"],
            ["process_instance.pemda_id", "process_instance.id"],
            name=op.f("fk_user_task_pemda_id_instance_id"),
        ),
        sa.ForeignKeyConstraint(
            ["pemda_id", "unit_id"],
            ["unit.pemda_id", "unit.id"],
            name=op.f("fk_user_task_pemda_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("pemda_id", "instance_id", "task_no", name=op.f("pk_user_task")),
    )
    op.create_index(
        "ix_user_task_claimed", "user_task", ["pemda_id", "claimed_by", "status"], unique=False
    )
    op.create_index(
        "ix_user_task_inbox",
        "user_task",
        ["pemda_id", "candidate", "status", "due_at"],
        unique=False,
    )
    op.create_index(
        "ix_user_task_round",
        "user_task",
        ["pemda_id", "instance_id", "path", "round"],
        unique=False,
    )
    for statement in dialects.append_only(op.get_bind().dialect.name, "history_event"):
        op.execute(statement)


def downgrade() -> None:
    """Nothing comes before the first schema."""
    raise NotImplementedError
