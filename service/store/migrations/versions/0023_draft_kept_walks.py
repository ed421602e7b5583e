"""Walks that were kept as tests of a draft, before its SOP has a version."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from service.store.types import Instant

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; none was kept before."""
    op.create_table(
        "draft_kept_walk",
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("acts", sa.Text(), nullable=False),
        sa.Column("came_out", sa.Text(), nullable=False),
        sa.Column("xml_sha256", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("jabatan", sa.String(length=300), nullable=False),
        sa.Column("kept_at", Instant(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                ["pemda_id", column],
                [f"{target}.pemda_id", f"{target}.id"],
                name=op.f(f"fk_draft_kept_walk_pemda_id_{column}"),
            )
            for column, target in (("draft_id", "sop_draft"), ("person_id", "person"))
        ),
        sa.PrimaryKeyConstraint("pemda_id", "id", name=op.f("pk_draft_kept_walk")),
    )
    op.create_index("ix_draft_kept_walk_draft_id", "draft_kept_walk", ["pemda_id", "draft_id"])


def downgrade() -> None:
    """Take it away."""
    op.drop_table("draft_kept_walk")
