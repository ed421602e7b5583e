"""Keep the working calendar of a pemda: schedules, days off, confirmed years, office switches.

The tables come empty, but for the row of each pemda that changes go through: due dates are counted
as before until somebody enters what holds, and the page of the calendar offers the days off of
this year and the next.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TABLES = (
    "working_calendar",
    "working_schedule",
    "closed_day",
    "calendar_year",
    "office_clock",
    "due_recount",
)


def upgrade() -> None:
    """Make the tables, and the row of each pemda that is there."""
    op.create_table(
        "working_calendar",
        _pemda(),
        sa.Column("change_id", sa.Uuid(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        _of_pemda("working_calendar"),
        sa.PrimaryKeyConstraint("pemda_id", name=op.f("pk_working_calendar")),
    )
    op.create_table(
        "working_schedule",
        _pemda(),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=True),
        sa.Column("week", sa.Text(), nullable=False),
        sa.Column("legal_basis", sa.String(length=300), nullable=False),
        _of_pemda("working_schedule"),
        _to("working_schedule", "office", "office_id"),
        sa.PrimaryKeyConstraint("pemda_id", "id", name=op.f("pk_working_schedule")),
    )
    op.create_table(
        "closed_day",
        _pemda(),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        _of_pemda("closed_day"),
        _to("closed_day", "office", "office_id"),
        sa.PrimaryKeyConstraint("pemda_id", "id", name=op.f("pk_closed_day")),
    )
    op.create_index("ix_closed_day_day", "closed_day", ["pemda_id", "day"], unique=False)
    op.create_table(
        "calendar_year",
        _pemda(),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("proposed_by", sa.String(length=200), nullable=True),
        sa.Column("skb_number", sa.String(length=200), nullable=True),
        sa.Column("skb_date", sa.Date(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        _of_pemda("calendar_year"),
        _to("calendar_year", "person", "confirmed_by"),
        sa.PrimaryKeyConstraint("pemda_id", "year", name=op.f("pk_calendar_year")),
    )
    op.create_table(
        "office_clock",
        _pemda(),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("strict", sa.Boolean(), nullable=False),
        _to("office_clock", "office", "office_id"),
        sa.PrimaryKeyConstraint("pemda_id", "office_id", name=op.f("pk_office_clock")),
    )
    op.create_table(
        "due_recount",
        _pemda(),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("total", "seen", "moved", "failed")
        ),
        sa.Column("after_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leased_by", sa.String(length=80), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(length=200), nullable=True),
        _of_pemda("due_recount"),
        sa.PrimaryKeyConstraint("pemda_id", "change_id", name=op.f("pk_due_recount")),
    )
    op.create_index("ix_due_recount_status", "due_recount", ["status", "made_at"], unique=False)
    op.execute("INSERT INTO working_calendar (pemda_id) SELECT id FROM pemda")


def downgrade() -> None:
    """Take the tables away."""
    for table in reversed(_TABLES):
        op.drop_table(table)


def _pemda() -> sa.Column[object]:
    return sa.Column("pemda_id", sa.Uuid(), nullable=False)


def _of_pemda(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["pemda_id"], ["pemda.id"], name=op.f(f"fk_{table}_pemda_id"))


def _to(table: str, target: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["pemda_id", column],
        [f"{target}.pemda_id", f"{target}.id"],
        name=op.f(f"fk_{table}_pemda_id_{column}"),
    )
