"""Times that should have begun a process and were given up: when they were."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from service.store.types import Instant

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the instant; of those given up before only the publishing is known."""
    op.add_column("way_in", sa.Column("missed_at", Instant(), nullable=True))
    op.execute(
        "UPDATE way_in SET missed_at = since WHERE due_at IS NULL AND last_error IS NOT NULL"
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_column("way_in", "missed_at")
