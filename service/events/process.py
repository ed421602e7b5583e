"""What happens in one process and leaves its engine alone.

The kinds that move it are in `engine_moves`; both lie in one stream.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from service.events import Event

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from service.events.process_parts import ActDone, ActVoided, DueMoved, Member, TaskClosed


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairRequested(Event):
    """A repair that a second person decides.

    Of a move that leaves out a review, a paraf or a signature `path` and `target`; of a variable
    that conditions can read `variable`, `form` and `old`.
    """

    #: what would be done, as `input` of the event that would do it
    wanted: Mapping[str, Any]
    path: str | None = None
    target: str | None = None
    left_out: tuple[str, ...] = ()
    variable: str | None = None
    form: str | None = None
    old: Any = None
    reason: str
    confirmed_at: datetime | None
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairRefused(Event):
    """The repair is not made; whoever asked for it may also take it back."""

    #: number of the event that asked for it
    request: int
    reason: str
    confirmed_at: datetime | None
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentRaised(Event):
    """*Kendala proses*: an automatic step failed; the act before it stands (decisions §1.6)."""

    number: int
    code: str
    params: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFailed(Event):
    """A system failed, and will be given the step again."""

    task_no: int
    path: str
    topic: str
    #: attempts that are left
    retries: int
    reason: str
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class UserTaskClaimed(Event):
    task_no: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UserTaskReleased(Event):
    task_no: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentOpened(Event):
    """Somebody whose paraf or approval a version waits for looked at its pages or saved it."""

    document: str
    number: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureApproved(Event):
    """*Disetujui untuk ditandatangani* before the signature itself: the step goes on waiting."""

    task_no: int
    acts: tuple[ActDone, ...]
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureCancelled(Event):
    """*Batalkan tanda tangan*: the version is signed no more, so its content may change again."""

    document: str
    number: int
    voided: tuple[ActVoided, ...]
    reason: str
    confirmed_at: datetime | None
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamFormed(Event):
    """SK Tim named who Ketua Tim and Anggota Tim of this process are."""

    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDatesMoved(Event):
    """The working calendar changed, and with it until when open tasks are to be done."""

    #: the last change of the calendar (`events.working_time.CalendarChanged`)
    change_id: UUID
    moves: tuple[DueMoved, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskEscalated(Event):
    """A task is late by full working days, and the next superior was told (decisions §5.2)."""

    task_no: int
    path: str
    #: 1: the direct superior
    level: int
    position_id: UUID
    #: the superior's jabatan
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessCancelled(Event):
    reason: str
    closed: tuple[TaskClosed, ...]
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalTextErased(Event):
    """The law's erasure: these texts are gone, the commitments to them remain."""

    erased: tuple[UUID, ...]
    #: reference of the reason
    reason: str
    texts: Mapping[str, str]
