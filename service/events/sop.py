"""What can happen to a SOP of an office; the stream is that of the SOP.

Every status of a version is a person's act (decisions §2.9): draft, checked, trial, effective,
withdrawn. Where a field holds "text:<id>", `texts` has the commitment of that private text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from service.events import Event

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Pin:
    """A form or a called diagram that a version is bound to, byte by byte."""

    pin_kind: str  # form | process
    key: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawer:
    """Somebody who drew a version, and the jabatan that was held then."""

    person_id: UUID
    jabatan: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SopAdopted(Event):
    """An office took a SOP of the catalogue as its own (*Gunakan untuk kantor ini*)."""

    sop_id: UUID
    office_id: UUID
    key: str
    title: str
    #: the catalogue's file, and its bytes at that moment
    source: str
    source_sha256: str
    #: DATA CONTOH: in a store that was made with --demo
    demo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SopAdded(Event):
    """An office began a SOP of its own, from an uploaded diagram."""

    sop_id: UUID
    office_id: UUID
    key: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SopDescribed(Event):
    """Title or number of the SOP, as the office writes them, were set."""

    sop_id: UUID
    title: str
    number: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SopVersionAdded(Event):
    """A diagram with its forms was stored; nothing can be started with it yet."""

    version_id: UUID
    number: int
    xml_sha256: str
    process_id: str
    pins: tuple[Pin, ...]
    #: the catalogue's bytes it came from; None: uploaded
    catalogue_sha256: str | None = None
    #: findings of the gate that keep it from being published
    setup_findings: int
    #: catatan revisi: why there is a new version; None: nobody wrote one
    note: str | None = None
    texts: Mapping[str, str] | None = None
    #: who drew it here, in the order of their first save; None: it was brought as a file
    drawn_by: tuple[Drawer, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SopVersionChecked(Event):
    """The gate had nothing to say against publishing it."""

    version_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SopVersionPublishedAsTrial(Event):
    """Processes can be started, as uji coba only."""

    version_id: UUID
    #: DATA CONTOH: in a store that was made with --demo
    demo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SopProposalsConfirmed(Event):
    """An analyst confirmed what the diagram adds to its document (decisions §4.8)."""

    version_id: UUID
    #: ids of the elements that were proposed or inferred
    elements: tuple[str, ...]
    #: the points marked *perlu konfirmasi*, in order
    open_points: int
    #: parts of the identity that the document leaves empty (`judging.IDENTITY_PARTS`); None: none
    unsaid: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SopVersionMadeEffective(Event):
    """The version binds the office from a day that a person typed.

    By the head of the office, or as the record of a ratification on paper: then `letter`,
    `occurred_at` and `behalf` of the event say which paper, when and by whom.
    """

    version_id: UUID
    effective_from: date
    #: the version in force until then, and its last day
    replaced_id: UUID | None = None
    replaced_to: date | None = None
    scan_sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SopVersionWithdrawn(Event):
    """No process can be started with it any more; those that run go on.

    Before its first day in force it leaves things as if it had not been ratified: the version
    that it was to replace keeps its place.
    """

    version_id: UUID
    #: the last day on which it was in force, when it was
    effective_to: date | None
    reason: str
    texts: Mapping[str, str] = field(default_factory=dict)
    #: the version that it was to replace, and the last day of that one from now on; None: no end
    kept_id: UUID | None = None
    kept_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SopEvaluated(Event):
    """The version in force was evaluated, as it is to be yearly (PermenPANRB 35/2012)."""

    version_id: UUID
    evaluated_on: date
    #: keep, revise or withdraw: what is to become of it, which this event does not do
    result: str
    note: str
    texts: Mapping[str, str] = field(default_factory=dict)
