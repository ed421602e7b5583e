"""Working time: calendars, legal deadlines, and due dates to be counted again."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Index, Integer, String, Table, Text, Uuid

from service.store.tables.base import metadata, of_pemda, own_id, tenant, to
from service.store.types import Instant

#: One row per pemda: which change its calendar had last. Whoever opens a task holds it, so that a
#: change of the calendar comes before or after, never in between.
working_calendar = Table(
    "working_calendar",
    metadata,
    tenant(),
    Column("change_id", Uuid(as_uuid=True)),  # None: never changed
    Column("changed_at", Instant),
    of_pemda(),
)

working_schedule = Table(
    "working_schedule",
    metadata,
    tenant(),
    own_id(),
    Column("office_id", Uuid(as_uuid=True)),  # None: of the whole pemda
    Column("kind", String(10), nullable=False),  # usual | ramadan
    Column("first", Date, nullable=False),
    Column("last", Date),  # inclusive; None: until further notice
    Column("week", Text, nullable=False),  # seven lines, Monday first: 07:30-12:00 13:00-16:00
    Column("legal_basis", String(300), nullable=False),
    of_pemda(),
    to("office", "office_id"),
)

closed_day = Table(
    "closed_day",
    metadata,
    tenant(),
    own_id(),
    Column("office_id", Uuid(as_uuid=True)),  # None: of the whole pemda
    Column("day", Date, nullable=False),
    Column("kind", String(20), nullable=False),  # national | collective_leave | local
    Column("name", String(200), nullable=False),
    Column("source", String(200), nullable=False),  # SKB, decree, letter; the package
    of_pemda(),
    to("office", "office_id"),
    Index("ix_closed_day_day", "pemda_id", "day"),
)

#: Whether somebody compared the days off of a year with the SKB of the three ministers.
calendar_year = Table(
    "calendar_year",
    metadata,
    tenant(),
    Column("year", Integer, primary_key=True),
    Column("proposed_by", String(200)),  # name and release of the package
    Column("skb_number", String(200)),
    Column("skb_date", Date),
    Column("confirmed_at", Instant),
    Column("confirmed_by", Uuid(as_uuid=True)),  # person
    of_pemda(),
    to("person", "confirmed_by"),
)

#: How an office counts where it decided otherwise than most.
office_clock = Table(
    "office_clock",
    metadata,
    tenant(),
    Column("office_id", Uuid(as_uuid=True), primary_key=True),
    Column("strict", Boolean, nullable=False),  # by waktu baku alone
    to("office", "office_id"),
)

#: Days that a law sets; an office may have another one in the place of its pemda's.
legal_deadline = Table(
    "legal_deadline",
    metadata,
    tenant(),
    own_id(),
    Column("office_id", Uuid(as_uuid=True)),  # None: of the whole pemda
    Column("base_id", Uuid(as_uuid=True)),  # of an office: the pemda's that it replaces
    Column("name", String(200), nullable=False),
    Column("sop", String(100), nullable=False),  # key of a SOP, or a word of it
    Column("years_after", Integer, nullable=False),
    Column("month", Integer, nullable=False),
    Column("day", Integer, nullable=False),
    Column("legal_basis", String(300), nullable=False),
    Column("article", String(100), nullable=False),
    Column("reason", String(300), nullable=False),
    Column("verified_at", Instant),
    Column("verified_by", Uuid(as_uuid=True)),  # person
    of_pemda(),
    to("office", "office_id"),
    to("legal_deadline", "base_id"),
    to("person", "verified_by"),
)

#: Due dates to be counted again after a change of the calendar; a worker goes through them.
due_recount = Table(
    "due_recount",
    metadata,
    tenant(),
    Column("change_id", Uuid(as_uuid=True), primary_key=True),
    Column("office_id", Uuid(as_uuid=True)),  # None: every office
    Column("made_at", Instant, nullable=False),
    Column("total", Integer, nullable=False),  # processes that ran then
    Column("seen", Integer, nullable=False),
    Column("moved", Integer, nullable=False),  # tasks whose tenggat moved
    Column("failed", Integer, nullable=False),  # processes that could not be counted again
    Column("after_id", Uuid(as_uuid=True)),  # the last process that was seen
    Column("status", String(10), nullable=False),  # waiting | done | dead
    Column("finished_at", Instant),
    Column("lease_until", Instant),
    Column("leased_by", String(80)),
    Column("attempts", Integer, nullable=False),
    Column("last_error", String(200)),
    of_pemda(),
    Index("ix_due_recount_status", "status", "made_at"),
)
