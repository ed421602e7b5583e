"""Record a penugasan: that a person acts for a jabatan, by a letter (decisions §3.9)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy import or_, select

from service.access.entries import accepted
from service.access.mandates import BASIS, EXTENSION_GAP, NewMandate
from service.access.model import Place
from service.access.roles import overlap
from service.access.rules import mandator_for, require_confirmed
from service.errors import Conflict, NotFound, Rejected
from service.events.structure import MandateGranted
from service.running.refusals import FileNotYours
from service.store.callers import anew
from service.store.database import transaction
from service.store.history import actor_of
from service.store.idempotency import first_answer, remember
from service.store.ids import new_id
from service.store.joins import on
from service.store.structure import Made, lock_structure, record_structure, require_active
from service.store.tables import holding, mandate, person, position, sop
from service.store.uploads import brought_by

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.store.idempotency import RequestKey

#: The first term of a Plt., and its one extension.
_TERMS: Final = 2


class MandatesOverlap(Conflict):
    """In that time somebody acts for the jabatan already; `jabatan`, `letter` say by what."""

    code = "structure.mandates-overlap"


class PositionNotActedFor(Rejected):
    """Nobody acts for a jabatan without a lane: an analyst's, auditor's or administrator's."""

    code = "structure.position-not-acted-for"


class PositionIsHeld(Conflict):
    """A Plt. leads a jabatan that nobody holds; while its holder is away it is a Plh."""

    code = "structure.position-is-held"


class NothingOfOnesOwn(Rejected):
    """Whoever acts for another keeps an own jabatan, all the time, and administers nothing."""

    code = "structure.nothing-of-ones-own"


class HoldsItAnyway(Rejected):
    """The person holds the jabatan in that time, so there is nothing to act for."""

    code = "structure.holds-it-anyway"


class ExtendedBefore(Conflict):
    """A Plt. is extended once; then somebody else is appointed."""

    code = "structure.extended-before"


def grant_mandate(
    session: Session,
    caller: Caller,
    *,
    mandate: NewMandate,
    now: datetime,
    request: RequestKey | None = None,
) -> Made:
    """Record who acts for which jabatan, by which letter, from when to when.

    It counts from this instant: what was done before is not validated by it, whatever the letter
    says. Raises OnlyMandators, NoMandateToOneself, PasswordNeeded, EntryRefused, NotFound,
    FileNotYours, PositionNotActedFor, HoldsItAnyway, NothingOfOnesOwn, PositionIsHeld,
    MandatesOverlap, ExtendedBefore.
    """
    entry = accepted(mandate, now.date())
    pemda_id = caller.pemda_id
    with transaction(session) as tx:
        # What is checked below, holdings too, must still hold when it is written.
        lock_structure(tx, pemda_id)
        fresh = anew(tx, caller, now)
        acted_for = require_active(tx, position, pemda_id, entry.position_id)
        place = Place(pemda_id, acted_for.office_id)
        actor = actor_of(fresh, mandator_for(fresh, place, entry.person_id))
        answer = first_answer(tx, pemda_id, caller.person_id, request)
        if answer is not None:
            return Made(UUID(answer["id"]))
        require_confirmed(fresh, now)
        require_active(tx, person, pemda_id, entry.person_id)
        if acted_for.duty is not None:
            raise PositionNotActedFor
        if not brought_by(tx, pemda_id, caller.person_id, [entry.scan_sha256]):
            raise FileNotYours
        _require_sops(tx, pemda_id, entry, acted_for.office_id)
        _refuse_holdings(tx, pemda_id, entry)
        _refuse_overlap(tx, pemda_id, entry, acted_for.title)
        _refuse_second_extension(tx, pemda_id, entry)
        event = MandateGranted(
            mandate_id=new_id(),
            mandate_kind=entry.kind,
            position_id=entry.position_id,
            person_id=entry.person_id,
            letter_number=entry.letter_number,
            letter_date=entry.letter_date,
            from_date=entry.from_date,
            to_date=entry.to_date,
            sop_ids=entry.sop_ids,
            scan_sha256=entry.scan_sha256,
        )
        record_structure(tx, pemda_id, [event], actor, now)
        remember(tx, pemda_id, caller.person_id, request, {"id": str(event.mandate_id)}, now)
    return Made(event.mandate_id)


