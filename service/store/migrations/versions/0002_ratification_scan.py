"""Keep the scans of ratifications on paper from the sweep of files that nothing refers to.

Under 0001 only the event named the scan, so the sweep took its bytes away a day after the upload.
Those that are still there are carried over. Of one that was swept nothing is left to refer to:
`verify` names the event whose scan is gone.
"""

from __future__ import annotations

from uuid import UUID

import orjson
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table that refers to them, and refer to those that are there."""
    op.create_table(
        "ratification_scan",
        sa.Column("pemda_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["pemda_id", "sha256"],
            ["blob.pemda_id", "blob.sha256"],
            name=op.f("fk_ratification_scan_pemda_id_sha256"),
        ),
        sa.ForeignKeyConstraint(
            ["pemda_id", "version_id"],
            ["sop_version.pemda_id", "sop_version.id"],
            name=op.f("fk_ratification_scan_pemda_id_version_id"),
        ),
        sa.PrimaryKeyConstraint("pemda_id", "version_id", name=op.f("pk_ratification_scan")),
    )
    _carry_over(op.get_bind())


def downgrade() -> None:
    """Take the table away."""
    op.drop_table("ratification_scan")


_RATIFIED = sa.text(
    "SELECT pemda_id, payload FROM history_event WHERE kind = 'SopVersionMadeEffective'"
).columns(pemda_id=sa.Uuid(), payload=sa.Text())

_REFER = sa.text(
    "INSERT INTO ratification_scan (pemda_id, version_id, sha256)"
    " SELECT version.pemda_id, version.id, blob.sha256"
    " FROM sop_version AS version JOIN blob ON blob.pemda_id = version.pemda_id"
    " WHERE version.pemda_id = :pemda_id AND version.id = :version_id AND blob.sha256 = :sha256"
).bindparams(
    sa.bindparam("pemda_id", type_=sa.Uuid()), sa.bindparam("version_id", type_=sa.Uuid())
)


def _carry_over(connection: sa.Connection) -> None:
    for row in connection.execute(_RATIFIED).all():
        event = orjson.loads(row.payload)
        if "scan_sha256" in event:
            named = {"version_id": UUID(event["version_id"]), "sha256": event["scan_sha256"]}
            connection.execute(_REFER, {"pemda_id": row.pemda_id, **named})
