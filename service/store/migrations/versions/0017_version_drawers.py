"""Who drew a version; of those that there were only who saved them is known."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; what was drawn before is its author's."""
    op.create_table(
        "sop_version_drawer",
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                ["pemda_id", column],
                [f"{target}.pemda_id", f"{target}.id"],
                name=op.f(f"fk_sop_version_drawer_pemda_id_{column}"),
            )
            for column, target in (("version_id", "sop_version"), ("person_id", "person"))
        ),
        sa.PrimaryKeyConstraint(
            "pemda_id", "version_id", "person_id", name=op.f("pk_sop_version_drawer")
        ),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("sop_version_drawer")
