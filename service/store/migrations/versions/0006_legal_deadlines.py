"""Keep legal deadlines: days that a law sets, verified by a person or not.

The table comes empty; the page of the deadlines offers those that Alur knows.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "legal_deadline",
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=True),
        sa.Column("base_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sop", sa.String(length=100), nullable=False),
        sa.Column("years_after", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("legal_basis", sa.String(length=300), nullable=False),
        sa.Column("article", sa.String(length=100), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["pemda_id"], ["pemda.id"], name=op.f("fk_legal_deadline_pemda_id")
        ),
        *(
            sa.ForeignKeyConstraint(
                ["pemda_id", column],
                [f"{target}.pemda_id", f"{target}.id"],
                name=op.f(f"fk_legal_deadline_pemda_id_{column}"),
            )
            for target, column in (
                ("office", "office_id"),
                ("legal_deadline", "base_id"),
                ("person", "verified_by"),
            )
        ),
        sa.PrimaryKeyConstraint("pemda_id", "id", name=op.f("pk_legal_deadline")),
    )


def downgrade() -> None:
    """Take the table away."""
    op.drop_table("legal_deadline")
