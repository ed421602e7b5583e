"""Running processes: their state, tasks, timers and incidents."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    and_,
    literal_column,
    text,
)

from service.store.tables.base import metadata, own_id, ref, tenant, to
from service.store.types import Instant

process_instance = Table(
    "process_instance",
    metadata,
    tenant(),
    own_id(),
    ref("office_id"),
    ref("unit_id"),
    ref("sop_id"),
    ref("version_id"),
    Column("number", String(60), nullable=False),  # what people say, per office and year
    Column("title", String(300), nullable=False),
    Column("year", Integer, nullable=False),
    Column("kind", String(40), nullable=False),  # murni | perubahan | …; "": its SOP has no kinds
    Column("basis", String(300), nullable=False),  # letter or disposisi
    Column("trial", Boolean, nullable=False),
    Column("status", String(20), nullable=False),  # running | completed | cancelled
    Column("revision", Integer, nullable=False),  # +1 with every command
    Column("engine_tag", String(60), nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("suspended_at", Instant),  # since when nothing goes on; None: it runs or has ended
    Column("state", LargeBinary, nullable=False),
    UniqueConstraint("pemda_id", "office_id", "number"),
    to("office", "office_id"),
    to("unit", "unit_id"),
    to("sop", "sop_id"),
    to("sop_version", "version_id"),
    Index("ix_process_instance_list", "pemda_id", "office_id", "status", "started_at"),
    Index("ix_process_instance_twin", "pemda_id", "sop_id", "year", "kind"),
)

#: The next number of a register, per office and year.
counter = Table(
    "counter",
    metadata,
    tenant(),
    Column("office_id", Uuid(as_uuid=True), primary_key=True),
    Column("register", String(30), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
    to("office", "office_id"),
)

user_task = Table(
    "user_task",
    metadata,
    tenant(),
    Column("instance_id", Uuid(as_uuid=True), primary_key=True),
    Column("task_no", Integer, primary_key=True),  # the engine's token number
    Column("element_id", String(200), nullable=False),
    # the element with the call activities on the way to it, as the engine names it
    Column("path", String(1000), nullable=False),
    Column("loop_index", Integer),  # of an instance of a multi-instance; None outside one
    Column("kind", String(20), nullable=False),  # user | manual | receive
    Column("role", String(30), nullable=False),
    # who may do it: the key that access.candidates names
    Column("candidate", String(120), nullable=False),
    Column("unit_id", Uuid(as_uuid=True)),  # of a Bidang's own instance
    Column("agency", String(100)),
    Column("round", Integer, nullable=False),  # 0 the first time, 1 = perbaikan ke-1
    Column("returned", Boolean, nullable=False),  # it came back from a later step
    Column("status", String(20), nullable=False),  # open | completed | cancelled | waived
    Column("opened_at", Instant, nullable=False),
    Column("opened_seq", Integer, nullable=False),  # the event that opened it
    Column("due_at", Instant),
    Column("claimed_by", Uuid(as_uuid=True)),  # person
    Column("claimed_holding", Uuid(as_uuid=True)),
    Column("claimed_mandate", Uuid(as_uuid=True)),  # the penugasan by which it was taken
    Column("claimed_at", Instant),
    Column("closed_at", Instant),
    Column("closed_by", Uuid(as_uuid=True)),
    Column("closed_seq", Integer),  # the event that closed it
    to("process_instance", "instance_id"),
    to("unit", "unit_id"),
    to("person", "claimed_by"),
    to("holding", "claimed_holding"),
    to("mandate", "claimed_mandate"),
    to("person", "closed_by"),
    Index("ix_user_task_inbox", "pemda_id", "candidate", "status", "due_at"),
    Index("ix_user_task_claimed", "pemda_id", "claimed_by", "status"),
    # the highest round of an element, whatever the age of the process
    Index("ix_user_task_round", "pemda_id", "instance_id", "path", "round"),
)


def index_of_arrivals() -> None:
    """Say of `user_task` that it has an index of what an office waits for from outside.

    Its recorders look for that among all open tasks; the words stand in it for SQLite, which would
    rather look by the claim. Only who compares tables with the store asks: an index with
    conditions makes SQLAlchemy load the drivers of both databases.
    """
    name, which = "ix_user_task_arrival", "kind = 'receive' AND status = 'open'"
    if name not in {index.name for index in user_task.indexes}:
        columns = ("pemda_id", "kind", "status", "instance_id")
        Index(
            name,
            *(user_task.c[column] for column in columns),
            sqlite_where=text(which),
            postgresql_where=text(which),
        )


#: Finds by that index. Neither database sees that it may when a parameter holds a word.
IS_OPEN_ARRIVAL = and_(
    user_task.c.kind == literal_column("'receive'"),
    user_task.c.status == literal_column("'open'"),
)

#: What systems do: a task of a service or send task, and who is at work on it.
job = Table(
    "job",
    metadata,
    tenant(),
    Column("instance_id", Uuid(as_uuid=True), primary_key=True),
    Column("task_no", Integer, primary_key=True),
    Column("topic", String(100), nullable=False),
    Column("retries", Integer, nullable=False),  # attempts that are left; 0: at an incident
    Column("due_at", Instant, nullable=False),  # from when it is given out
    Column("lock", Uuid(as_uuid=True)),  # what who fetched it last has to name
    Column("locked_by", Uuid(as_uuid=True)),  # person of the token
    Column("locked_until", Instant),
    Column("incident", Integer),  # the engine's incident number
    to("process_instance", "instance_id"),
    to("person", "locked_by"),
    Index("ix_job_topic", "pemda_id", "topic", "due_at"),
)

#: The team that the SK Tim step named.
team_member = Table(
    "team_member",
    metadata,
    tenant(),
    Column("instance_id", Uuid(as_uuid=True), primary_key=True),
    Column("role", String(30), primary_key=True),  # ketua_tim | anggota_tim
    Column("person_id", Uuid(as_uuid=True), primary_key=True),
    Column("holding_id", Uuid(as_uuid=True), nullable=False),
    to("process_instance", "instance_id"),
    to("person", "person_id"),
    to("holding", "holding_id"),
    Index("ix_team_member_person", "pemda_id", "person_id"),
)

#: BPMN timers; a worker claims what is due.
timer = Table(
    "timer",
    metadata,
    tenant(),
    Column("instance_id", Uuid(as_uuid=True), primary_key=True),
    Column("token_no", Integer, primary_key=True),
    Column("element_id", String(200), nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("status", String(10), nullable=False),  # waiting | held: suspended | dead
    Column("lease_until", Instant),
    Column("leased_by", String(80)),
    Column("attempts", Integer, nullable=False),
    Column("last_error", String(200)),
    to("process_instance", "instance_id"),
    Index("ix_timer_due", "status", "due_at"),
)

incident = Table(
    "incident",
    metadata,
    tenant(),
    Column("instance_id", Uuid(as_uuid=True), primary_key=True),
    Column("number", Integer, primary_key=True),  # the engine's incident number
    Column("element_id", String(200), nullable=False),
    Column("code", String(60), nullable=False),
    Column("params", Text, nullable=False),  # canonical JSON
    Column("raised_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("resolved_at", Instant),
    to("process_instance", "instance_id"),
)

draft = Table(
    "draft",
    metadata,
    tenant(),
    Column("instance_id", Uuid(as_uuid=True), primary_key=True),
    Column("task_no", Integer, primary_key=True),
    Column("person_id", Uuid(as_uuid=True), primary_key=True),
    Column("typed", Text, nullable=False),  # JSON of what was typed
    Column("saved_at", Instant, nullable=False),
    to("process_instance", "instance_id"),
    to("person", "person_id"),
)
