"""Rangkap peran: whether who acted declared to have another role on the same version."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; nobody could declare it before."""
    with op.batch_alter_table("document_act") as changed:
        changed.add_column(
            sa.Column("two_hats", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("document_act") as changed:
        changed.alter_column("two_hats", server_default=None)


def downgrade() -> None:
    """Take it away."""
    with op.batch_alter_table("document_act") as changed:
        changed.drop_column("two_hats")
