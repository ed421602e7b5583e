"""Messages and signals on their way from one process to others, and who waits for them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from service.store.types import Instant

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_MINE = ["pemda_id", "instance_id"]
_ITS = ["process_instance.pemda_id", "process_instance.id"]


def upgrade() -> None:
    """Make the tables; what waits already is listened to when it waits the next time."""
    op.create_table(
        "listener",
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("token_no", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("topic_sha256", sa.String(length=64), nullable=False),
        sa.Column("key_sha256", sa.String(length=64), nullable=True),
        sa.Column("early", sa.Boolean(), nullable=False),
        sa.Column("armed_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(_MINE, _ITS, name=op.f("fk_listener_pemda_id_instance_id")),
        sa.PrimaryKeyConstraint(*_MINE, "token_no", name=op.f("pk_listener")),
    )
    op.create_index("ix_listener_topic", "listener", ["pemda_id", "topic_sha256", "key_sha256"])
    op.create_table(
        "dispatch",
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("trial", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("topic_sha256", sa.String(length=64), nullable=False),
        sa.Column("key_sha256", sa.String(length=64), nullable=True),
        sa.Column("instance_id", sa.Uuid(), nullable=True),
        sa.Column("event_seq", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("lease_until", Instant(), nullable=True),
        sa.Column("leased_by", sa.String(length=80), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["pemda_id"], ["pemda.id"], name=op.f("fk_dispatch_pemda_id")),
        sa.ForeignKeyConstraint(
            ["pemda_id", "office_id"],
            ["office.pemda_id", "office.id"],
            name=op.f("fk_dispatch_pemda_id_office_id"),
        ),
        sa.ForeignKeyConstraint(_MINE, _ITS, name=op.f("fk_dispatch_pemda_id_instance_id")),
        sa.PrimaryKeyConstraint("pemda_id", "id", name=op.f("pk_dispatch")),
    )
    op.create_index("ix_dispatch_due", "dispatch", ["status", "due_at"])
    op.create_table(
        "dispatch_receipt",
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("dispatch_id", sa.Uuid(), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("event_seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pemda_id", "dispatch_id"],
            ["dispatch.pemda_id", "dispatch.id"],
            name=op.f("fk_dispatch_receipt_pemda_id_dispatch_id"),
        ),
        sa.ForeignKeyConstraint(
            _MINE, _ITS, name=op.f("fk_dispatch_receipt_pemda_id_instance_id")
        ),
        sa.PrimaryKeyConstraint(
            "pemda_id", "dispatch_id", "instance_id", name=op.f("pk_dispatch_receipt")
        ),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("dispatch_receipt")
    op.drop_table("dispatch")
    op.drop_table("listener")
