"""Every table of the store, one schema for SQLite and PostgreSQL.

The tenant is the pemda: each tenant table starts its primary key, its unique constraints and its
foreign keys with `pemda_id`, so that the store can be distributed by it without a change.
Instants are aware UTC; ids are UUIDv7; hashes are SHA-256 in lower-case hex.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from service.store.types import Instant

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

#: Tables that belong to the store as a whole and not to one pemda.
GLOBAL_TABLES = frozenset({"store", "pemda", "login", "session", "setup_token", "throttle"})


def _id(name: str = "id", *, primary_key: bool = True) -> Column[object]:
    return Column(name, Uuid(as_uuid=True), primary_key=primary_key, nullable=False)


def _ref(name: str, *, nullable: bool = False) -> Column[object]:
    return Column(name, Uuid(as_uuid=True), nullable=nullable)


def _tenant() -> Column[object]:
    return Column("pemda_id", Uuid(as_uuid=True), primary_key=True, nullable=False)


def _to(target: str, column: str) -> ForeignKeyConstraint:
    """Return a foreign key inside the tenant: (pemda_id, column) → target(pemda_id, id)."""
    return ForeignKeyConstraint(["pemda_id", column], [f"{target}.pemda_id", f"{target}.id"])


def _of_pemda() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["pemda_id"], ["pemda.id"])


# ---------------------------------------------------------------- the store as a whole

store = Table(
    "store",
    metadata,
    Column("id", Integer, primary_key=True),  # always 1
    Column("demo", Boolean, nullable=False),  # set when made with --demo, never unset
    Column("made_at", Instant, nullable=False),
    Column("set_up_at", Instant),  # the first administrator exists
    CheckConstraint("id = 1", name="single"),
)

setup_token = Table(
    "setup_token",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
)

pemda = Table(
    "pemda",
    metadata,
    _id(),
    Column("name", String(200), nullable=False, unique=True),
    Column("kind", String(20), nullable=False),  # provinsi | kabupaten | kota
    Column("timezone", String(40), nullable=False),  # IANA
    Column("made_at", Instant, nullable=False),
)

#: The only way from a login name to a tenant.
login = Table(
    "login",
    metadata,
    Column("name", String(80), primary_key=True),
    _ref("pemda_id"),
    _ref("person_id"),
    ForeignKeyConstraint(["pemda_id", "person_id"], ["person.pemda_id", "person.id"]),
)

session = Table(
    "session",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    _ref("pemda_id"),
    _ref("person_id"),
    Column("holding_id", Uuid(as_uuid=True)),  # the holding or penugasan worn now
    Column("csrf", String(64), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("confirmed_at", Instant),  # last time the password was typed
    Index("ix_session_person", "pemda_id", "person_id"),
)

#: Failed logins and other counted attempts, shared by every process.
throttle = Table(
    "throttle",
    metadata,
    Column("key", String(200), primary_key=True),
    Column("window_start", Instant, primary_key=True),
    Column("count", Integer, nullable=False),
)

# ---------------------------------------------------------------- structure and people

office = Table(
    "office",
    metadata,
    _tenant(),
    _id(),
    Column("name", String(200), nullable=False),
    Column("short_name", String(40), nullable=False),
    Column("kind", String(30), nullable=False),  # dinas | bappeda | bkad | organisasi | …
    Column("timezone", String(40), nullable=False),
    Column("active", Boolean, nullable=False),
    Column("made_at", Instant, nullable=False),
    UniqueConstraint("pemda_id", "name"),
    UniqueConstraint("pemda_id", "short_name"),
    _of_pemda(),
)

unit = Table(
    "unit",
    metadata,
    _tenant(),
    _id(),
    _ref("office_id"),
    Column("name", String(200), nullable=False),
    Column("kind", String(30), nullable=False),  # pimpinan | sekretariat | bidang | tim
    Column("sort", Integer, nullable=False),
    Column("active", Boolean, nullable=False),
    UniqueConstraint("pemda_id", "office_id", "name"),
    _to("office", "office_id"),
)

position = Table(
    "position",
    metadata,
    _tenant(),
    _id(),
    _ref("office_id"),
    _ref("unit_id"),
    Column("title", String(200), nullable=False),  # the jabatan as this office writes it
    Column("role", String(30)),  # lane role: kepala_dinas, sekretaris, …; None: no lane
    Column("duty", String(30)),  # analyst | auditor | administrator; None: none
    Column("superior_id", Uuid(as_uuid=True)),
    Column("sort", Integer, nullable=False),
    Column("active", Boolean, nullable=False),
    UniqueConstraint("pemda_id", "office_id", "title"),
    _to("office", "office_id"),
    _to("unit", "unit_id"),
    _to("position", "superior_id"),
)

person = Table(
    "person",
    metadata,
    _tenant(),
    _id(),
    Column("name", String(200)),  # personal: erased to NULL
    Column("nip", String(30)),  # personal: erased to NULL
    Column("phone", String(30)),  # personal: for wa.me links, erased to NULL
    Column("email", String(200)),  # personal: for the digest, erased to NULL
    Column("active", Boolean, nullable=False),
    Column("made_at", Instant, nullable=False),
    _of_pemda(),
)

#: Who holds which jabatan, from when to when, by which SK.
holding = Table(
    "holding",
    metadata,
    _tenant(),
    _id(),
    _ref("position_id"),
    _ref("person_id"),
    Column("from_date", Date, nullable=False),
    Column("to_date", Date),  # the last day, inclusive
    Column("sk_number", String(100)),
    Column("sk_date", Date),
    _to("position", "position_id"),
    _to("person", "person_id"),
    Index("ix_holding_person", "pemda_id", "person_id"),
    Index("ix_holding_position", "pemda_id", "position_id"),
)

credential = Table(
    "credential",
    metadata,
    _tenant(),
    Column("person_id", Uuid(as_uuid=True), primary_key=True),
    Column("password_hash", Text),  # argon2id; None until the first slip is used
    Column("slip_hash", String(64)),  # one-time slip, SHA-256
    Column("slip_expires_at", Instant),
    Column("changed_at", Instant, nullable=False),
    _to("person", "person_id"),
)

#: Surat tugas of the Inspektorat: what an auditor may see, and for how long.
audit_assignment = Table(
    "audit_assignment",
    metadata,
    _tenant(),
    _id(),
    _ref("person_id"),
    Column("letter_number", String(100), nullable=False),
    Column("letter_date", Date, nullable=False),
    Column("from_date", Date, nullable=False),
    Column("to_date", Date, nullable=False),
    Column("office_id", Uuid(as_uuid=True)),  # None: every office of the pemda
    Column("sop_id", Uuid(as_uuid=True)),  # None: every SOP
    Column("revoked_at", Instant),
    _to("person", "person_id"),
    _to("office", "office_id"),
)

#: Penugasan Plt., Plh., a.n., u.b.: who acts for a jabatan, by which letter, from when to when.
mandate = Table(
    "mandate",
    metadata,
    _tenant(),
    _id(),
    Column("kind", String(10), nullable=False),  # plt | plh | an | ub
    _ref("position_id"),
    _ref("person_id"),
    Column("letter_number", String(100), nullable=False),
    Column("letter_date", Date, nullable=False),
    Column("from_date", Date, nullable=False),
    Column("to_date", Date, nullable=False),  # the last day, inclusive
    # canonical JSON: ids of the only SOPs in which it counts; None: all routine work
    Column("sop_ids", Text),
    Column("scan_sha256", String(64), nullable=False),
    # it gives no authority before: a letter entered later validates nothing
    Column("recorded_at", Instant, nullable=False),
    Column("ended_at", Instant),  # before its last day
    _to("position", "position_id"),
    _to("person", "person_id"),
    ForeignKeyConstraint(["pemda_id", "scan_sha256"], ["blob.pemda_id", "blob.sha256"]),
    Index("ix_mandate_person", "pemda_id", "person_id"),
    Index("ix_mandate_position", "pemda_id", "position_id"),
)

api_token = Table(
    "api_token",
    metadata,
    _tenant(),
    Column("token_hash", String(64), primary_key=True),
    _ref("person_id"),
    _ref("holding_id"),
    Column("label", String(100), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("revoked_at", Instant),
    _to("person", "person_id"),
)

# ---------------------------------------------------------------- working time

#: One row per pemda: which change its calendar had last. Whoever opens a task holds it, so that a
#: change of the calendar comes before or after, never in between.
working_calendar = Table(
    "working_calendar",
    metadata,
    _tenant(),
    Column("change_id", Uuid(as_uuid=True)),  # None: never changed
    Column("changed_at", Instant),
    _of_pemda(),
)

working_schedule = Table(
    "working_schedule",
    metadata,
    _tenant(),
    _id(),
    Column("office_id", Uuid(as_uuid=True)),  # None: of the whole pemda
    Column("kind", String(10), nullable=False),  # usual | ramadan
    Column("first", Date, nullable=False),
    Column("last", Date),  # inclusive; None: until further notice
    Column("week", Text, nullable=False),  # seven lines, Monday first: 07:30-12:00 13:00-16:00
    Column("legal_basis", String(300), nullable=False),
    _of_pemda(),
    _to("office", "office_id"),
)

closed_day = Table(
    "closed_day",
    metadata,
    _tenant(),
    _id(),
    Column("office_id", Uuid(as_uuid=True)),  # None: of the whole pemda
    Column("day", Date, nullable=False),
    Column("kind", String(20), nullable=False),  # national | collective_leave | local
    Column("name", String(200), nullable=False),
    Column("source", String(200), nullable=False),  # SKB, decree, letter; the package
    _of_pemda(),
    _to("office", "office_id"),
    Index("ix_closed_day_day", "pemda_id", "day"),
)

#: Whether somebody compared the days off of a year with the SKB of the three ministers.
calendar_year = Table(
    "calendar_year",
    metadata,
    _tenant(),
    Column("year", Integer, primary_key=True),
    Column("proposed_by", String(200)),  # name and release of the package
    Column("skb_number", String(200)),
    Column("skb_date", Date),
    Column("confirmed_at", Instant),
    Column("confirmed_by", Uuid(as_uuid=True)),  # person
    _of_pemda(),
    _to("person", "confirmed_by"),
)

#: How an office counts where it decided otherwise than most.
office_clock = Table(
    "office_clock",
    metadata,
    _tenant(),
    Column("office_id", Uuid(as_uuid=True), primary_key=True),
    Column("strict", Boolean, nullable=False),  # by waktu baku alone
    _to("office", "office_id"),
)

#: Days that a law sets; an office may have another one in the place of its pemda's.
legal_deadline = Table(
    "legal_deadline",
    metadata,
    _tenant(),
    _id(),
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
    _of_pemda(),
    _to("office", "office_id"),
    _to("legal_deadline", "base_id"),
    _to("person", "verified_by"),
)

#: Due dates to be counted again after a change of the calendar; a worker goes through them.
due_recount = Table(
    "due_recount",
    metadata,
    _tenant(),
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
    _of_pemda(),
    Index("ix_due_recount_status", "status", "made_at"),
)

# ---------------------------------------------------------------- files

blob = Table(
    "blob",
    metadata,
    _tenant(),
    Column("sha256", String(64), primary_key=True),
    Column("size", Integer, nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("whole", Boolean, nullable=False),  # every chunk is there
    _of_pemda(),
)

blob_chunk = Table(
    "blob_chunk",
    metadata,
    _tenant(),
    Column("sha256", String(64), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("data", LargeBinary, nullable=False),  # at most 256 KiB
    ForeignKeyConstraint(["pemda_id", "sha256"], ["blob.pemda_id", "blob.sha256"]),
)

#: A file on its way in; becomes a blob when its last piece is there.
upload = Table(
    "upload",
    metadata,
    _tenant(),
    _id(),
    _ref("person_id"),
    Column("size", Integer, nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("received", Integer, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("sha256", String(64)),  # when whole
    _to("person", "person_id"),
    Index("ix_upload_person", "pemda_id", "person_id", "sha256"),
)

upload_chunk = Table(
    "upload_chunk",
    metadata,
    _tenant(),
    Column("upload_id", Uuid(as_uuid=True), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("data", LargeBinary, nullable=False),
    _to("upload", "upload_id"),
)

# ---------------------------------------------------------------- SOPs and their versions

sop = Table(
    "sop",
    metadata,
    _tenant(),
    _id(),
    _ref("office_id"),
    Column("key", String(100), nullable=False),  # id of the BPMN process
    Column("title", String(300), nullable=False),
    Column("number", String(100)),  # nomor SOP of this office
    Column("source", String(200)),  # catalogue key, when adopted
    Column("source_sha256", String(64)),
    Column("made_at", Instant, nullable=False),
    UniqueConstraint("pemda_id", "office_id", "key"),
    _to("office", "office_id"),
)

sop_version = Table(
    "sop_version",
    metadata,
    _tenant(),
    _id(),
    _ref("sop_id"),
    Column("number", Integer, nullable=False),
    Column(
        "status", String(20), nullable=False
    ),  # draft checked trial ratified effective withdrawn
    Column("xml_sha256", String(64), nullable=False),
    Column("process_id", String(200), nullable=False),
    _ref("author_id"),
    Column("effective_from", Date),
    Column("effective_to", Date),
    Column("made_at", Instant, nullable=False),
    UniqueConstraint("pemda_id", "sop_id", "number"),
    _to("sop", "sop_id"),
    _to("person", "author_id"),
    ForeignKeyConstraint(["pemda_id", "xml_sha256"], ["blob.pemda_id", "blob.sha256"]),
)

#: What a version is pinned to: its forms and the diagrams that it calls.
sop_pin = Table(
    "sop_pin",
    metadata,
    _tenant(),
    Column("version_id", Uuid(as_uuid=True), primary_key=True),
    Column("kind", String(10), primary_key=True),  # form | process
    Column("key", String(200), primary_key=True),
    Column("sha256", String(64), nullable=False),
    _to("sop_version", "version_id"),
    ForeignKeyConstraint(["pemda_id", "sha256"], ["blob.pemda_id", "blob.sha256"]),
)

#: The scan of the paper by which a version was ratified; its event says number, day and by whom.
ratification_scan = Table(
    "ratification_scan",
    metadata,
    _tenant(),
    Column("version_id", Uuid(as_uuid=True), primary_key=True),
    Column("sha256", String(64), nullable=False),
    _to("sop_version", "version_id"),
    ForeignKeyConstraint(["pemda_id", "sha256"], ["blob.pemda_id", "blob.sha256"]),
)

# ---------------------------------------------------------------- running processes

process_instance = Table(
    "process_instance",
    metadata,
    _tenant(),
    _id(),
    _ref("office_id"),
    _ref("unit_id"),
    _ref("sop_id"),
    _ref("version_id"),
    Column("number", String(60), nullable=False),  # what people say, per office and year
    Column("title", String(300), nullable=False),
    Column("year", Integer, nullable=False),
    Column("kind", String(40), nullable=False),  # murni | perubahan | …
    Column("basis", String(300), nullable=False),  # letter or disposisi
    Column("trial", Boolean, nullable=False),
    Column("status", String(20), nullable=False),  # running | completed | cancelled
    Column("revision", Integer, nullable=False),  # +1 with every command
    Column("engine_tag", String(60), nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("state", LargeBinary, nullable=False),
    UniqueConstraint("pemda_id", "office_id", "number"),
    _to("office", "office_id"),
    _to("unit", "unit_id"),
    _to("sop", "sop_id"),
    _to("sop_version", "version_id"),
    Index("ix_process_instance_list", "pemda_id", "office_id", "status", "started_at"),
    Index("ix_process_instance_twin", "pemda_id", "sop_id", "year", "kind"),
)

#: The next number of a register, per office and year.
counter = Table(
    "counter",
    metadata,
    _tenant(),
    Column("office_id", Uuid(as_uuid=True), primary_key=True),
    Column("register", String(30), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
    _to("office", "office_id"),
)

user_task = Table(
    "user_task",
    metadata,
    _tenant(),
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
    _to("process_instance", "instance_id"),
    _to("unit", "unit_id"),
    _to("person", "claimed_by"),
    _to("holding", "claimed_holding"),
    _to("mandate", "claimed_mandate"),
    _to("person", "closed_by"),
    Index("ix_user_task_inbox", "pemda_id", "candidate", "status", "due_at"),
    Index("ix_user_task_claimed", "pemda_id", "claimed_by", "status"),
    # the highest round of an element, whatever the age of the process
    Index("ix_user_task_round", "pemda_id", "instance_id", "path", "round"),
)

#: The team that the SK Tim step named.
team_member = Table(
    "team_member",
    metadata,
    _tenant(),
    Column("instance_id", Uuid(as_uuid=True), primary_key=True),
    Column("role", String(30), primary_key=True),  # ketua_tim | anggota_tim
    Column("person_id", Uuid(as_uuid=True), primary_key=True),
    Column("holding_id", Uuid(as_uuid=True), nullable=False),
    _to("process_instance", "instance_id"),
    _to("person", "person_id"),
    _to("holding", "holding_id"),
    Index("ix_team_member_person", "pemda_id", "person_id"),
)

#: BPMN timers; a worker claims what is due.
timer = Table(
    "timer",
    metadata,
    _tenant(),
    Column("instance_id", Uuid(as_uuid=True), primary_key=True),
    Column("token_no", Integer, primary_key=True),
    Column("element_id", String(200), nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("status", String(10), nullable=False),  # waiting | dead
    Column("lease_until", Instant),
    Column("leased_by", String(80)),
    Column("attempts", Integer, nullable=False),
    Column("last_error", String(200)),
    _to("process_instance", "instance_id"),
    Index("ix_timer_due", "status", "due_at"),
)

incident = Table(
    "incident",
    metadata,
    _tenant(),
    Column("instance_id", Uuid(as_uuid=True), primary_key=True),
    Column("number", Integer, primary_key=True),  # the engine's incident number
    Column("element_id", String(200), nullable=False),
    Column("code", String(60), nullable=False),
    Column("params", Text, nullable=False),  # canonical JSON
    Column("raised_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("resolved_at", Instant),
    _to("process_instance", "instance_id"),
)

draft = Table(
    "draft",
    metadata,
    _tenant(),
    Column("instance_id", Uuid(as_uuid=True), primary_key=True),
    Column("task_no", Integer, primary_key=True),
    Column("person_id", Uuid(as_uuid=True), primary_key=True),
    Column("typed", Text, nullable=False),  # JSON of what was typed
    Column("saved_at", Instant, nullable=False),
    _to("process_instance", "instance_id"),
    _to("person", "person_id"),
)

# ---------------------------------------------------------------- documents and acts

document_version = Table(
    "document_version",
    metadata,
    _tenant(),
    Column("instance_id", Uuid(as_uuid=True), primary_key=True),
    Column("document", String(100), primary_key=True),  # key of the diagram's document
    Column("number", Integer, primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("file_name_id", Uuid(as_uuid=True), nullable=False),  # private_text
    Column("element_id", String(200), nullable=False),
    Column("event_seq", Integer, nullable=False),
    Column("made_at", Instant, nullable=False),
    _to("process_instance", "instance_id"),
    ForeignKeyConstraint(["pemda_id", "sha256"], ["blob.pemda_id", "blob.sha256"]),
    _to("private_text", "file_name_id"),
)

#: A paraf or an approval points to one version; a newer version makes it void.
document_act = Table(
    "document_act",
    metadata,
    _tenant(),
    _ref("instance_id"),
    _id(),
    Column("document", String(100), nullable=False),
    Column("version", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    # paraf | approved_for_signature | wet_signature | tte
    Column("act", String(30), nullable=False),
    _ref("person_id"),
    _ref("holding_id"),
    _ref("mandate_id", nullable=True),  # the penugasan by which it was done
    # rangkap peran was declared: the same person has another role on this version
    Column("two_hats", Boolean, nullable=False),
    # it was done on paper: who recorded it, never who did it
    Column("recorded_by", Uuid(as_uuid=True)),
    Column("element_id", String(200), nullable=False),
    Column("event_seq", Integer, nullable=False),
    Column("occurred_at", Instant, nullable=False),
    Column("void_at", Instant),
    Column("void_reason", String(30)),  # newer_version | cancelled
    _to("process_instance", "instance_id"),
    _to("holding", "holding_id"),
    _to("mandate", "mandate_id"),
    _to("person", "recorded_by"),
    Index("ix_document_act_version", "pemda_id", "instance_id", "document", "version"),
)

#: A file that came with a task and is no document of the process: a receipt, a list of what came.
attachment = Table(
    "attachment",
    metadata,
    _tenant(),
    Column("instance_id", Uuid(as_uuid=True), primary_key=True),
    Column("event_seq", Integer, primary_key=True),
    Column("field", String(100), primary_key=True),  # key of the form's field
    Column("number", Integer, primary_key=True),  # from 0, within the field
    Column("sha256", String(64), nullable=False),
    Column("file_name_id", Uuid(as_uuid=True), nullable=False),  # private_text
    Column("element_id", String(200), nullable=False),
    _to("process_instance", "instance_id"),
    ForeignKeyConstraint(["pemda_id", "sha256"], ["blob.pemda_id", "blob.sha256"]),
    _to("private_text", "file_name_id"),
)

# ---------------------------------------------------------------- history

#: The end of each chain: appending needs no search, and a chain without its tail shows.
stream_head = Table(
    "stream_head",
    metadata,
    _tenant(),
    Column("stream_id", Uuid(as_uuid=True), primary_key=True),
    Column("stream", String(20), nullable=False),  # process | sop | structure | audit
    Column("seq", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
    _of_pemda(),
)

#: One hash chain per stream: a process, a SOP, the structure of a pemda, a surat tugas.
history_event = Table(
    "history_event",
    metadata,
    _tenant(),
    Column("stream_id", Uuid(as_uuid=True), primary_key=True),
    Column("seq", Integer, primary_key=True),  # from 1
    Column("stream", String(20), nullable=False),  # process | sop | structure | audit
    Column("kind", String(60), nullable=False),  # participle, as service.events names it
    Column("occurred_at", Instant, nullable=False),  # terjadi: stated
    Column("recorded_at", Instant, nullable=False),  # dicatat: the server's clock
    Column("actor_id", Uuid(as_uuid=True)),  # person; None: the system
    Column("holding_id", Uuid(as_uuid=True)),
    Column("jabatan", String(200)),
    Column("behalf", String(200)),  # on whose behalf
    Column("letter", String(200)),  # by which letter
    Column("element_id", String(200)),
    Column("engine_tag", String(60)),
    Column("payload", Text, nullable=False),  # canonical JSON
    Column("prev_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    UniqueConstraint("pemda_id", "hash"),
    _of_pemda(),
)

#: Signed heads of chains, made by a later release; the shape is fixed now.
checkpoint = Table(
    "checkpoint",
    metadata,
    _tenant(),
    _id(),
    Column("made_at", Instant, nullable=False),
    Column("heads", Text, nullable=False),  # canonical JSON: stream id → [seq, hash]
    Column("root_hash", String(64), nullable=False),
    Column("key_id", String(100), nullable=False),
    Column("signature", LargeBinary, nullable=False),
    _of_pemda(),
)

#: Personal and free text. Events and states hold its id and a salted commitment only.
private_text = Table(
    "private_text",
    metadata,
    _tenant(),
    _id(),
    _ref("stream_id"),
    Column("label", String(100), nullable=False),  # field key, "reason", "file_name"
    Column("salt", LargeBinary),  # 16 bytes; NULL once erased
    Column("text", Text),  # NULL once erased
    Column("commitment", String(64), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("erased_at", Instant),
    _of_pemda(),
    Index("ix_private_text_stream", "pemda_id", "stream_id"),
)

# ---------------------------------------------------------------- delivery

idempotency = Table(
    "idempotency",
    metadata,
    _tenant(),
    Column("person_id", Uuid(as_uuid=True), primary_key=True),
    Column("key", String(100), primary_key=True),
    Column("route", String(200), nullable=False),
    Column("body_hash", String(64), nullable=False),
    Column("answer", Text, nullable=False),  # JSON of the command's result
    Column("made_at", Instant, nullable=False),
    _to("person", "person_id"),
)

#: Mails on their way: claimed by a worker, sent once or not at all.
outbox = Table(
    "outbox",
    metadata,
    _tenant(),
    _id(),
    Column("topic", String(60), nullable=False),  # notice
    Column("payload", Text, nullable=False),  # id of what it is about; never an address
    Column("made_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("status", String(10), nullable=False),  # waiting | sending | sent | dead
    Column("lease_until", Instant),
    Column("leased_by", String(80)),
    Column("attempts", Integer, nullable=False),
    Column("last_error", String(200)),
    Column("sent_at", Instant),
    _of_pemda(),
    Index("ix_outbox_status", "status", "due_at"),
)

# ---------------------------------------------------------------- reminders

#: When the next look at an office's tasks is due: for digests, for escalations.
office_timer = Table(
    "office_timer",
    metadata,
    _tenant(),
    Column("office_id", Uuid(as_uuid=True), primary_key=True),
    Column("kind", String(12), primary_key=True),  # digest | escalation
    Column("due_at", Instant, nullable=False),
    Column("last_at", Instant),  # when it was done last
    Column("status", String(10), nullable=False),  # waiting | dead
    Column("lease_until", Instant),
    Column("leased_by", String(80)),
    Column("attempts", Integer, nullable=False),
    Column("last_error", String(200)),
    _to("office", "office_id"),
    Index("ix_office_timer_status", "status", "due_at"),
)

#: *Pemberitahuan*: what a person was told, in the application and perhaps by mail.
notice = Table(
    "notice",
    metadata,
    _tenant(),
    _id(),  # made of the person and what it is about: the same one cannot come twice
    _ref("person_id"),
    Column("kind", String(12), nullable=False),  # digest | escalation
    Column("day", Date, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("read_at", Instant),
    _to("person", "person_id"),
    Index("ix_notice_person", "pemda_id", "person_id", "made_at"),
)

#: The tasks of a notice.
notice_item = Table(
    "notice_item",
    metadata,
    _tenant(),
    Column("notice_id", Uuid(as_uuid=True), primary_key=True),
    Column("sort", Integer, primary_key=True),
    _ref("instance_id"),
    Column("task_no", Integer, nullable=False),
    Column("why", String(12), nullable=False),  # late | today | legal | new | escalated
    _to("notice", "notice_id"),
    _to("process_instance", "instance_id"),
)

#: Tasks that were told to a superior, each level once.
escalation = Table(
    "escalation",
    metadata,
    _tenant(),
    Column("instance_id", Uuid(as_uuid=True), primary_key=True),
    Column("task_no", Integer, primary_key=True),
    Column("level", Integer, primary_key=True),  # 1: the direct superior
    _ref("position_id"),
    Column("event_seq", Integer, nullable=False),
    Column("made_at", Instant, nullable=False),
    _to("process_instance", "instance_id"),
    _to("position", "position_id"),
)
