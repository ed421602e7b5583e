"""Remember when an office was looked at last, to the instant.

With the day alone, what came between the start of work and a late look was told as new twice.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keep the instant in the place of the day."""
    with op.batch_alter_table("office_timer") as timer:
        timer.drop_column("last_day")
        timer.add_column(sa.Column("last_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Keep the day again."""
    with op.batch_alter_table("office_timer") as timer:
        timer.drop_column("last_at")
        timer.add_column(sa.Column("last_day", sa.Date(), nullable=True))
