"""Since when a process is suspended."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from service.store.types import Instant

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; no process is suspended."""
    op.add_column("process_instance", sa.Column("suspended_at", Instant()))


def downgrade() -> None:
    """Take it away; what is suspended then stays so in its state."""
    with op.batch_alter_table("process_instance") as process:
        process.drop_column("suspended_at")
