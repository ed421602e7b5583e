"""Parts of the events of one process: what a task, a document, an act, a timer was.

None is an event; the kinds are in `engine_moves` and `process`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

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
