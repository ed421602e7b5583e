"""Walks that were kept as tests of SOPs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from service.store.types import Instant

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; nobody walked before."""
    op.create_table(
        "sop_walk",
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sop_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("acts", sa.Text(), nullable=False),
        sa.Column("came_out", sa.Text(), nullable=False),
        sa.Column("xml_sha256", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("jabatan", sa.String(length=300), nullable=False),
        sa.Column("kept_at", Instant(), nullable=False),
        sa.Column("removed_by", sa.Uuid(), nullable=True),
        sa.Column("removed_jabatan", sa.String(length=300), nullable=True),
        sa.Column("removed_at", Instant(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                ["pemda_id", column],
                [f"{target}.pemda_id", f"{target}.id"],
                name=op.f(f"fk_sop_walk_pemda_id_{column}"),
            )
            for column, target in (
                ("sop_id", "sop"),
                ("person_id", "person"),
                ("removed_by", "person"),
            )
        ),
        sa.PrimaryKeyConstraint("pemda_id", "id", name=op.f("pk_sop_walk")),
    )
    op.create_index("ix_sop_walk_sop_id", "sop_walk", ["pemda_id", "sop_id"])


def downgrade() -> None:
    """Take it away."""
    op.drop_table("sop_walk")
