"""Drafts of SOPs: their tables, and who drew them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select

from service.events.sop import Drawer
from service.store.drafts import Drafts
from service.store.tables import (
    draft_kept_walk,
    draft_walk,
    sop_draft,
    sop_draft_revision,
    sop_version,
)

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Connection

    from service.access.model import Caller

SOP_DRAFTS: Final = Drafts(sop_draft, sop_draft_revision, sop_draft_revision.c.xml_sha256)


def drawers_of(connection: Connection, caller: Caller, draft_id: UUID) -> tuple[Drawer, ...]:
    """Return who drew since the version that a draft was drawn from, in the order of first saves.

    All who ever drew when an older revision was restored since. Raises NotFound.
    """
    row = SOP_DRAFTS.seen(connection, caller, draft_id)
    based_at = connection.scalar(
        select(sop_version.c.made_at).where(
            sop_version.c.pemda_id == caller.pemda_id, sop_version.c.id == row.version_id
        )
    )
    revisions = connection.execute(
        select(
            sop_draft_revision.c.how,
            sop_draft_revision.c.person_id,
            sop_draft_revision.c.jabatan,
            sop_draft_revision.c.saved_at,
        )
        .where(
            sop_draft_revision.c.pemda_id == caller.pemda_id,
            sop_draft_revision.c.draft_id == draft_id,
            sop_draft_revision.c.how != "begun",
        )
        .order_by(sop_draft_revision.c.number)
    ).all()
    since = [one for one in revisions if based_at is None or one.saved_at > based_at]
    if any(one.how == "restored" for one in since):
        since = list(revisions)
    drawn = (Drawer(person_id=one.person_id, jabatan=one.jabatan) for one in since)
    return tuple(dict.fromkeys(drawn))


def delete_draft(tx: Connection, pemda_id: UUID, draft_id: UUID) -> None:
    """Delete a draft with its history and its walks."""
    for table in (draft_walk, draft_kept_walk):
        tx.execute(delete(table).where(table.c.pemda_id == pemda_id, table.c.draft_id == draft_id))
    SOP_DRAFTS.delete(tx, pemda_id, draft_id)
