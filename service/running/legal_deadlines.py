"""What people type about legal deadlines, and the desk at which they change them."""

from __future__ import annotations

from calendar import monthrange
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from service.access.entries import Problem, text_problems
from service.access.rules import calendar_keeper_for
from service.errors import Conflict, NotFound
from service.events.legal_deadlines import LegalDeadlineAdded
from service.store.callers import anew
from service.store.database import transaction
from service.store.history import actor_of
from service.store.ids import new_id
from service.store.legal_deadlines import deadlines_of
from service.store.structure import Desk, lock_structure
from service.working_time.legal import KNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.store.idempotency import RequestKey
    from service.working_time.legal import LegalDeadline

#: A leap year: 29 February is a day that a deadline may name.
_ANY_YEAR: Final = 2028
_MONTHS: Final = range(1, 13)
_YEARS: Final = range(-2, 3)


class DeadlineWasReplaced(Conflict):
    """The office has a day of its own in the place of this deadline already."""

    code = "legal.replaced-already"


class DeadlineStillReplaced(Conflict):
    """An office has a day of its own in the place of this deadline."""

    code = "legal.still-replaced"


class DeadlineWasVerified(Conflict):
    """Somebody verified the deadline already."""

    code = "legal.verified-already"


class NothingKnown(Conflict):
    """Every deadline that Alur knows is there."""

    code = "legal.nothing-known"


@dataclass(frozen=True, slots=True)
class NewDeadline:
    """A day that a law sets, relative to the year that a process is about."""

    name: str
    sop: str
    years_after: int
    month: int
    day: int
    legal_basis: str
    article: str = ""

    def problems(self) -> Iterator[Problem]:
        """Give every rule that the entry breaks by itself."""
        yield from text_problems("name", self.name, 200)
        yield from text_problems("sop", self.sop, 100)
        yield from _day_problems(self.years_after, self.month, self.day)
        yield from text_problems("legal_basis", self.legal_basis, 300)
        if self.article:
            yield from text_problems("article", self.article, 100)


@dataclass(frozen=True, slots=True)
class Replacement:
    """Another day for one office, and why."""

    years_after: int
    month: int
    day: int
    legal_basis: str
    reason: str

    def problems(self) -> Iterator[Problem]:
        """Give every rule that the entry breaks by itself."""
        yield from _day_problems(self.years_after, self.month, self.day)
        yield from text_problems("legal_basis", self.legal_basis, 300)
        yield from text_problems("reason", self.reason, 300)


@dataclass(frozen=True, slots=True)
class Verification:
    """Where a person found the day."""

    legal_basis: str
    article: str

    def problems(self) -> Iterator[Problem]:
        """Give every rule that the entry breaks by itself."""
        yield from text_problems("legal_basis", self.legal_basis, 300)
        yield from text_problems("article", self.article, 100)


@dataclass(frozen=True, slots=True)
class Reason:
    reason: str

    def problems(self) -> Iterator[Problem]:
        """Give every rule that the entry breaks by itself."""
        yield from text_problems("reason", self.reason, 300)


def known_deadlines(there: tuple[LegalDeadline, ...] = ()) -> tuple[LegalDeadlineAdded, ...]:
    """Return the deadlines that Alur knows and the pemda lacks, unverified."""
    names = {(it.sop, it.name) for it in there if it.office_id is None}
    return tuple(
        LegalDeadlineAdded(
            deadline_id=new_id(),
            name=it.name,
            sop=it.sop,
            years_after=it.years_after,
            month=it.month,
            day=it.day,
            legal_basis=it.legal_basis,
            article="",
        )
        for it in KNOWN
        if (it.sop, it.name) not in names
    )


@contextmanager
def deadline_desk(
    session: Session,
    caller: Caller,
    whose: Callable[[tuple[LegalDeadline, ...]], UUID | None],
    *,
    now: datetime,
    request: RequestKey | None,
) -> Iterator[tuple[Desk, tuple[LegalDeadline, ...]]]:
    """Give a write transaction on the deadlines of the caller's pemda, and what they are.

    `whose` says whose deadline is to change; None: the pemda's. Raises OnlyCalendarKeepers and
    what `whose` raises.
    """
    with transaction(session) as tx:
        lock_structure(tx, caller.pemda_id)
        fresh = anew(tx, caller, now)
        there = deadlines_of(tx, caller.pemda_id)
        holder = calendar_keeper_for(fresh, whose(there))
        yield Desk(tx, fresh, actor_of(fresh, holder), now, request), there


def deadline_in(there: tuple[LegalDeadline, ...], deadline_id: UUID) -> LegalDeadline:
    """Return a deadline. Raises NotFound."""
    found = next((it for it in there if it.id == deadline_id), None)
    if found is None:
        raise NotFound
    return found


def _day_problems(years_after: int, month: int, day: int) -> Iterator[Problem]:
    if years_after not in _YEARS:
        yield Problem("years_after", "legal.bad-day")
    if month not in _MONTHS or not 1 <= day <= monthrange(_ANY_YEAR, month)[1]:
        yield Problem("day", "legal.bad-day")
