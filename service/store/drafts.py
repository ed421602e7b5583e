"""Drafts that keep each of their revisions: what those of SOPs and those of forms have in common.

`Drafts.desk` is where a command on one draft stands: inside one write transaction, with the draft
to itself and the authority looked at anew. A draft is seen by those who write SOPs of its office,
and by nobody else.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, insert, select, true, tuple_, update

from service.access.model import Place
from service.access.rules import author_for, may_author
from service.errors import NotFound
from service.store.callers import anew
from service.store.database import transaction
from service.store.dialects import for_update
from service.store.draft_states import KEPT_STATES, outdated
from service.store.joins import on

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Column, ColumnElement, Connection, Row, Table
    from sqlalchemy.orm import Session

    from service.access.model import Caller, Holder
    from service.store.draft_states import How


@dataclass(frozen=True, slots=True)
class Drafts:
    """A table of drafts, and the one of their revisions."""

    drafts: Table
    revisions: Table
    #: of `revisions`: SHA-256 of what the draft held
    sha256: Column[Any]

    @contextmanager
    def desk(
        self, session: Session, caller: Caller, draft_id: UUID, now: datetime
    ) -> Iterator[DraftDesk]:
        """Give a write transaction on a draft whose office the caller writes SOPs of.

        Raises NotFound.
        """
        with transaction(session) as tx:
            tx.execute(for_update(select(self.drafts.c.id).where(*self._one(caller, draft_id))))
            fresh = anew(tx, caller, now)
            row = self.seen(tx, fresh, draft_id)
            holder = author_for(fresh, Place(caller.pemda_id, row.office_id))
            yield DraftDesk(self, tx, fresh, holder, now, row)

    def seen(self, connection: Connection, caller: Caller, draft_id: UUID) -> Row[Any]:
        """Return a draft with its newest revision, whose hash is `sha256`.

        Raises NotFound, also for who may not see it.
        """
        row = connection.execute(
            select(
                self.drafts,
                self.sha256.label("sha256"),
                self.revisions.c.how,
                self.revisions.c.person_id,
                self.revisions.c.jabatan,
                self.revisions.c.saved_at,
            )
            .join(self.revisions, self.is_newest())
            .where(*self._one(caller, draft_id))
        ).one_or_none()
        return require_seen(caller, row)

    def is_newest(self) -> ColumnElement[bool]:
        """Return how a draft is joined with its newest revision."""
        return and_(
            on(self.drafts.c.id, self.revisions.c.draft_id),
            self.drafts.c.revision == self.revisions.c.number,
        )

    def revision(self, connection: Connection, pemda_id: UUID, draft_id: UUID, number: int) -> str:
        """Return the hash of one revision. Raises NotFound."""
        found: str | None = connection.scalar(
            select(self.sha256).where(
                self.revisions.c.pemda_id == pemda_id,
                self.revisions.c.draft_id == draft_id,
                self.revisions.c.number == number,
            )
        )
        if found is None:
            raise NotFound
        return found

    def add(
        self,
        tx: Connection,
        caller: Caller,
        holder: Holder,
        draft_id: UUID,
        number: int,
        sha256: str,
        how: How,
        now: datetime,
    ) -> None:
        """Write one revision; its file is stored already."""
        tx.execute(
            insert(self.revisions).values(
                {
                    "pemda_id": caller.pemda_id,
                    "draft_id": draft_id,
                    "number": number,
                    self.sha256.name: sha256,
                    "how": how,
                    "person_id": caller.person_id,
                    "jabatan": holder.title,
                    "saved_at": now,
                }
            )
        )

    def delete(self, tx: Connection, pemda_id: UUID, draft_id: UUID) -> None:
        """Delete a draft with its history; its files go with the next sweep of files."""
        for column in (self.revisions.c.draft_id, self.drafts.c.id):
            table = column.table
            tx.execute(delete(table).where(table.c.pemda_id == pemda_id, column == draft_id))

    def sweep(self, tx: Connection, pemda_id: UUID, *only: ColumnElement[bool]) -> int:
        """Delete revisions that need not stay (`draft_states.outdated`).

        `only`: which of them may go, beside. Return how many.
        """
        rows = tx.execute(
            select(
                self.revisions.c.draft_id,
                self.revisions.c.number,
                self.revisions.c.how,
                self.revisions.c.person_id,
                self.revisions.c.saved_at,
                (true() if not only else and_(*only)).label("may_go"),
            )
            .join(self.drafts, on(self.drafts.c.id, self.revisions.c.draft_id))
            .where(self.drafts.c.pemda_id == pemda_id, self.drafts.c.revision > KEPT_STATES)
        ).all()
        staying = {(row.draft_id, row.number) for row in rows if not row.may_go}
        going = [one for one in outdated(rows) if one not in staying]
        if going:
            tx.execute(
                delete(self.revisions).where(
                    self.revisions.c.pemda_id == pemda_id,
                    tuple_(self.revisions.c.draft_id, self.revisions.c.number).in_(going),
                )
            )
        return len(going)

    def _one(self, caller: Caller, draft_id: UUID) -> tuple[ColumnElement[bool], ...]:
        return (self.drafts.c.pemda_id == caller.pemda_id, self.drafts.c.id == draft_id)


@dataclass(frozen=True, slots=True)
class DraftDesk:
    """An open write transaction of one command on one draft."""

    kind: Drafts
    tx: Connection
    caller: Caller
    holder: Holder
    now: datetime
    #: the row of the draft with its newest revision (`Drafts.seen`)
    row: Row[Any]

    def write(self, sha256: str, how: How) -> int:
        """Add a revision; return its number."""
        number = int(self.row.revision) + 1
        self.change(revision=number)
        self.kind.add(
            self.tx, self.caller, self.holder, self.row.id, number, sha256, how, self.now
        )
        return number

    def change(self, **columns: object) -> None:
        """Change the draft itself."""
        table = self.kind.drafts
        self.tx.execute(
            update(table)
            .where(table.c.pemda_id == self.caller.pemda_id, table.c.id == self.row.id)
            .values(**columns)
        )


def require_seen(caller: Caller, row: Row[Any] | None) -> Row[Any]:
    """Return the row of a draft that was found. Raises NotFound, also for who may not see it."""
    if row is None or not may_author(caller, Place(caller.pemda_id, row.office_id)):
        raise NotFound
    return row
