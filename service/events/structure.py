"""What can happen to the structure of a pemda, its people, and who may look into its processes.

Events of structure and people stand in the stream of the pemda, those of a surat tugas in its
own. Where a field holds "text:<id>", `texts` has the commitment of that private text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from service.events import Event

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PemdaFounded(Event):
    """A regional government began to use this store."""

    pemda_id: UUID
    name: str
    pemda_kind: str
    timezone: str
    #: DATA CONTOH: the store was made with --demo
    demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeAdded(Event):
    office_id: UUID
    name: str
    short_name: str
    office_kind: str
    timezone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitAdded(Event):
    unit_id: UUID
    office_id: UUID
    name: str
    unit_kind: str
    #: place among the units of the office
    sort: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionAdded(Event):
    position_id: UUID
    office_id: UUID
    unit_id: UUID
    title: str
    role: str | None
    duty: str | None
    superior_id: UUID | None
    #: place among the positions of the office
    sort: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAdded(Event):
    person_id: UUID
    name: str
    nip: str | None = None
    phone: str | None = None
    login: str | None = None
    email: str | None = None
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateBound(Event):
    """A person said whose certificate it is with which the own signatures are made."""

    person_id: UUID
    #: CN
    name: str
    #: argon2id of the SHA-256 of the whole name
    subject: str
    #: SHA-256 of the name of who issued it, and that name to be read
    issuer: str
    provider: str
    #: number in hex, and SHA-256 of the public key
    serial: str
    key: str
    begins: datetime
    #: when the password was typed
    confirmed_at: datetime | None
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateReleased(Event):
    """The certificate is bound to the account no more; what it signed stays signed."""

    person_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCorrected(Event):
    """What is known of a person was written anew; what is None was left as it was."""

    person_id: UUID
    name: str | None = None
    nip: str | None = None
    phone: str | None = None
    login: str | None = None
    email: str | None = None
    #: what was taken out: nip, phone, email; None: nothing was
    removed: tuple[str, ...] | None = None
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldingAdded(Event):
    """A person took a jabatan; `to_date` is the last day, None: until further notice."""

    holding_id: UUID
    position_id: UUID
    person_id: UUID
    from_date: date
    to_date: date | None
    sk_number: str | None
    sk_date: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldingEnded(Event):
    holding_id: UUID
    to_date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeCorrected(Event):
    """The office has another name from now on; what was recorded before keeps the old one."""

    office_id: UUID
    name: str
    short_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCorrected(Event):
    unit_id: UUID
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionCorrected(Event):
    position_id: UUID
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeDeactivated(Event):
    office_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitDeactivated(Event):
    unit_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionDeactivated(Event):
    position_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDeactivated(Event):
    """The person holds nothing any more; sessions, tokens, password and slip are gone."""

    person_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonReactivated(Event):
    """The person may hold jabatan again; to log in, a new slip is needed."""

    person_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonErased(Event):
    """The law's erasure: what was known of the person is gone, the commitments remain."""

    person_id: UUID
    erased: tuple[UUID, ...]
    #: reference of the reason
    reason: str
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureImported(Event):
    """A file added what the events after this one say."""

    file_sha256: str
    preview_sha256: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MailsSentAgain(Event):
    """An administrator let mails be tried anew that could not be sent."""

    mail_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MailsDismissed(Event):
    """An administrator gave mails up for good that could not be sent."""

    mail_ids: tuple[UUID, ...]


StoppedKind = Literal["timer", "dispatch", "recount", "way"]


@dataclass(frozen=True, slots=True)
class StoppedWork:
    """Something that the worker did again and again in vain, and then gave up."""

    kind: StoppedKind
    #: of the process of a timer, of the dispatch, of the change of the calendar to count again
    #: for, of the version that a time begins processes by
    id: UUID
    #: of a timer: the token that it waits for
    token_no: int | None = None
    #: of a time that begins processes: its start event, and which of that one's times, from 1
    element_id: str | None = None
    place: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkTriedAgain(Event):
    """An administrator let the worker try anew what it had given up."""

    work: tuple[StoppedWork, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchesDismissed(Event):
    """An administrator gave up for good what could not be handed on to another process."""

    dispatch_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipIssued(Event):
    """A one-time code for a new password was made; the code itself is nowhere."""

    person_id: UUID
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordSet(Event):
    person_id: UUID
    #: slip: with a one-time code. change: by the person, who knew the old one. set_up: the first
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiTokenIssued(Event):
    """A person made a token for a program that acts in one of the person's jabatan."""

    person_id: UUID
    #: hash of the token, which is how it can be revoked
    token_hash: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiTokenRevoked(Event):
    person_id: UUID
    token_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditGranted(Event):
    """A surat tugas lets an auditor see processes; None means every office, every SOP."""

    assignment_id: UUID
    person_id: UUID
    letter_number: str
    letter_date: date
    from_date: date
    to_date: date
    office_id: UUID | None
    sop_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRevoked(Event):
    assignment_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateGranted(Event):
    """A letter was recorded by which a person acts for a jabatan; both days count."""

    mandate_id: UUID
    mandate_kind: str
    position_id: UUID
    person_id: UUID
    letter_number: str
    letter_date: date
    from_date: date
    to_date: date
    #: the only SOPs in which it counts; None: all routine work
    sop_ids: frozenset[UUID] | None
    scan_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateEnded(Event):
    """A penugasan ended before its last day: from this instant it gives no authority."""

    mandate_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessViewed(Event):
    """An auditor looked at a process under a surat tugas (decisions §3.10)."""

    assignment_id: UUID
    process_id: UUID
    #: which page or export: process, history, replay, verification, file
    what: str
    #: of the file
    sha256: str | None = None
