"""Tell people what is due: notices, escalations, an address for mails, an outbox that is worked.

No release wrote the outbox before, so it is made anew.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and the column."""
    with op.batch_alter_table("person") as person:
        person.add_column(sa.Column("email", sa.String(length=200), nullable=True))
    op.drop_table("outbox")
    op.create_table(
        "outbox",
        _id("pemda_id"),
        _id("id"),
        sa.Column("topic", sa.String(length=60), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        _at("made_at"),
        _at("due_at"),
        *_worked(),
        _at("sent_at", nullable=True),
        _of_pemda("outbox"),
        sa.PrimaryKeyConstraint("pemda_id", "id", name=op.f("pk_outbox")),
    )
    op.create_index("ix_outbox_status", "outbox", ["status", "due_at"], unique=False)
    op.create_table(
        "office_timer",
        _id("pemda_id"),
        _id("office_id"),
        sa.Column("kind", sa.String(length=12), nullable=False),
        _at("due_at"),
        sa.Column("last_day", sa.Date(), nullable=True),
        *_worked(),
        _to("office_timer", "office", "office_id"),
        sa.PrimaryKeyConstraint("pemda_id", "office_id", "kind", name=op.f("pk_office_timer")),
    )
    op.create_index("ix_office_timer_status", "office_timer", ["status", "due_at"], unique=False)
    op.create_table(
        "notice",
        _id("pemda_id"),
        _id("id"),
        _id("person_id"),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        _at("made_at"),
        _at("read_at", nullable=True),
        _to("notice", "person", "person_id"),
        sa.PrimaryKeyConstraint("pemda_id", "id", name=op.f("pk_notice")),
    )
    op.create_index(
        "ix_notice_person", "notice", ["pemda_id", "person_id", "made_at"], unique=False
    )
    op.create_table(
        "notice_item",
        _id("pemda_id"),
        _id("notice_id"),
        sa.Column("sort", sa.Integer(), nullable=False),
        _id("instance_id"),
        sa.Column("task_no", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(length=12), nullable=False),
        _to("notice_item", "notice", "notice_id"),
        _to("notice_item", "process_instance", "instance_id"),
        sa.PrimaryKeyConstraint("pemda_id", "notice_id", "sort", name=op.f("pk_notice_item")),
    )
    op.create_table(
        "escalation",
        _id("pemda_id"),
        _id("instance_id"),
        sa.Column("task_no", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        _id("position_id"),
        sa.Column("event_seq", sa.Integer(), nullable=False),
        _at("made_at"),
        _to("escalation", "process_instance", "instance_id"),
        _to("escalation", "position", "position_id"),
        sa.PrimaryKeyConstraint(
            "pemda_id", "instance_id", "task_no", "level", name=op.f("pk_escalation")
        ),
    )


def downgrade() -> None:
    """Take them away; the outbox stays as it is."""
    for table in ("escalation", "notice_item", "notice", "office_timer"):
        op.drop_table(table)
    with op.batch_alter_table("person") as person:
        person.drop_column("email")


def _id(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), nullable=False)


def _at(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _worked() -> tuple[sa.Column[object], ...]:
    """Return the columns of what workers claim."""
    return (
        sa.Column("status", sa.String(length=10), nullable=False),
        _at("lease_until", nullable=True),
        sa.Column("leased_by", sa.String(length=80), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(length=200), nullable=True),
    )


def _of_pemda(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["pemda_id"], ["pemda.id"], name=op.f(f"fk_{table}_pemda_id"))


def _to(table: str, target: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["pemda_id", column],
        [f"{target}.pemda_id", f"{target}.id"],
        name=op.f(f"fk_{table}_pemda_id_{column}"),
    )
