"""Drafts of SOPs, with their revisions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from service.store.types import Instant

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; nobody drew in Alur before."""
    op.create_table(
        "sop_draft",
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("sop_id", sa.Uuid(), nullable=True),
        sa.Column("version_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("begun_at", Instant(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                ["pemda_id", column],
                [f"{target}.pemda_id", f"{target}.id"],
                name=op.f(f"fk_sop_draft_pemda_id_{column}"),
            )
            for column, target in (
                ("office_id", "office"),
                ("sop_id", "sop"),
                ("version_id", "sop_version"),
            )
        ),
        sa.PrimaryKeyConstraint("pemda_id", "id", name=op.f("pk_sop_draft")),
    )
    op.create_table(
        "sop_draft_revision",
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("xml_sha256", sa.String(length=64), nullable=False),
        sa.Column("how", sa.String(length=10), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("jabatan", sa.String(length=300), nullable=False),
        sa.Column("saved_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pemda_id", "draft_id"],
            ["sop_draft.pemda_id", "sop_draft.id"],
            name=op.f("fk_sop_draft_revision_pemda_id_draft_id"),
        ),
        sa.ForeignKeyConstraint(
            ["pemda_id", "person_id"],
            ["person.pemda_id", "person.id"],
            name=op.f("fk_sop_draft_revision_pemda_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["pemda_id", "xml_sha256"],
            ["blob.pemda_id", "blob.sha256"],
            name=op.f("fk_sop_draft_revision_pemda_id_xml_sha256"),
        ),
        sa.PrimaryKeyConstraint(
            "pemda_id", "draft_id", "number", name=op.f("pk_sop_draft_revision")
        ),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("sop_draft_revision")
    op.drop_table("sop_draft")
