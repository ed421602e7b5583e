"""Legal deadlines: days that a law sets, whatever the clock of an office does.

A deadline is a day of the calendar. It is not moved to a working day, and it never stops while
somebody waits (decisions §5.3).
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class LegalDeadline:
    """A deadline as it was entered."""

    id: UUID
    #: None: of the whole pemda
    office_id: UUID | None
    #: the pemda's deadline in whose place it stands for its office
    base_id: UUID | None
    name: str
    #: key of a SOP, or a word of it
    sop: str
    years_after: int
    month: int
    day: int
    legal_basis: str
    article: str
    reason: str
    verified: bool

    def concerns(self, sop_key: str) -> bool:
        """Say whether a SOP with this key must keep it."""
        return self.sop == sop_key or self.sop in sop_key.split("-")

    def falls_on(self, year: int) -> date:
        """Return the day for a process about `year`."""
        of = year + self.years_after
        return date(of, self.month, min(self.day, monthrange(of, self.month)[1]))


@dataclass(frozen=True, slots=True)
class LegalDue:
    """Until when a law wants a process to be done."""

    deadline: LegalDeadline
    day: date

    def ends_at(self, zone: str) -> datetime:
        """Return when the day is over in the office's zone, in UTC."""
        after = datetime.combine(self.day + timedelta(days=1), time(), ZoneInfo(zone))
        return after.astimezone(UTC)


def legal_dues(
    deadlines: Iterable[LegalDeadline], *, office_id: UUID, sop_key: str, year: int
) -> tuple[LegalDue, ...]:
    """Return the deadlines of a process about `year`, the earliest first.

    What the office entered for itself stands in the place of the pemda's.
    """
    mine = [it for it in deadlines if it.office_id in (None, office_id)]
    replaced = {it.base_id for it in mine if it.office_id is not None}
    found = (
        LegalDue(it, it.falls_on(year))
        for it in mine
        if it.id not in replaced and it.concerns(sop_key)
    )
    return tuple(sorted(found, key=lambda due: (due.day, due.deadline.name)))


@dataclass(frozen=True, slots=True)
class KnownDeadline:
    """A deadline that the catalogue of SOPs brings, for a person to verify."""

    name: str
    sop: str
    years_after: int
    month: int
    day: int
    legal_basis: str


_LAST: Final = 31

#: As the calendar of SAKIP, planning and budget is known; nobody has checked the articles.
KNOWN: Final = (
    KnownDeadline(
        "Renja perangkat daerah ditetapkan", "renja", -1, 7, _LAST, "Permendagri 86/2017"
    ),
    KnownDeadline(
        "Rancangan APBD disetujui bersama DPRD, RKA selesai sebelumnya",
        "rka",
        -1,
        11,
        30,
        "PP 12/2019, Permendagri 77/2020",
    ),
    KnownDeadline(
        "Perda APBD dan penjabarannya ditetapkan",
        "anggaran",
        -1,
        12,
        _LAST,
        "PP 12/2019, Permendagri 77/2020",
    ),
    KnownDeadline(
        "LKjIP (LAKIP) perangkat daerah disampaikan kepada kepala daerah",
        "lakip",
        1,
        2,
        _LAST,
        "Perpres 29/2014",
    ),
    KnownDeadline(
        "LPPD disampaikan kepada Pemerintah",
        "lppd",
        1,
        3,
        _LAST,
        "PP 13/2019, Permendagri 18/2020",
    ),
    KnownDeadline(
        "LKPJ disampaikan kepada DPRD", "lkpj", 1, 3, _LAST, "PP 13/2019, Permendagri 18/2020"
    ),
)
