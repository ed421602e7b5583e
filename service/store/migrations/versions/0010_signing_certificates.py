"""TTE: whose certificate signs for whom."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from service.store.types import Instant

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; nobody signed electronically before."""
    op.create_table(
        "signing_certificate",
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("issuer_sha256", sa.String(length=64), nullable=False),
        sa.Column("provider", sa.String(length=200), nullable=False),
        sa.Column("serial", sa.String(length=64), nullable=False),
        sa.Column("key_sha256", sa.String(length=64), nullable=False),
        sa.Column("begins_at", Instant(), nullable=False),
        sa.Column("bound_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pemda_id", "person_id"],
            ["person.pemda_id", "person.id"],
            name=op.f("fk_signing_certificate_pemda_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("pemda_id", "person_id", name=op.f("pk_signing_certificate")),
        sa.UniqueConstraint(
            "pemda_id", "key_sha256", name=op.f("uq_signing_certificate_pemda_id_key_sha256")
        ),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("signing_certificate")
