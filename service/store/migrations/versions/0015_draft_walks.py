"""Walks of drafts that somebody is on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from service.store.types import Instant

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "draft_walk",
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("acts", sa.Text(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pemda_id", "person_id"],
            ["person.pemda_id", "person.id"],
            name=op.f("fk_draft_walk_pemda_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["pemda_id", "draft_id"],
            ["sop_draft.pemda_id", "sop_draft.id"],
            name=op.f("fk_draft_walk_pemda_id_draft_id"),
        ),
        sa.PrimaryKeyConstraint("pemda_id", "person_id", "draft_id", name=op.f("pk_draft_walk")),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("draft_walk")