def _require_sops(tx: Connection, pemda_id: UUID, entry: NewMandate, office_id: UUID) -> None:
    """Raise NotFound when the scope names a SOP that is not the office's."""
    if entry.sop_ids is None:
        return
    found = tx.execute(
        select(sop.c.id).where(
            sop.c.pemda_id == pemda_id,
            sop.c.office_id == office_id,
            sop.c.id.in_(sorted(entry.sop_ids)),
        )
    )
    if set(found.scalars()) != set(entry.sop_ids):
        raise NotFound


def _refuse_holdings(tx: Connection, pemda_id: UUID, entry: NewMandate) -> None:
    """Raise HoldsItAnyway, NothingOfOnesOwn or PositionIsHeld where holdings contradict it."""
    rows = tx.execute(
        select(
            holding.c.person_id,
            holding.c.position_id,
            holding.c.from_date,
            holding.c.to_date,
            position.c.duty,
            position.c.active,
        )
        .join(position, on(position.c.id, holding.c.position_id))
        .where(
            holding.c.pemda_id == pemda_id,
            or_(
                holding.c.person_id == entry.person_id,
                holding.c.position_id == entry.position_id,
            ),
        )
    )
    period = (entry.from_date, entry.to_date)
    held = [row for row in rows if overlap((row.from_date, row.to_date), period)]
    own = [row for row in held if row.person_id == entry.person_id]
    if any(row.position_id == entry.position_id for row in own):
        raise HoldsItAnyway
    if any(row.duty == "administrator" for row in own) or not any(row.active for row in own):
        raise NothingOfOnesOwn
    if entry.kind == "plt" and any(row.position_id == entry.position_id for row in held):
        raise PositionIsHeld


def _refuse_overlap(tx: Connection, pemda_id: UUID, entry: NewMandate, title: str) -> None:
    for row in _others(tx, pemda_id, entry):
        period = (entry.from_date, entry.to_date)
        if row.ended_at is None and overlap((row.from_date, row.to_date), period):
            raise MandatesOverlap(jabatan=title, letter=row.letter_number)


def _refuse_second_extension(tx: Connection, pemda_id: UUID, entry: NewMandate) -> None:
    """Raise ExtendedBefore when the Plt. would go on for a third time without a break.

    In whichever order the letters are entered: terms before and behind this one count alike.
    """
    if entry.kind != "plt":
        return
    theirs = [
        row
        for row in _others(tx, pemda_id, entry)
        if row.kind == "plt" and row.person_id == entry.person_id
    ]
    theirs.sort(key=lambda row: row.from_date)
    first, last, terms = entry.from_date, entry.to_date, 1
    for row in reversed(theirs):
        if row.from_date < first <= row.to_date + EXTENSION_GAP + timedelta(days=1):
            first, terms = row.from_date, terms + 1
    for row in theirs:
        if last < row.from_date <= last + EXTENSION_GAP + timedelta(days=1):
            last, terms = row.to_date, terms + 1
    if terms > _TERMS:
        raise ExtendedBefore(basis=BASIS)


def _others(tx: Connection, pemda_id: UUID, entry: NewMandate) -> list[Any]:
    rows = tx.execute(
        select(
            mandate.c.kind,
            mandate.c.person_id,
            mandate.c.letter_number,
            mandate.c.from_date,
            mandate.c.to_date,
            mandate.c.ended_at,
        ).where(mandate.c.pemda_id == pemda_id, mandate.c.position_id == entry.position_id)
    )
    return list(rows.all())
