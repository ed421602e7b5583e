"""What happens in one process: the kinds of its stream.

An event that moved the engine carries what is needed to do it again, byte for byte: the command
under `input`, by value, with ids in place of personal text. `service.running.inputs` turns it
back into the engine's command; `state_sha256` is what the state must hash to afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from service.events import Event

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

#: A paraf, *Disetujui untuk ditandatangani*, *Ditandatangani basah*, *TTE*: never mixed, since a
#: click is not a signature (decisions §3.7).
ActKind = Literal["paraf", "approved_for_signature", "wet_signature", "tte"]

#: The acts that are signatures: they freeze the version that they stand on.
SIGNATURES: Final = frozenset({"wet_signature", "tte"})

#: Of a line of the kelengkapan: an earlier step made it, the person ticked it, it is not there.
LineState = Literal["made", "ticked", "missing"]

# ---------------------------------------------------------------- parts of events


@dataclass(frozen=True, slots=True)
class TaskOpened:
    """A task that began to wait, and for whom."""

    task_no: int
    path: str
    role: str
    #: key of `access.candidates`
    candidate: str
    round: int
    returned: bool
    due_at: datetime | None = None
    unit_id: UUID | None = None
    agency: str | None = None
    #: what a system asks for to do it; None: a person does it
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class TaskClosed:
    task_no: int
    how: Literal["completed", "waived", "cancelled"]


@dataclass(frozen=True, slots=True)
class DueMoved:
    """The tenggat of an open task, before and after."""

    task_no: int
    path: str
    before: datetime
    after: datetime


@dataclass(frozen=True, slots=True)
class TaskMoved:
    """An open task under another version of the SOP: whose it is now, and where it stands."""

    task_no: int
    #: where it stood
    before: str
    path: str
    role: str
    candidate: str
    unit_id: UUID | None = None
    agency: str | None = None
    #: it waits for others than before, so that nobody has taken it any more
    released: bool | None = None


@dataclass(frozen=True, slots=True)
class TimerArmed:
    token_no: int
    element: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class SentOut:
    """A message or signal that the process threw, by value."""

    what: Literal["message", "signal"]
    name: str
    element: str
    payload: Mapping[str, Any]
    correlation: Any = None
    #: a receiver of the process itself has it, so that it is for nobody else
    taken: bool = False


@dataclass(frozen=True, slots=True)
class Sender:
    """The process that sent what another one received, and the event that says so."""

    process_id: UUID
    number: str
    seq: int


@dataclass(frozen=True, slots=True)
class ChecklistLine:
    """One line of the kelengkapan, in the order of the diagram."""

    name: str
    state: LineState


@dataclass(frozen=True, slots=True)
class VersionAdded:
    """A new version of a named document."""

    document: str
    number: int
    sha256: str
    #: reference of the private text
    file_name: str


@dataclass(frozen=True, slots=True)
class FileAttached:
    """A file that is no document of the process."""

    field: str
    sha256: str
    file_name: str


@dataclass(frozen=True, slots=True)
class Certified:
    """What the check of a signed file found: who signed with which certificate, and when."""

    #: SHA-256 of the signed file, which stands among the attachments
    copy: str
    #: reference of the private text: the name in the certificate
    name: str
    #: who issued it, and its number in hex
    provider: str
    serial: str
    #: SHA-256 of the certificate that is trusted
    anchor: str
    signed_at: datetime
    #: a trusted timestamp says when; else only the signer does
    stamped: bool
    #: the file holds the proof that no certificate was revoked
    revocation: bool


@dataclass(frozen=True, slots=True)
class ActDone:
    """A paraf, an approval for signature or a signature, on one version."""

    act: ActKind
    document: str
    number: int
    sha256: str
    #: *rangkap peran* was declared: the same person has another role on this version
    two_hats: bool | None = None
    #: of an approval in a trial run or a demo: it stands in for the signature
    stands_in: bool | None = None
    #: of a TTE
    certified: Certified | None = None


@dataclass(frozen=True, slots=True)
class OnPaper:
    """Who did with pen and paper what the actor of the event recorded; its day is `terjadi`."""

    person_id: UUID
    holding_id: UUID
    #: in which jabatan: "Plh. Kepala Dinas" under a penugasan
    jabatan: str
    mandate_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ActVoided:
    """An act that is void: a newer version exists, or the signature was cancelled."""

    act: ActKind
    document: str
    number: int
    holding_id: UUID


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the team of a process."""

    role: str
    person_id: UUID
    holding_id: UUID


# ---------------------------------------------------------------- what moves the engine


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


# ---------------------------------------------------------------- what leaves the engine alone


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
