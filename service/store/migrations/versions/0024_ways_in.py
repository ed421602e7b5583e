"""What begins processes without a person: messages, signals and times of published versions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from service.store.types import Instant

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; no version published before begins anything by itself."""
    op.create_table(
        "way_in",
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("element_id", sa.String(length=200), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("topic_sha256", sa.String(length=64), nullable=True),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("due_at", Instant(), nullable=True),
        sa.Column("lease_until", Instant(), nullable=True),
        sa.Column("leased_by", sa.String(length=80), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["pemda_id", "version_id"],
            ["sop_version.pemda_id", "sop_version.id"],
            name=op.f("fk_way_in_pemda_id_version_id"),
        ),
        sa.PrimaryKeyConstraint(
            "pemda_id", "version_id", "element_id", "place", name=op.f("pk_way_in")
        ),
    )
    op.create_index("ix_way_in_topic", "way_in", ["pemda_id", "topic_sha256"])
    op.create_index("ix_way_in_due", "way_in", ["due_at"])


def downgrade() -> None:
    """Take it away; then only people begin processes."""
    op.drop_table("way_in")
