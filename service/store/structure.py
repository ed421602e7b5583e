"""Offices, jabatan, people: each event changes its table and becomes a link of the chain.

A command makes events; `record_structure` is the only writer of these tables, so the history
cannot be forgotten. `structure_desk` is where an administrator's command stands: inside one write
transaction, with the pemda's structure to itself and the authority looked at anew.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal
from uuid import UUID

from sqlalchemy import func, select

from service.access.rules import administrator_for
from service.errors import Conflict, NotFound
from service.events import legal_deadlines as deadline_events
from service.events import structure as events
from service.events.working_time import CalendarChanged
from service.store.calendars import change_calendar
from service.store.callers import anew
from service.store.database import transaction
from service.store.dialects import for_update
from service.store.history import Actor, Stream, actor_of, append
from service.store.idempotency import RequestKey, first_answer, remember
from service.store.legal_deadlines import change_deadlines
from service.store.private_texts import PrivateText, keep, reference
from service.store.structure_rows import carry_out
from service.store.tables import (
    login,
    pemda,
    position,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Table
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.events import Event

_DEADLINES: Final = (
    deadline_events.LegalDeadlineAdded,
    deadline_events.LegalDeadlineVerified,
    deadline_events.LegalDeadlineWithdrawn,
)

#: What can be renamed and taken out of use.
Part = Literal["office", "unit", "position"]


class NameTaken(Conflict):
    """Something of this name is there already."""

    code = "structure.name-taken"


class LoginTaken(Conflict):
    """The login name belongs to somebody, perhaps in another pemda."""

    code = "structure.login-taken"


@dataclass(frozen=True, slots=True)
class Made:
    """What a command added."""

    id: UUID


@dataclass(frozen=True, slots=True)
class Desk:
    """An open write transaction of one administrator's command."""

    tx: Connection
    caller: Caller
    actor: Actor
    now: datetime
    request: RequestKey | None

    @property
    def pemda_id(self) -> UUID:
        return self.caller.pemda_id

    def answered(self) -> UUID | None:
        """Return the id that this very request already made; None when it is new."""
        answer = first_answer(self.tx, self.pemda_id, self.caller.person_id, self.request)
        return None if answer is None else UUID(answer["id"])

    def record(self, *happened: Event, texts: Sequence[PrivateText] = ()) -> None:
        """Change the tables as the events say and chain them."""
        record_structure(self.tx, self.pemda_id, happened, self.actor, self.now, texts=texts)

    def answer(self, made: UUID) -> None:
        """Keep the id for a repetition of the request."""
        remember(
            self.tx,
            self.pemda_id,
            self.caller.person_id,
            self.request,
            {"id": str(made)},
            self.now,
        )


@contextmanager
def structure_desk(
    session: Session, caller: Caller, now: datetime, request: RequestKey | None = None
) -> Iterator[Desk]:
    """Give an administrator's write transaction on the structure of the caller's pemda.

    Raises OnlyAdministrators, or NotFound for a caller who was deactivated meanwhile.
    """
    with transaction(session) as tx:
        lock_structure(tx, caller.pemda_id)
        fresh = anew(tx, caller, now)
        yield Desk(tx, fresh, actor_of(fresh, administrator_for(fresh)), now, request)


def lock_structure(tx: Connection, pemda_id: UUID) -> None:
    """Keep every other change of this pemda's structure waiting until the transaction ends."""
    # Processes go on meanwhile: their rows refer to the pemda, and a change of the calendar waits
    # for those that are just opening tasks.
    mine = select(pemda.c.id).where(pemda.c.id == pemda_id)
    tx.execute(for_update(mine, referred_to=True))


def structure_stream(pemda_id: UUID) -> Stream:
    """Return the chain of a pemda's structure."""
    return Stream(pemda_id, pemda_id, "structure")


def audit_stream(pemda_id: UUID, assignment_id: UUID) -> Stream:
    """Return the chain of a surat tugas."""
    return Stream(pemda_id, assignment_id, "audit")


def record_structure(
    tx: Connection,
    pemda_id: UUID,
    happened: Sequence[Event],
    actor: Actor,
    now: datetime,
    *,
    texts: Sequence[PrivateText] = (),
) -> None:
    """Change the tables as the events say and chain them in the pemda's stream.

    Those of the working calendar stand there too.

    `texts`: what the events refer to; the tables hold it in clear until it is erased.
    """
    said = {reference(text): text.text for text in texts}
    for event in happened:
        if isinstance(event, CalendarChanged):
            change_calendar(tx, pemda_id, event, actor, now)
        elif isinstance(event, _DEADLINES):
            change_deadlines(tx, pemda_id, event, said, actor, now)
        else:
            carry_out(tx, pemda_id, event, said, now)
    keep(tx, structure_stream(pemda_id), texts, now)
    append(tx, structure_stream(pemda_id), happened, actor, now)


def record_audit(
    tx: Connection,
    pemda_id: UUID,
    event: events.AuditGranted | events.AuditRevoked | events.ProcessViewed,
    actor: Actor,
    now: datetime,
) -> None:
    """Change the table as the event says and chain it in the stream of its surat tugas."""
    carry_out(tx, pemda_id, event, {}, now)
    append(tx, audit_stream(pemda_id, event.assignment_id), [event], actor, now)


# ---------------------------------------------------------------- looking things up inside a tx


def require_active(tx: Connection, table: Table, pemda_id: UUID, wanted: UUID) -> Any:
    """Return the row of an office, unit, position or person that is active. Raises NotFound."""
    row = tx.execute(
        select(table).where(table.c.pemda_id == pemda_id, table.c.id == wanted, table.c.active)
    ).one_or_none()
    if row is None:
        raise NotFound
    return row


def head_title(connection: Connection, pemda_id: UUID, office_id: UUID) -> str | None:
    """Return what the jabatan of an office's head is called; None: the office has none."""
    title: str | None = connection.scalar(
        select(position.c.title).where(
            position.c.pemda_id == pemda_id,
            position.c.office_id == office_id,
            position.c.role == "kepala_dinas",
            position.c.active,
        )
    )
    return title


def next_sort(tx: Connection, table: Table, pemda_id: UUID, office_id: UUID) -> int:
    """Return the place after the last unit or position of an office."""
    last = tx.scalar(
        select(func.max(table.c.sort)).where(
            table.c.pemda_id == pemda_id, table.c.office_id == office_id
        )
    )
    return 10 + (last or 0)


def refuse_taken_login(tx: Connection, name: str) -> None:
    """Raise LoginTaken when any person of the store has this login name."""
    if tx.execute(select(login.c.name).where(login.c.name == name)).first() is not None:
        raise LoginTaken(name=name)
