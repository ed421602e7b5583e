"""Every table of the store, one schema for SQLite and PostgreSQL.

The tenant is the pemda: each tenant table starts its primary key, its unique constraints and its
foreign keys with `pemda_id`, so that the store can be distributed by it without a change.
Instants are aware UTC; ids are UUIDv7; hashes are SHA-256 in lower-case hex.
"""

from service.store.tables.base import metadata
from service.store.tables.delivery import idempotency, outbox
from service.store.tables.dispatches import dispatch, dispatch_receipt, listener
from service.store.tables.documents import attachment, document_act, document_version
from service.store.tables.files import blob, blob_chunk, upload, upload_chunk
from service.store.tables.form_drafts import form_draft, form_draft_revision
from service.store.tables.history import (
    appended_event,
    checkpoint,
    history_event,
    private_text,
    stream_head,
)
from service.store.tables.installation import (
    GLOBAL_TABLES,
    login,
    pemda,
    session,
    setup_token,
    store,
    throttle,
)
from service.store.tables.processes import (
    IS_OPEN_ARRIVAL,
    counter,
    draft,
    incident,
    job,
    process_instance,
    team_member,
    timer,
    user_task,
)
from service.store.tables.reminders import escalation, notice, notice_item, office_timer
from service.store.tables.sop_drafts import sop_draft, sop_draft_revision
from service.store.tables.sop_walks import draft_kept_walk, draft_walk, sop_walk, walk_in_hand
from service.store.tables.sops import (
    ratification_scan,
    sop,
    sop_pin,
    sop_version,
    sop_version_drawer,
)
from service.store.tables.structure import (
    api_token,
    audit_assignment,
    credential,
    holding,
    mandate,
    office,
    person,
    position,
    signing_certificate,
    unit,
)
from service.store.tables.ways_in import way_in
from service.store.tables.working_time import (
    calendar_year,
    closed_day,
    due_recount,
    legal_deadline,
    office_clock,
    working_calendar,
    working_schedule,
)

__all__ = [
    "GLOBAL_TABLES",
    "IS_OPEN_ARRIVAL",
    "api_token",
    "appended_event",
    "attachment",
    "audit_assignment",
    "blob",
    "blob_chunk",
    "calendar_year",
    "checkpoint",
    "closed_day",
    "counter",
    "credential",
    "dispatch",
    "dispatch_receipt",
    "document_act",
    "document_version",
    "draft",
    "draft_kept_walk",
    "draft_walk",
    "due_recount",
    "escalation",
    "form_draft",
    "form_draft_revision",
    "history_event",
    "holding",
    "idempotency",
    "incident",
    "job",
    "legal_deadline",
    "listener",
    "login",
    "mandate",
    "metadata",
    "notice",
    "notice_item",
    "office",
    "office_clock",
    "office_timer",
    "outbox",
    "pemda",
    "person",
    "position",
    "private_text",
    "process_instance",
    "ratification_scan",
    "session",
    "setup_token",
    "signing_certificate",
    "sop",
    "sop_draft",
    "sop_draft_revision",
    "sop_pin",
    "sop_version",
    "sop_version_drawer",
    "sop_walk",
    "store",
    "stream_head",
    "team_member",
    "throttle",
    "timer",
    "unit",
    "upload",
    "upload_chunk",
    "user_task",
    "walk_in_hand",
    "way_in",
    "working_calendar",
    "working_schedule",
]
