"""Forms that an office edits: their tables, and which of them versions take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, or_, select

from service.store.drafts import Drafts
from service.store.joins import on
from service.store.tables import form_draft, form_draft_revision

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Connection

FORM_DRAFTS: Final = Drafts(form_draft, form_draft_revision, form_draft_revision.c.sha256)


def ready_forms(connection: Connection, pemda_id: UUID, office_id: UUID) -> dict[str, str]:
    """Return the SHA-256 of each form that the office's next versions take, by its key."""
    rows = connection.execute(
        select(form_draft.c.key, form_draft_revision.c.sha256)
        .join(
            form_draft_revision,
            and_(
                on(form_draft.c.id, form_draft_revision.c.draft_id),
                form_draft.c.ready == form_draft_revision.c.number,
            ),
        )
        .where(form_draft.c.pemda_id == pemda_id, form_draft.c.office_id == office_id)
    )
    return {row.key: row.sha256 for row in rows}


def form_titles(connection: Connection, pemda_id: UUID, office_id: UUID) -> dict[str, str]:
    """Return the titles of an office's forms, ready or not, by key."""
    rows = connection.execute(
        select(form_draft.c.key, form_draft.c.title).where(
            form_draft.c.pemda_id == pemda_id, form_draft.c.office_id == office_id
        )
    )
    return {row.key: row.title for row in rows}


def sweep_form_revisions(tx: Connection, pemda_id: UUID) -> int:
    """Delete old autosaves of forms, but never one that is ready. Return how many."""
    not_ready = or_(
        form_draft.c.ready.is_(None), form_draft_revision.c.number != form_draft.c.ready
    )
    return FORM_DRAFTS.sweep(tx, pemda_id, not_ready)
