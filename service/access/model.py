"""Who is calling: the frozen values that every rule of authority reads.

`queries/callers.py` makes a `Caller` from the store. What is in it is valid at the moment it was
made: holdings of today in the zone of their office, teams of running processes, surat tugas of
today. A deactivated person has no `Caller` at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class Mandate:
    """A penugasan: a letter by which a person acts for a jabatan of somebody else.

    It is worth nothing without a jabatan of the person's own (decisions §3.9).
    """

    mandate_id: UUID
    #: plt, plh, an or ub (`access.mandates.PREFIXES`)
    kind: str
    #: the jabatan that is acted for, as the office writes it
    jabatan: str
    letter_number: str
    #: the only SOPs in which it counts; None: all routine work of the jabatan
    sop_ids: frozenset[UUID] | None = None

    @property
    def leads(self) -> bool:
        """Say whether it reaches beyond single steps: a Plt. or Plh. for all routine work.

        Who signs a.n. or u.b., or for named SOPs, does steps in that name and nothing else.
        """
        return self.kind in ("plt", "plh") and self.sop_ids is None

    def covers(self, sop_id: UUID | None) -> bool:
        """Say whether it counts in a process of that SOP; None: in one of any SOP."""
        return self.sop_ids is None or sop_id in self.sop_ids


@dataclass(frozen=True, slots=True)
class Holder:
    """A person in one jabatan: who acts is always one of these, never a bare person.

    Under a penugasan everything but `holding_id` is that of the jabatan that is acted for.
    """

    #: of the person's own jabatan
    holding_id: UUID
    position_id: UUID
    #: the jabatan as the office writes it; "Plh. Kepala Dinas" under a penugasan
    title: str
    office_id: UUID
    office_kind: str
    unit_id: UUID
    #: role of a lane (`roles.LANE_ROLES`); None: no lane
    role: str | None
    #: analyst, auditor or administrator; None: ordinary staff
    duty: str | None
    unit_kind: str = ""
    office_short_name: str = ""
    #: IANA zone of the office
    office_timezone: str = "Asia/Jakarta"
    #: the penugasan that it comes from; None: the jabatan is the person's own
    mandate: Mandate | None = None

    @property
    def worn_as(self) -> UUID:
        """Return what names it among all that the person can wear."""
        return self.holding_id if self.mandate is None else self.mandate.mandate_id

    @property
    def leads(self) -> bool:
        """Say whether it reaches beyond single steps: see `Mandate.leads`."""
        return self.mandate is None or self.mandate.leads

    def covers(self, sop_id: UUID | None) -> bool:
        """Say whether it counts in a process of that SOP; None: in one of any SOP."""
        return self.mandate is None or self.mandate.covers(sop_id)


@dataclass(frozen=True, slots=True)
class AuditScope:
    """A surat tugas of the Inspektorat that is in force today."""

    assignment_id: UUID
    letter_number: str
    from_date: date
    to_date: date
    #: None: every office of the pemda
    office_id: UUID | None = None
    #: None: every SOP
    sop_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Caller:
    """A person of one pemda with everything that gives authority now."""

    pemda_id: UUID
    person_id: UUID
    holders: tuple[Holder, ...] = ()
    #: (process, role) pairs that an SK Tim step named this person for
    teams: frozenset[tuple[UUID, str]] = frozenset()
    audits: tuple[AuditScope, ...] = ()
    #: the holding or penugasan that the person wears in this session; None: the first that fits
    worn: UUID | None = None
    #: when the password was last typed in this session
    confirmed_at: datetime | None = None
    #: the only holding that counts, of a caller who came with an API token; None: all count
    bound: UUID | None = None


def worn_holding(caller: Caller) -> UUID | None:
    """Return the own jabatan behind what the caller wears; None: nothing was chosen."""
    worn = (holder for holder in caller.holders if holder.worn_as == caller.worn)
    return next((holder.holding_id for holder in worn), None)


class Placed(Protocol):
    """Anything that belongs to an office: a row of a query will do."""

    @property
    def pemda_id(self) -> UUID:
        """Return the tenant."""
        ...

    @property
    def office_id(self) -> UUID:
        """Return the owning office."""
        ...


@dataclass(frozen=True, slots=True)
class Place:
    """The plainest `Placed`."""

    pemda_id: UUID
    office_id: UUID


class ProcessFacts(Placed, Protocol):
    """What the rules must know of a process."""

    @property
    def sop_id(self) -> UUID:
        """Return the SOP that the process follows."""
        ...

    @property
    def candidates(self) -> frozenset[str]:
        """Return the candidate keys of all its tasks, open and closed."""
        ...


class TaskFacts(Placed, Protocol):
    """What the rules must know of a task; its place is that of its process."""

    @property
    def sop_id(self) -> UUID:
        """Return the SOP that its process follows."""
        ...

    @property
    def candidate(self) -> str:
        """Return the candidate key (`candidates.py`)."""
        ...

    @property
    def kind(self) -> str:
        """Return user, manual or receive."""
        ...

    @property
    def claimed_by(self) -> UUID | None:
        """Return the person who took it."""
        ...

    @property
    def claimed_jabatan(self) -> str | None:
        """Return the jabatan of who took it, for the answer to somebody else."""
        ...
