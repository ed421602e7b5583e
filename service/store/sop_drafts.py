"""Drafts of SOPs: `draft_desk` is where a command on one draft stands.

Inside one write transaction, with the draft to itself and the authority looked at anew. A draft is
seen by those who write SOPs of its office, and by nobody else.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from sqlalchemy import and_, delete, insert, select, tuple_, update

from service.access.model import Place
from service.access.rules import author_for, may_author
from service.errors import NotFound
from service.events.sop import Drawer
from service.store.callers import anew
from service.store.database import transaction
from service.store.dialects import for_update
from service.store.joins import on
from service.store.tables import draft_walk, sop_draft, sop_draft_revision, sop_version

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement, Connection, Row
    from sqlalchemy.orm import Session

    from service.access.model import Caller, Holder

#: begun: the first one; autosave: while somebody drew; kept: asked for; restored: an older one.
How = Literal["begun", "autosave", "kept", "restored"]

#: Newest revisions of a draft that stay, however they were made.
KEPT_REVISIONS: Final = 50


@dataclass(frozen=True, slots=True)
class DraftDesk:
    """An open write transaction of one command on one draft."""

    tx: Connection
    caller: Caller
    holder: Holder
    now: datetime
    #: the row of the draft with its newest revision (`seen_draft`)
    row: Row[Any]

    def write(self, xml_sha256: str, how: How) -> int:
        """Add a revision; return its number."""
        number = int(self.row.revision) + 1
        self.change(revision=number)
        add_revision(
            self.tx, self.caller, self.holder, self.row.id, number, xml_sha256, how, self.now
        )
        return number

    def change(self, **columns: object) -> None:
        """Change the draft itself."""
        self.tx.execute(
            update(sop_draft)
            .where(sop_draft.c.pemda_id == self.caller.pemda_id, sop_draft.c.id == self.row.id)
            .values(**columns)
        )


@contextmanager
def draft_desk(
    session: Session, caller: Caller, draft_id: UUID, now: datetime
) -> Iterator[DraftDesk]:
    """Give a write transaction on a draft whose office the caller writes SOPs of.

    Raises NotFound.
    """
    with transaction(session) as tx:
        tx.execute(
            for_update(
                select(sop_draft.c.id).where(
                    sop_draft.c.pemda_id == caller.pemda_id, sop_draft.c.id == draft_id
                )
            )
        )
        fresh = anew(tx, caller, now)
        row = seen_draft(tx, fresh, draft_id)
        holder = author_for(fresh, Place(caller.pemda_id, row.office_id))
        yield DraftDesk(tx, fresh, holder, now, row)


def seen_draft(connection: Connection, caller: Caller, draft_id: UUID) -> Row[Any]:
    """Return a draft with its newest revision. Raises NotFound, also for who may not see it."""
    row = connection.execute(
        select(
            sop_draft,
            sop_draft_revision.c.xml_sha256,
            sop_draft_revision.c.how,
            sop_draft_revision.c.person_id,
            sop_draft_revision.c.jabatan,
            sop_draft_revision.c.saved_at,
        )
        .join(sop_draft_revision, is_newest())
        .where(sop_draft.c.pemda_id == caller.pemda_id, sop_draft.c.id == draft_id)
    ).one_or_none()
    return require_seen(caller, row)


def is_newest() -> ColumnElement[bool]:
    """Return how a draft is joined with its newest revision."""
    return and_(
        on(sop_draft.c.id, sop_draft_revision.c.draft_id),
        sop_draft.c.revision == sop_draft_revision.c.number,
    )


def require_seen(caller: Caller, row: Row[Any] | None) -> Row[Any]:
    """Return the row of a draft that was found. Raises NotFound, also for who may not see it."""
    if row is None or not may_author(caller, Place(caller.pemda_id, row.office_id)):
        raise NotFound
    return row


def revision_sha256(connection: Connection, pemda_id: UUID, draft_id: UUID, number: int) -> str:
    """Return the diagram of one revision. Raises NotFound."""
    found: str | None = connection.scalar(
        select(sop_draft_revision.c.xml_sha256).where(
            sop_draft_revision.c.pemda_id == pemda_id,
            sop_draft_revision.c.draft_id == draft_id,
            sop_draft_revision.c.number == number,
        )
    )
    if found is None:
        raise NotFound
    return found


def add_revision(
    tx: Connection,
    caller: Caller,
    holder: Holder,
    draft_id: UUID,
    number: int,
    xml_sha256: str,
    how: How,
    now: datetime,
) -> None:
    """Write one revision; the diagram is stored already."""
    tx.execute(
        insert(sop_draft_revision).values(
            pemda_id=caller.pemda_id,
            draft_id=draft_id,
            number=number,
            xml_sha256=xml_sha256,
            how=how,
            person_id=caller.person_id,
            jabatan=holder.title,
            saved_at=now,
        )
    )


def drawers_of(connection: Connection, caller: Caller, draft_id: UUID) -> tuple[Drawer, ...]:
    """Return who drew since the version that a draft was drawn from, in the order of first saves.

    All who ever drew when an older revision was restored since. Raises NotFound.
    """
    row = seen_draft(connection, caller, draft_id)
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
    """Delete a draft with its history; its diagrams go with the next sweep of files."""
    for table, column in (
        (draft_walk, draft_walk.c.draft_id),
        (sop_draft_revision, sop_draft_revision.c.draft_id),
        (sop_draft, sop_draft.c.id),
    ):
        tx.execute(delete(table).where(table.c.pemda_id == pemda_id, column == draft_id))


def sweep_revisions(tx: Connection, pemda_id: UUID) -> int:
    """Delete autosaves older than the newest 50, but for each person's last of a day (UTC).

    Return how many.
    """
    rows = tx.execute(
        select(
            sop_draft_revision.c.draft_id,
            sop_draft_revision.c.number,
            sop_draft_revision.c.person_id,
            sop_draft_revision.c.saved_at,
        )
        .join(sop_draft, on(sop_draft.c.id, sop_draft_revision.c.draft_id))
        .where(
            sop_draft.c.pemda_id == pemda_id,
            sop_draft_revision.c.how == "autosave",
            sop_draft_revision.c.number <= sop_draft.c.revision - KEPT_REVISIONS,
        )
    ).all()
    going = outdated(rows)
    if going:
        tx.execute(
            delete(sop_draft_revision).where(
                sop_draft_revision.c.pemda_id == pemda_id,
                tuple_(sop_draft_revision.c.draft_id, sop_draft_revision.c.number).in_(going),
            )
        )
    return len(going)


def outdated(rows: Iterable[Any]) -> list[tuple[UUID, int]]:
    """Return which of these autosaves are not their person's last one of their day (UTC).

    Who drew stays known. Rows have `draft_id`, `number`, `person_id` and `saved_at`.
    """
    days: dict[tuple[UUID, UUID, date], list[int]] = defaultdict(list)
    for row in rows:
        days[row.draft_id, row.person_id, row.saved_at.date()].append(row.number)
    return [
        (draft_id, number)
        for (draft_id, _, _), numbers in days.items()
        for number in numbers
        if number != max(numbers)
    ]
