"""Penugasan: who acts for a jabatan, and under which one a task was taken and an act was done."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from service.store.types import Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, and the columns that name a penugasan."""
    op.create_table(
        "mandate",
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("position_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("letter_number", sa.String(length=100), nullable=False),
        sa.Column("letter_date", sa.Date(), nullable=False),
        sa.Column("from_date", sa.Date(), nullable=False),
        sa.Column("to_date", sa.Date(), nullable=False),
        sa.Column("sop_ids", sa.Text(), nullable=True),
        sa.Column("scan_sha256", sa.String(length=64), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["pemda_id", "position_id"],
            ["position.pemda_id", "position.id"],
            name=op.f("fk_mandate_pemda_id_position_id"),
        ),
        sa.ForeignKeyConstraint(
            ["pemda_id", "person_id"],
            ["person.pemda_id", "person.id"],
            name=op.f("fk_mandate_pemda_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["pemda_id", "scan_sha256"],
            ["blob.pemda_id", "blob.sha256"],
            name=op.f("fk_mandate_pemda_id_scan_sha256"),
        ),
        sa.PrimaryKeyConstraint("pemda_id", "id", name=op.f("pk_mandate")),
    )
    op.create_index("ix_mandate_person", "mandate", ["pemda_id", "person_id"])
    op.create_index("ix_mandate_position", "mandate", ["pemda_id", "position_id"])
    for table, column in _NAMING:
        with op.batch_alter_table(table) as changed:
            changed.add_column(sa.Column(column, sa.Uuid(), nullable=True))
            changed.create_foreign_key(
                op.f(f"fk_{table}_pemda_id_{column}"),
                "mandate",
                ["pemda_id", column],
                ["pemda_id", "id"],
            )


def downgrade() -> None:
    """Take them away."""
    for table, column in _NAMING:
        with op.batch_alter_table(table) as changed:
            changed.drop_constraint(op.f(f"fk_{table}_pemda_id_{column}"), type_="foreignkey")
            changed.drop_column(column)
    op.drop_table("mandate")


_NAMING = (("user_task", "claimed_mandate"), ("document_act", "mandate_id"))
