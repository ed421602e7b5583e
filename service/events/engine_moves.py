"""What moves the engine: the kinds of a process's stream that hold an engine input.

An event that moved the engine carries what is needed to do it again, byte for byte: the command
under `input`, by value, with ids in place of personal text. `service.running.inputs` turns it
back into the engine's command; `state_sha256` is what the state must hash to afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from service.events import Event

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from service.events.process_parts import (
        ActDone,
        ActVoided,
        ChecklistLine,
        FileAttached,
        OnPaper,
        Sender,
        SentOut,
        TaskClosed,
        TaskMoved,
        TaskOpened,
        TimerArmed,
        VersionAdded,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineMoved(Event):
    """Base of the events with an engine input."""

    #: {"command": "complete_task", …} with values by value
    input: Mapping[str, Any]
    #: SHA-256 of the state after the command
    state_sha256: str
    #: status of the process after the command
    status: Literal["running", "completed"]
    #: [what, path, token] in order: nodes entered and left, flows really taken
    trace: tuple[tuple[str, str, int], ...]
    opened: tuple[TaskOpened, ...] = ()
    closed: tuple[TaskClosed, ...] = ()
    armed: tuple[TimerArmed, ...] = ()
    disarmed: tuple[int, ...] = ()
    #: what it threw, in order; None: nothing
    sent: tuple[SentOut, ...] | None = None
    #: commitments of the private texts that the event brought, by id
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessStarted(EngineMoved):
    number: str
    office_id: UUID
    unit_id: UUID
    sop_id: UUID
    version_id: UUID
    version: int
    #: SHA-256 of the diagram, and of every form and called diagram that the version pins
    diagram: str
    pins: Mapping[str, str]
    year: int
    #: jenis: murni, perubahan …; empty where the SOP has none
    variety: str
    trial: bool
    #: references of private texts
    title: str
    basis: str
    #: the process whose message or signal began it; None: a person did, or somebody outside, or
    #: the clock
    sender: Sender | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDone(EngineMoved):
    """Base of the two ways in which a person completes a task."""

    task_no: int
    path: str
    round: int
    opened_at: datetime
    claimed_at: datetime
    due_at: datetime | None = None
    #: SHA-256 of the form that was filled in
    form: str | None = None
    #: value of the drawn flow that was chosen
    outcome: str | None = None
    #: it was sent back
    returned: bool = False
    #: reference of the reason for sending back
    reason: str | None = None
    checklist: tuple[ChecklistLine, ...] = ()
    #: reference of the reason for completing without a line of the checklist
    without_reason: str | None = None
    documents: tuple[VersionAdded, ...] = ()
    attachments: tuple[FileAttached, ...] = ()
    acts: tuple[ActDone, ...] = ()
    voided: tuple[ActVoided, ...] = ()
    #: it was done on paper, and by whom
    paper: OnPaper | None = None
    #: when the password was typed, of acts that ask for it
    confirmed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UserTaskCompleted(TaskDone):
    #: nobody had taken it: completing took it
    claimed_by_completing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalRecorded(TaskDone):
    """An outside agency's part arrived; `behalf` names the agency when another recorded it."""

    agency: str
    #: the agency's own account did it
    by_agency: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UserTaskWaived(EngineMoved):
    """*Dilewati*: one unit's instance was closed without its part (decisions §3.4)."""

    task_no: int
    path: str
    unit_id: UUID | None = None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReceived(EngineMoved):
    message: str
    #: None: it came from outside
    sender: Sender | None = None
    #: the process is suspended: it gets the message when it goes on
    held: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalReceived(EngineMoved):
    signal: str
    #: None: it came from outside
    sender: Sender | None = None
    #: the process is suspended: it gets the signal when it goes on
    held: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JobCompleted(EngineMoved):
    """A system did a step for the jabatan of its token."""

    task_no: int
    path: str
    topic: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JobErrorThrown(EngineMoved):
    """A system said that it cannot, with a code that a boundary event caught."""

    task_no: int
    path: str
    topic: str
    error: str
    #: reference of what the system said
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JobGivenUp(EngineMoved):
    """No attempt is left: the step stands at an incident."""

    task_no: int
    path: str
    topic: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerFired(EngineMoved):
    token_no: int
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentResolved(EngineMoved):
    """A retry went through; the process goes on from where it stood."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentRetried(EngineMoved):
    """A retry failed again; the process stands where it stood."""

    number: int
    code: str
    params: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessMoved(EngineMoved):
    """*Pindahkan proses ke versi SOP baru*: from here on another version says what comes next.

    `input` names both versions and what a person paired; nothing is opened or closed.
    """

    from_version_id: UUID
    from_version: int
    #: SHA-256 of the diagram before
    from_diagram: str
    version_id: UUID
    version: int
    #: SHA-256 of the diagram, and of every form and called diagram that the version pins
    diagram: str
    pins: Mapping[str, str]
    #: open tasks of which anything changed
    tasks: tuple[TaskMoved, ...]
    #: reference of why
    reason: str
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessSuspended(EngineMoved):
    """*Tunda proses*: nothing goes on until somebody resumes it."""

    #: reference of why
    reason: str
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessResumed(EngineMoved):
    """*Lanjutkan proses*: it goes on, with what was held back meanwhile."""

    suspended_at: datetime
    reason: str
    #: messages that came meanwhile and that nobody waited for any more
    unclaimed: tuple[str, ...] = ()
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class AskedBy:
    """Who asked for a repair that the actor of the event approved."""

    person_id: UUID
    jabatan: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenMoved(EngineMoved):
    """*Pindahkan ke langkah lain*: what waited at one step waits at another from here on."""

    token_no: int
    path: str
    target: str
    #: paths of the steps that are left out
    left_out: tuple[str, ...] = ()
    #: reference of why
    reason: str
    #: number of the event that asked for it; None: it needed no second person
    request: int | None = None
    asked: AskedBy | None = None
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VariableCorrected(EngineMoved):
    """*Perbaiki isian*: a variable that a form filled has another value from here on.

    The new value stands in `input`; of a text both are references, erased as others are.
    """

    variable: str
    #: SHA-256 of the form that filled it last
    form: str
    old: Any = None
    #: reference of why
    reason: str
    #: number of the event that asked for it; None: it needed no second person
    request: int | None = None
    asked: AskedBy | None = None
    confirmed_at: datetime | None
