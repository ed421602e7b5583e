"""Penugasan: who acts for a jabatan that is not the own, by which letter and for how long.

Plt. leads a jabatan that nobody holds, Plh. one whose holder is away (UU 30/2014 Pasal 14 and 34);
a.n. and u.b. sign in somebody's name. All four are a mandate: not passed on, never for oneself.
The limits of time follow SE Kepala BKN 1/SE/I/2021, which is still to be verified against its text
(*perlu verifikasi* on the page).
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from service.access.entries import Problem, choice_problems, text_problems

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

#: Kind → how it stands before the jabatan.
PREFIXES: Final = {"plt": "Plt.", "plh": "Plh.", "an": "a.n.", "ub": "u.b."}

#: What the limits of time rest on.
BASIS: Final = "SE Kepala BKN 1/SE/I/2021"

#: Months of a Plt., and of its only extension.
PLT_MONTHS: Final = 3
#: Months after which a Plh. is worth a second look: the holder is no longer just away.
PLH_MONTHS: Final = 1
#: Days of any other penugasan, both ends counted; what goes on longer is decided anew.
LONGEST: Final = 366
#: A Plt. of the same person that begins this soon after the last one is its extension.
EXTENSION_GAP: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class NewMandate:
    """A penugasan as it is typed; both days count."""

    kind: str
    position_id: UUID
    person_id: UUID
    letter_number: str
    letter_date: date
    from_date: date
    to_date: date
    #: of the uploaded scan of the letter
    scan_sha256: str
    #: the only SOPs in which it counts; None: all routine work
    sop_ids: frozenset[UUID] | None = None

    def problems(self) -> Iterator[Problem]:
        """Give every rule that the entry breaks by itself."""
        yield from choice_problems("kind", self.kind, tuple(PREFIXES))
        yield from text_problems("letter_number", self.letter_number, 100)
        if self.to_date < self.from_date:
            yield Problem("to_date", "structure.ends-before-it-starts")
        elif self.kind == "plt" and self.to_date > last_day(self.from_date, PLT_MONTHS):
            months = {"months": str(PLT_MONTHS), "basis": BASIS}
            yield Problem("to_date", "structure.mandate-too-long", months)
        elif (self.to_date - self.from_date).days >= LONGEST:
            yield Problem("to_date", "structure.assignment-too-long", {"longest": str(LONGEST)})
        if self.from_date < self.letter_date:
            # A letter never reaches back: what it allows begins with it (decisions §3.9).
            yield Problem("from_date", "structure.starts-before-its-letter")
        if self.sop_ids is not None and not self.sop_ids:
            yield Problem("sop_ids", "structure.missing")


def worn_title(kind: str, jabatan: str) -> str:
    """Return how the jabatan is written of who acts for it: "Plh. Kepala Dinas"."""
    return f"{PREFIXES.get(kind, kind)} {jabatan}"


def last_day(first: date, months: int) -> date:
    """Return the last day of a period of whole months, both ends counted."""
    year, month0 = divmod(first.year * 12 + first.month - 1 + months, 12)
    day = min(first.day, monthrange(year, month0 + 1)[1])
    return date(year, month0 + 1, day) - timedelta(days=1)


def is_long_plh(kind: str, from_date: date, to_date: date) -> bool:
    """Say whether a Plh. lasts so long that somebody should look whether a Plt. is due."""
    return kind == "plh" and to_date > last_day(from_date, PLH_MONTHS)
