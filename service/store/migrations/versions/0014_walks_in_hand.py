"""Walks that somebody is on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from service.store.types import Instant

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "walk_in_hand",
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("acts", sa.Text(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pemda_id", "person_id"],
            ["person.pemda_id", "person.id"],
            name=op.f("fk_walk_in_hand_pemda_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["pemda_id", "version_id"],
            ["sop_version.pemda_id", "sop_version.id"],
            name=op.f("fk_walk_in_hand_pemda_id_version_id"),
        ),
        sa.PrimaryKeyConstraint(
            "pemda_id", "person_id", "version_id", name=op.f("pk_walk_in_hand")
        ),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("walk_in_hand")
