"""Forms that an office edits, with their revisions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from service.store.types import Instant

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; forms came as files before."""
    op.create_table(
        "form_draft",
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("ready", sa.Integer(), nullable=True),
        sa.Column("begun_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pemda_id", "office_id"],
            ["office.pemda_id", "office.id"],
            name=op.f("fk_form_draft_pemda_id_office_id"),
        ),
        sa.PrimaryKeyConstraint("pemda_id", "id", name=op.f("pk_form_draft")),
        sa.UniqueConstraint(
            "pemda_id", "office_id", "key", name=op.f("uq_form_draft_pemda_id_office_id_key")
        ),
    )
    op.create_table(
        "form_draft_revision",
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("how", sa.String(length=10), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("jabatan", sa.String(length=300), nullable=False),
        sa.Column("saved_at", Instant(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                ["pemda_id", column],
                [f"{target}.pemda_id", f"{target}.{of}"],
                name=op.f(f"fk_form_draft_revision_pemda_id_{column}"),
            )
            for column, target, of in (
                ("draft_id", "form_draft", "id"),
                ("person_id", "person", "id"),
                ("sha256", "blob", "sha256"),
            )
        ),
        sa.PrimaryKeyConstraint(
            "pemda_id", "draft_id", "number", name=op.f("pk_form_draft_revision")
        ),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("form_draft_revision")
    op.drop_table("form_draft")
