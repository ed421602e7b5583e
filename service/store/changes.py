"""A change of one process as a value: what `record` writes, all of it or nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from service.events import Event
    from service.store.private_texts import PrivateText
    from service.values import Value


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task that begins to wait."""

    task_no: int
    element_id: str
    path: str
    loop_index: int | None
    kind: str
    role: str
    candidate: str
    unit_id: UUID | None
    agency: str | None
    round: int
    returned: bool
    due_at: datetime | None
    #: what a system asks for to do it; None: a person does it
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Closing:
    """Tasks that end together, in the same way."""

    task_nos: tuple[int, ...]
    status: Literal["completed", "waived", "cancelled"]
    by: UUID | None = None
    #: the jabatan that takes the tasks by closing them; None: they stay whose they are
    claiming_holding: UUID | None = None
    #: and the penugasan under which it does
    claiming_mandate: UUID | None = None
    #: False: nobody had a draft of them; one that came since is swept (`housekeeping`)
    drafted: bool = True


@dataclass(frozen=True, slots=True)
class Claiming:
    """A task that becomes somebody's, or nobody's when `person_id` is None."""

    task_no: int
    person_id: UUID | None
    holding_id: UUID | None
    mandate_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class NewDue:
    """An open task that is to be done by another instant."""

    task_no: int
    due_at: datetime


@dataclass(frozen=True, slots=True)
class NewPlace:
    """An open task that stands elsewhere, or waits for others, under another version."""

    task_no: int
    path: str
    kind: str
    role: str
    candidate: str
    unit_id: UUID | None
    agency: str | None


@dataclass(frozen=True, slots=True)
class NewEscalation:
    """A late task that a superior is told of."""

    task_no: int
    level: int
    position_id: UUID


@dataclass(frozen=True, slots=True)
class NewTimer:
    token_no: int
    element_id: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class NewListener:
    """A token that begins to wait for a message or a signal."""

    token_no: int
    kind: str
    name: str
    #: it takes only messages with this `key`
    correlated: bool
    key: Value
    #: it also takes what was sent before it waited
    early: bool


@dataclass(frozen=True, slots=True)
class NewDispatch:
    """A message or signal that leaves the process; what it says stands in the event."""

    #: among those that the event sent
    position: int
    kind: str
    name: str
    #: correlation of a message
    key: Value


@dataclass(frozen=True, slots=True)
class NewIncident:
    number: int
    element_id: str
    code: str
    params: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class NewVersion:
    document: str
    number: int
    sha256: str
    file_name_id: UUID


@dataclass(frozen=True, slots=True)
class NewAttachment:
    field: str
    number: int
    sha256: str
    file_name_id: UUID


@dataclass(frozen=True, slots=True)
class ActedOnPaper:
    """Who did an act on paper, and when; the actor of the event only recorded it."""

    person_id: UUID
    holding_id: UUID
    mandate_id: UUID | None
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class NewAct:
    id: UUID
    document: str
    version: int
    sha256: str
    act: str
    two_hats: bool = False
    #: None: the actor of the event did it, now
    on_paper: ActedOnPaper | None = None
    #: of a TTE: when the actor did it, before it was brought
    signed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewMember:
    role: str
    person_id: UUID
    holding_id: UUID


@dataclass(frozen=True, slots=True)
class Change:
    """Everything that one command writes. The first event is the one that the rest refers to."""

    events: tuple[Event, ...]
    #: None: the engine was not asked
    state: bytes | None = None
    engine_tag: str = ""
    status: Literal["running", "completed", "cancelled"] = "running"
    #: True: the process is suspended from now on; False: it goes on; None: as before
    suspended: bool | None = None
    #: of the step that the events are about
    element_id: str = ""
    claims: tuple[Claiming, ...] = ()
    due_dates: tuple[NewDue, ...] = ()
    #: the version of the SOP under which the process goes on; None: as before
    version_id: UUID | None = None
    places: tuple[NewPlace, ...] = ()
    escalated: NewEscalation | None = None
    closed: tuple[Closing, ...] = ()
    opened: tuple[NewTask, ...] = ()
    armed: tuple[NewTimer, ...] = ()
    disarmed: tuple[int, ...] = ()
    listening: tuple[NewListener, ...] = ()
    #: tokens that wait for no message or signal any more
    silenced: tuple[int, ...] = ()
    sent: tuple[NewDispatch, ...] = ()
    incident: NewIncident | None = None
    #: number of an incident that was retried, and whether the retry went through
    retried: int | None = None
    resolved: bool = False
    texts: tuple[PrivateText, ...] = ()
    versions: tuple[NewVersion, ...] = ()
    attachments: tuple[NewAttachment, ...] = ()
    acts: tuple[NewAct, ...] = ()
    #: (document, version) whose acts are void now
    outdated: tuple[tuple[str, int], ...] = ()
    #: (document, version) whose signatures were cancelled
    unsigned: tuple[tuple[str, int], ...] = ()
    team: tuple[NewMember, ...] = ()
    #: roles whose open tasks go to the team
    team_candidates: Mapping[str, str] = field(default_factory=dict)
