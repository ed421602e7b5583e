"""What offices wait for from outside is found without reading all that is open."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_WHICH = "kind = 'receive' AND status = 'open'"


def upgrade() -> None:
    """Make the index."""
    op.create_index(
        "ix_user_task_arrival",
        "user_task",
        ["pemda_id", "kind", "status", "instance_id"],
        sqlite_where=sa.text(_WHICH),
        postgresql_where=sa.text(_WHICH),
    )


def downgrade() -> None:
    """Take it away; the same is found more slowly."""
    op.drop_index("ix_user_task_arrival", "user_task")
