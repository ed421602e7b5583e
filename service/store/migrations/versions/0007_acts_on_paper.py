"""Acts on paper: who recorded what another did with pen and paper."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_KEY = "fk_document_act_pemda_id_recorded_by"


def upgrade() -> None:
    """Add the column; nobody could record one before."""
    with op.batch_alter_table("document_act") as changed:
        changed.add_column(sa.Column("recorded_by", sa.Uuid(), nullable=True))
        changed.create_foreign_key(
            op.f(_KEY), "person", ["pemda_id", "recorded_by"], ["pemda_id", "id"]
        )


def downgrade() -> None:
    """Take it away."""
    with op.batch_alter_table("document_act") as changed:
        changed.drop_constraint(op.f(_KEY), type_="foreignkey")
        changed.drop_column("recorded_by")
