"""What a hand-written flow description is made of.

It says only what the transcription does not: which nodes there are besides the numbered steps,
how they follow each other, and what completing each of them does.

The nodes stand in the order of the document, and each leads to the next one; where it is another,
a task says `then`, and the ways out of a gateway stand in its `Choice`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, assert_never

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What a lane binds to; "instansi" is every outside agency.
Role = Literal["kepala_dinas", "sekretaris", "ketua_tim", "anggota_tim", "bidang", "instansi"]
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
class PerUnit:
    """Done by several units side by side: parallel multi-instance over the Bidang asked."""

    #: step whose form asks which units
    filled_by: str
    #: step that collects what the units hand in; who does that may waive a late unit
    collector: str
    #: how the list is called in the picture
    label: str = "Daftar Bidang"


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What the tasks of all kinds have in common."""

    form: str
    #: key of the document that an earlier step made and this one starts from
    starts_from: str | None = None
    outputs: tuple[Output, ...] = ()
    acts: tuple[Act, ...] = ()
    #: (variable, FEEL), when the task ends
    assign: tuple[tuple[str, str], ...] = ()
    #: variable that takes the outcome, which the `Choice` behind the task asks about
    decides: str | None = None
    forms_team: bool = False
    per_unit: PerUnit | None = None
    #: id of the node that follows; None: the next one of the description
    then: str | None = None


@dataclass(frozen=True, slots=True)
class Step(Work):
    """A row of the document that is work; all its texts come from the transcription."""

    #: its place, "1" being the first row; most documents print the same
    number: str

    @property
    def id(self) -> str:
        return f"step_{self.number}"


@dataclass(frozen=True, slots=True)
class Proposed(Work):
    """A task that the document implies but does not number."""

    id: str
    name: str
    role: Role = field(kw_only=True)
    #: number of the step, and why the task is proposed
    part_of: str = field(kw_only=True)
    reason: str = field(kw_only=True)
    time_iso: str | None = field(default=None, kw_only=True)


@dataclass(frozen=True, slots=True)
class Arrival(Work):
    """Waiting for an outside agency: a receive task in its lane."""

    id: str
    #: what is awaited, and from whom
    awaited: str
    agency: str = field(kw_only=True)
    message: str = field(kw_only=True)
    #: number of the step, and why the task is proposed
    part_of: str = field(kw_only=True)
    reason: str = field(kw_only=True)

    @property
    def name(self) -> str:
        return f"Menunggu instansi terkait ({self.agency}): {self.awaited}"


@dataclass(frozen=True, slots=True)
class Start:
    role: Role
    #: (variable, FEEL), when a process starts
    assign: tuple[tuple[str, str], ...] = ()
    id: str = "start_1"
    name: str = "Mulai"


@dataclass(frozen=True, slots=True)
class End:
    role: Role
    id: str = "end_1"
    name: str = "Selesai"


@dataclass(frozen=True, slots=True)
class EndRow:
    """A row of the document that is no work but its end (*Selesai*)."""

    number: str
    id: str = "end_1"


@dataclass(frozen=True, slots=True)
class Onward:
    """A way on that a person chooses."""

    outcome: str
    name: str
    #: id of the node to which it leads; None: the next one of the description
    to: str | None = None


@dataclass(frozen=True, slots=True)
class Back:
    """A way back that a person chooses; the first goes to who produced the document."""

    #: of the step to which it leads, and what that step is
    number: str
    words: str
    #: id of the node where the returned work begins, if that is a proposed part of the step
    to: str | None = None


@dataclass(frozen=True, slots=True)
class When:
    """A way on that the data of the process choose."""

    #: FEEL
    condition: str
    name: str
    #: id of the node to which it leads; None: the next one of the description
    to: str | None = None


Way = Onward | Back | When


@dataclass(frozen=True, slots=True)
class Choice:
    """An exclusive gateway, in the lane of the task before it, whose outcome it asks about."""

    id: str
    name: str
    ways: tuple[Way, ...]


Node = Step | Proposed | Arrival | Start | End | EndRow | Choice


class NothingDecided(ValueError):
    """A gateway asks about an outcome, and the task before it decides nothing."""


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow as the nodes of a description give it."""

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
    #: of what kinds its processes are (`murni`, `perubahan`); most SOPs have none
    kinds: tuple[str, ...] = ()

    def before(self, choice: Choice) -> Node:
        """Return the node before a gateway: the task about which it asks."""
        return self.nodes[self.nodes.index(choice) - 1]

    def flows(self) -> Iterator[Flow]:
        """Give the flows in the order of the nodes from which they come.

        Raises IndexError for a last node that neither ends the process nor says what follows,
        NothingDecided for a gateway that asks about an outcome without a task that decides it.
        """
        for place, node in enumerate(self.nodes):
            match node:
                case End() | EndRow():
                    pass
                case Choice():
                    for way in node.ways:
                        yield self._flow(place, node, way)
                case Start():
                    yield Flow(node.id, self._next(place))
                case Step() | Proposed() | Arrival():
                    yield Flow(node.id, node.then or self._next(place))
                case _:
                    assert_never(node)

    def _next(self, place: int) -> str:
        return self.nodes[place + 1].id

    def _flow(self, place: int, choice: Choice, way: Way) -> Flow:
        match way:
            case Onward():
                outcome, target, name = way.outcome, way.to or self._next(place), way.name
            case Back():
                outcome, target = f"kembalikan_{way.number}", way.to or f"step_{way.number}"
                name = f"Kembalikan ke {way.number}: {way.words}"
            case When():
                return Flow(choice.id, way.to or self._next(place), way.name, way.condition)
            case _:
                assert_never(way)
        condition = f'{self._decided(choice)} = "{outcome}"'
        return Flow(choice.id, target, name, condition, outcome, returns=isinstance(way, Back))

    def _decided(self, choice: Choice) -> str:
        task = self.before(choice)
        if not isinstance(task, Work) or task.decides is None:
            raise NothingDecided(choice.id)
        return task.decides
