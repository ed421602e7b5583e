"""A tenggat and the legal deadlines beside it: the earlier first, both kept (domain.md §2.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.sentences.words import written_date

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from service.web.dues import Due
    from service.working_time.legal import LegalDue


@dataclass(frozen=True, slots=True)
class Limit:
    """One instant until which something is to be done."""

    instant: datetime
    #: the tenggat of the work; None: a legal deadline
    due: Due | None
    words: str = ""
    name: str = ""
    basis: str = ""
    verified: bool = True
    over: bool = False


def limits_of(
    due: Due | None, legal: Iterable[LegalDue], *, zone: str, today: date
) -> tuple[Limit, ...]:
    """Return every limit, the earliest first."""
    found = [] if due is None else [Limit(due.instant, due)]
    found += [_legal(one, zone, today) for one in legal]
    return tuple(sorted(found, key=lambda limit: limit.instant))


def _legal(one: LegalDue, zone: str, today: date) -> Limit:
    deadline = one.deadline
    basis = ", ".join(part for part in (deadline.legal_basis, deadline.article) if part)
    left = (one.day - today).days
    if left < 0:
        words = f"Lewat batas waktu hukum {-left} hari kalender"
    elif left == 0:
        words = "Batas waktu hukum hari ini"
    else:
        words = f"Batas waktu hukum {written_date(one.day)}, {left} hari kalender lagi"
    return Limit(
        one.ends_at(zone),
        None,
        words,
        deadline.name,
        basis,
        verified=deadline.verified,
        over=left < 0 and deadline.verified,
    )
