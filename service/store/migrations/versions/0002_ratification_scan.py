"""Keep the scans of ratifications on paper from the sweep of files that nothing refers to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table that refers to them."""
    op.create_table(
        "ratification_scan",
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["pemda_id", "sha256"],
            ["blob.pemda_id", "blob.sha256"],
            name=op.f("fk_ratification_scan_pemda_id_sha256"),
        ),
        sa.ForeignKeyConstraint(
            ["pemda_id", "version_id"],
            ["sop_version.pemda_id", "sop_version.id"],
            name=op.f("fk_ratification_scan_pemda_id_version_id"),
        ),
        sa.PrimaryKeyConstraint("pemda_id", "version_id", name=op.f("pk_ratification_scan")),
    )


def downgrade() -> None:
    """Take the table away."""
    op.drop_table("ratification_scan")
