"""What a hand-written flow description is made of.

It says only what the transcription does not: which nodes there are besides the numbered steps,
how they follow each other, and what completing each of them does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: The six lanes that stand in each diagram, from the top: (role, name).
LANES = (
    ("kepala_dinas", "Kepala Dinas"),
    ("sekretaris", "Sekretaris"),
    ("ketua_tim", "Ketua Tim"),
    ("anggota_tim", "Anggota Tim"),
    ("bidang", "Bidang"),
    ("instansi", "Bappeda/BKAD"),
)


OutputKind = Literal["newDocument", "newVersion", "act", "record"]


@dataclass(frozen=True, slots=True)
class Output:
    kind: OutputKind
    name: str
    document: str | None = None
    #: FEEL: for which round it counts
    when: str | None = None


@dataclass(frozen=True, slots=True)
class Act:
    kind: Literal["paraf", "approveForSignature", "sign"]
    document: str
    when: str | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """What the tasks of all kinds have in common."""

    form: str
    #: key of the document that an earlier step made and this one starts from
    starts_from: str | None = None
    outputs: tuple[Output, ...] = ()
    acts: tuple[Act, ...] = ()
    #: (variable, FEEL), when the task ends
    assign: tuple[tuple[str, str], ...] = ()
    #: variable that takes the outcome
    decides: str | None = None
    forms_team: bool = False


@dataclass(frozen=True, slots=True)
class PerUnit:
    """Done by several units side by side: parallel multi-instance over a list."""

    #: variable with the list, and the name that each instance gives its unit
    collection: str
    item: str
    #: how the list is called in the picture, and the step that fills it
    label: str
    filled_by: str
    #: step that collects what the units hand in; who does that may waive a late unit
    collector: str


@dataclass(frozen=True, slots=True)
class Step:
    """A row of the document that is work; all its texts come from the transcription."""

    #: its place, "1" being the first row; most documents print the same
    number: str
    work: Work
    per_unit: PerUnit | None = None

    @property
    def id(self) -> str:
        return f"step_{self.number}"


@dataclass(frozen=True, slots=True)
class Proposed:
    """A task that the document implies but does not number."""

    id: str
    name: str
    role: str
    part_of: str
    reason: str
    work: Work
    time_iso: str | None = None
    per_unit: PerUnit | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """Waiting for an outside agency: a receive task in its lane."""

    id: str
    name: str
    agency: str
    message: str
    part_of: str
    reason: str
    work: Work


@dataclass(frozen=True, slots=True)
class Start:
    id: str
    name: str
    role: str
    assign: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class End:
    id: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class EndRow:
    """A row of the document that is no work but its end (*Selesai*)."""

    id: str
    number: str


@dataclass(frozen=True, slots=True)
class Choice:
    """An exclusive gateway."""

    id: str
    name: str
    role: str
    #: of a gateway in the lane of outside agencies
    agency: str | None = None


Node = Step | Proposed | Arrival | Start | End | EndRow | Choice


@dataclass(frozen=True, slots=True)
class Flow:
    source: str
    target: str
    name: str = ""
    condition: str | None = None
    outcome: str | None = None
    returns: bool = False

    @property
    def id(self) -> str:
        return f"f_{self.source}_{self.target}"


@dataclass(frozen=True, slots=True)
class Description:
    """A whole flow; the nodes stand in the order of the document, from left to right."""

    key: str
    #: (key, name) of the documents of a process
    documents: tuple[tuple[str, str], ...]
    nodes: tuple[Node, ...]
    flows: tuple[Flow, ...]


def decide(
    task: str,
    gateway: str,
    variable: str,
    forward: tuple[str, str, str],
    *back: tuple[str, str] | tuple[str, str, str],
) -> tuple[Flow, ...]:
    """Return the flows of a reviewing task: one way on, and returns to numbered steps.

    `forward` is (outcome, target, name); each `back` is (number of the step, what that step is),
    with the id of the node where the returned work begins if that is a proposed part of the step.
    """
    outcome, target, name = forward
    return (
        Flow(task, gateway),
        Flow(gateway, target, name, f'{variable} = "{outcome}"', outcome),
        *(
            Flow(
                gateway,
                part[0] if part else f"step_{number}",
                f"Kembalikan ke {number}: {words}",
                f'{variable} = "kembalikan_{number}"',
                f"kembalikan_{number}",
                returns=True,
            )
            for number, words, *part in back
        ),
    )
