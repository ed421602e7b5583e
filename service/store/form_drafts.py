"""Forms that an office edits: `form_desk` is where a command on one form stands.

As with drafts of SOPs (`store/sop_drafts.py`): inside one write transaction, with the form to
itself and the authority looked at anew; seen by those who write SOPs of its office, and by nobody
else.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, insert, or_, select, tuple_, update

from service.access.model import Place
from service.access.rules import author_for
from service.errors import NotFound
from service.store.callers import anew
from service.store.database import transaction
from service.store.dialects import for_update
from service.store.joins import on
from service.store.sop_drafts import KEPT_REVISIONS, outdated, require_seen
from service.store.tables import form_draft, form_draft_revision

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement, Connection, Row
    from sqlalchemy.orm import Session

    from service.access.model import Caller, Holder
    from service.store.sop_drafts import How


@dataclass(frozen=True, slots=True)
class FormDesk:
    """An open write transaction of one command on one form."""

    tx: Connection
    caller: Caller
    holder: Holder
    now: datetime
    #: the row of the form with its newest revision (`seen_form`)
    row: Row[Any]

    def write(self, sha256: str, how: How) -> int:
        """Add a revision; return its number."""
        number = int(self.row.revision) + 1
        self.change(revision=number)
        add_form_revision(
            self.tx, self.caller, self.holder, self.row.id, number, sha256, how, self.now
        )
        return number

    def change(self, **columns: object) -> None:
        """Change the form itself."""
        self.tx.execute(
            update(form_draft)
            .where(form_draft.c.pemda_id == self.caller.pemda_id, form_draft.c.id == self.row.id)
            .values(**columns)
        )


@contextmanager
def form_desk(
    session: Session, caller: Caller, form_id: UUID, now: datetime
) -> Iterator[FormDesk]:
    """Give a write transaction on a form whose office the caller writes SOPs of.

    Raises NotFound.
    """
    with transaction(session) as tx:
        tx.execute(
            for_update(
                select(form_draft.c.id).where(
                    form_draft.c.pemda_id == caller.pemda_id, form_draft.c.id == form_id
                )
            )
        )
        fresh = anew(tx, caller, now)
        row = seen_form(tx, fresh, form_id)
        holder = author_for(fresh, Place(caller.pemda_id, row.office_id))
        yield FormDesk(tx, fresh, holder, now, row)


def seen_form(connection: Connection, caller: Caller, form_id: UUID) -> Row[Any]:
    """Return a form with its newest revision. Raises NotFound, also for who may not see it."""
    row = connection.execute(
        select(
            form_draft,
            form_draft_revision.c.sha256,
            form_draft_revision.c.how,
            form_draft_revision.c.person_id,
            form_draft_revision.c.jabatan,
            form_draft_revision.c.saved_at,
        )
        .join(form_draft_revision, is_newest_form())
        .where(form_draft.c.pemda_id == caller.pemda_id, form_draft.c.id == form_id)
    ).one_or_none()
    return require_seen(caller, row)


def is_newest_form() -> ColumnElement[bool]:
    """Return how a form is joined with its newest revision."""
    return and_(
        on(form_draft.c.id, form_draft_revision.c.draft_id),
        form_draft.c.revision == form_draft_revision.c.number,
    )


def form_revision_sha256(
    connection: Connection, pemda_id: UUID, form_id: UUID, number: int
) -> str:
    """Return the file of one revision. Raises NotFound."""
    found: str | None = connection.scalar(
        select(form_draft_revision.c.sha256).where(
            form_draft_revision.c.pemda_id == pemda_id,
            form_draft_revision.c.draft_id == form_id,
            form_draft_revision.c.number == number,
        )
    )
    if found is None:
        raise NotFound
    return found


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


def form_keys(connection: Connection, pemda_id: UUID, office_id: UUID) -> frozenset[str]:
    """Return the keys of an office's forms, ready or not."""
    keys = connection.execute(
        select(form_draft.c.key).where(
            form_draft.c.pemda_id == pemda_id, form_draft.c.office_id == office_id
        )
    )
    return frozenset(keys.scalars())


def add_form_revision(
    tx: Connection,
    caller: Caller,
    holder: Holder,
    form_id: UUID,
    number: int,
    sha256: str,
    how: How,
    now: datetime,
) -> None:
    """Write one revision; the file is stored already."""
    tx.execute(
        insert(form_draft_revision).values(
            pemda_id=caller.pemda_id,
            draft_id=form_id,
            number=number,
            sha256=sha256,
            how=how,
            person_id=caller.person_id,
            jabatan=holder.title,
            saved_at=now,
        )
    )


def delete_form(tx: Connection, pemda_id: UUID, form_id: UUID) -> None:
    """Delete a form with its history; its files go with the next sweep of files."""
    for table, column in (
        (form_draft_revision, form_draft_revision.c.draft_id),
        (form_draft, form_draft.c.id),
    ):
        tx.execute(delete(table).where(table.c.pemda_id == pemda_id, column == form_id))


def sweep_form_revisions(tx: Connection, pemda_id: UUID) -> int:
    """Delete autosaves as `sweep_revisions` does, but never one that is ready. Return how many."""
    rows = tx.execute(
        select(
            form_draft_revision.c.draft_id,
            form_draft_revision.c.number,
            form_draft_revision.c.person_id,
            form_draft_revision.c.saved_at,
        )
        .join(form_draft, on(form_draft.c.id, form_draft_revision.c.draft_id))
        .where(
            form_draft.c.pemda_id == pemda_id,
            form_draft_revision.c.how == "autosave",
            form_draft_revision.c.number <= form_draft.c.revision - KEPT_REVISIONS,
            or_(form_draft.c.ready.is_(None), form_draft_revision.c.number != form_draft.c.ready),
        )
    ).all()
    going = outdated(rows)
    if going:
        tx.execute(
            delete(form_draft_revision).where(
                form_draft_revision.c.pemda_id == pemda_id,
                tuple_(form_draft_revision.c.draft_id, form_draft_revision.c.number).in_(going),
            )
        )
    return len(going)
