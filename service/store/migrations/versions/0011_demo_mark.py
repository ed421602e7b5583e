"""Remember what a demo store was filled from, so that a start need not look at each SOP."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Know of no seeding yet: the next start looks at each SOP once more."""
    op.add_column("store", sa.Column("demo_mark", sa.String(length=64), nullable=True))


def downgrade() -> None:
    """Forget it."""
    with op.batch_alter_table("store") as store:
        store.drop_column("demo_mark")
