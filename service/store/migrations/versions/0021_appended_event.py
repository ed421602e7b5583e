"""An event and the end of its chain are one statement."""

from __future__ import annotations

from alembic import op

from service.store import dialects

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_COLUMNS = (
    "pemda_id",
    "stream_id",
    "seq",
    "stream",
    "kind",
    "occurred_at",
    "recorded_at",
    "actor_id",
    "holding_id",
    "jabatan",
    "behalf",
    "letter",
    "element_id",
    "engine_tag",
    "payload",
    "prev_hash",
    "hash",
)


def upgrade() -> None:
    """Make the view that appends; every end is where it belongs."""
    for statement in dialects.appending(op.get_bind().dialect.name, _COLUMNS):
        op.execute(statement)


def downgrade() -> None:
    """Take it away: the release before moves the end by itself."""
    op.execute("DROP VIEW appended_event")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION append_event")
