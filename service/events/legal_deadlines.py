"""What can happen to the legal deadlines of a pemda; they stand in the stream of the structure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from service.events import Event

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalDeadlineAdded(Event):
    """A day until which a law wants something; nobody has verified it yet."""

    deadline_id: UUID
    #: whose alone it is, in the place of `base_id`; None: of the whole pemda
    office_id: UUID | None = None
    base_id: UUID | None = None
    name: str
    #: key of a SOP, or a word of it: "lakip" means every SOP whose key has that word
    sop: str
    #: years after the year that a process is about; -1 is the year before
    years_after: int
    month: int
    #: beyond the month's end: its last day
    day: int
    legal_basis: str
    article: str
    #: reference of why an office has another day than its pemda; None: it is the pemda's
    reason: str | None = None
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalDeadlineVerified(Event):
    """A person read the rule and found the day in it."""

    deadline_id: UUID
    legal_basis: str
    article: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalDeadlineWithdrawn(Event):
    deadline_id: UUID
    #: reference of by which rule, or why
    reason: str
    texts: Mapping[str, str]
