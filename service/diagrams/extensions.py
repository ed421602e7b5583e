"""Our namespace in a diagram, as frozen values.

`service/docs/bpmn-extensions.md` documents every element and attribute; `alur-moddle.json` is the
descriptor with which bpmn-js keeps them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMESPACE = "urn:alur:bpmn:1"

#: The roles that a lane can bind to (`alur:role`) → how the lanes are called that stand in each
#: diagram, from the top (decisions §4.3). "instansi" is every outside agency.
LANE_NAMES: Mapping[str, str] = {
    "kepala_dinas": "Kepala Dinas",
    "sekretaris": "Sekretaris",
    "ketua_tim": "Ketua Tim",
    "anggota_tim": "Anggota Tim",
    "bidang": "Bidang",
    "instansi": "Bappeda/BKAD",
}
LANE_ROLES = tuple(LANE_NAMES)

#: What screens call the lane that stands for every outside agency (decisions §9).
AGENCIES: Final = "Instansi Terkait"
#: Names of the lanes that people draw and type: as screens call them.
NEW_LANE_NAMES: Mapping[str, str] = {**LANE_NAMES, "instansi": AGENCIES}
#: The kegiatan of the one step that a new SOP begins with; somebody has to write their own.
FIRST_STEP: Final = "Langkah pertama"


def lane_called(name: str, role: str | None) -> str:
    """Return how a lane is called on a screen; the one of agencies has one name there."""
    return AGENCIES if role == "instansi" and name == LANE_NAMES["instansi"] else name


#: Of what kinds the processes of a SOP can be (`kinds` of `alur:sop`).
KINDS = ("murni", "perubahan", "pergeseran", "lainnya")

Confidence = Literal["high", "medium", "low"]


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """*Perlu konfirmasi*: a gap or contradiction of the document, kept and marked."""

    text: str
    #: the line of the document it is about, verbatim; empty when the document is silent
    source: str


@dataclass(frozen=True, slots=True)
class DocumentDeclaration:
    """A named document of a process; its versions live in the store."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class SopIdentity:
    """The identity part of a SOP (PermenPANRB 35/2012): texts as the document has them."""

    number: str
    name: str
    #: the pemerintah daerah, and the office that the document is of
    government: str
    office: str
    unit: str
    made: str
    revised: str
    effective: str
    #: Tanggal Pengesahan, which only some documents have
    ratified: str
    #: the jabatan that ratified it, never a name
    ratified_by: str
    legal_basis: tuple[str, ...]
    qualifications: tuple[str, ...]
    related: tuple[str, ...]
    equipment: tuple[str, ...]
    warnings: tuple[str, ...]
    records: tuple[str, ...]
    open_points: tuple[OpenPoint, ...]
    documents: tuple[DocumentDeclaration, ...]
    #: of what kinds its processes are; (): there are no kinds; None: the diagram does not say
    kinds: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class LaneBinding:
    """`alur:role` of a lane; None when the analyst has not bound it."""

    role: str | None


def step_called(number: str, place: str) -> str:
    """Return by which people name a row: the printed number without its dot, else its place."""
    return number.rstrip(".") or place


@dataclass(frozen=True, slots=True)
class SubStep:
    """`alur:subStep`: a part of a row's kegiatan that the document numbers itself."""

    number: str  # as printed, which may repeat or contradict that of the row
    time_text: str  # its own time, where the row's cell gives several
    time_iso: str | None
    text: str


@dataclass(frozen=True, slots=True)
class SopStep:
    """`alur:step`: the row of the document that this node carries, texts verbatim."""

    seq: int
    number: str  # as printed: with its dot, twice, or not at all
    activity: str  # kegiatan
    requirements: str  # kelengkapan
    time_text: str  # waktu, as written
    time_iso: str | None  # P1D, PT2H, P2W, P1M: counted in working time
    time_adjusted: bool  # *Disesuaikan*: who starts a process says until when
    output: str
    remarks: str  # keterangan
    column: str  # the document's own column title
    confidence: Confidence | None  # of an inferred performer
    reason: str
    sub_steps: tuple[SubStep, ...] = ()

    @property
    def called(self) -> str:
        """By which people name it."""
        return step_called(self.number, str(self.seq))


@dataclass(frozen=True, slots=True)
class ProposedNode:
    """`alur:proposed`: the document implies this node but does not number it."""

    part_of: str  # of the step, as people name it
    reason: str
    time_iso: str | None = None  # a proposed limit, in working time


@dataclass(frozen=True, slots=True)
class Requirement:
    """One line of the kelengkapan checklist; ticked by itself when `document` has a version."""

    name: str
    document: str | None


@dataclass(frozen=True, slots=True)
class Output:
    """What completing a step makes; only the first two ask for a file."""

    kind: Literal["new_document", "new_version", "act", "record"]
    document: str | None
    name: str
    #: FEEL; the output counts only when it is true. None: always
    when: str | None


@dataclass(frozen=True, slots=True)
class Act:
    """A paraf, an approval for signature or a signature, on the newest version of a document."""

    kind: Literal["paraf", "approve_for_signature", "sign"]
    document: str
    when: str | None


@dataclass(frozen=True, slots=True)
class Assignment:
    """`alur:assign`: when the node ends, `variable` gets the value of the FEEL `value`."""

    variable: str
    value: str


@dataclass(frozen=True, slots=True)
class Decision:
    """`alur:decision`: completing this task sets the variable to an outcome drawn on flows."""

    variable: str


@dataclass(frozen=True, slots=True)
class NodeExtension:
    step: SopStep | None = None
    proposed: ProposedNode | None = None
    form: str | None = None  # key of forms/<key>.form
    requirements: tuple[Requirement, ...] = ()
    outputs: tuple[Output, ...] = ()
    acts: tuple[Act, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    #: `alur:out` of an event that sends something: variable where it arrives, value here
    payload: tuple[Assignment, ...] = ()
    decision: Decision | None = None
    agency: str | None = None  # of a node in the lane of outside agencies
    #: FEEL giving the unit's id: the task belongs to that Bidang
    unit: str | None = None
    #: element id of the step that collects what the instances supply; its role may waive
    collector: str | None = None
    #: "form_team": completing names Ketua Tim and Anggota Tim of this process
    effect: Literal["form_team"] | None = None

    @property
    def makes(self) -> str | None:
        """The document that completing the node makes; None where it makes none or several."""
        made = {
            output.document
            for output in self.outputs
            if output.kind in ("new_document", "new_version") and output.document is not None
        }
        return next(iter(made)) if len(made) == 1 else None
