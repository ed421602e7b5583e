"""What systems outside do: service and send tasks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from service.store.types import Instant

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; no release before executed such a task."""
    op.create_table(
        "job",
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("task_no", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=100), nullable=False),
        sa.Column("retries", sa.Integer(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("lock", sa.Uuid(), nullable=True),
        sa.Column("locked_by", sa.Uuid(), nullable=True),
        sa.Column("locked_until", Instant(), nullable=True),
        sa.Column("incident", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["pemda_id", "instance_id"],
            ["process_instance.pemda_id", "process_instance.id"],
            name=op.f("fk_job_pemda_id_instance_id"),
        ),
        sa.ForeignKeyConstraint(
            ["pemda_id", "locked_by"],
            ["person.pemda_id", "person.id"],
            name=op.f("fk_job_pemda_id_locked_by"),
        ),
        sa.PrimaryKeyConstraint("pemda_id", "instance_id", "task_no", name=op.f("pk_job")),
    )
    op.create_index("ix_job_topic", "job", ["pemda_id", "topic", "due_at"])


def downgrade() -> None:
    """Take it away."""
    op.drop_table("job")
