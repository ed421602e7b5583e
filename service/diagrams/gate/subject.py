"""What a rule of the gate looks at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.diagrams.model import (
    Activity,
    EventSubProcess,
    RefusedNode,
    Scope,
    SubProcess,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from service.diagrams.model import BoundaryEvent, Diagram, Node, Process


@dataclass(frozen=True, slots=True)
class FormOutline:
    """What the gate must know of a form; forms themselves are another floor's matter."""

    #: fields whose value enters state as it is
    value_keys: frozenset[str]
    #: free text and private fields: state gets only their id, so no expression may read them
    text_keys: frozenset[str]
    #: choice field → the values it offers; None when the page supplies them
    choices: Mapping[str, tuple[str, ...] | None]
    #: file field → key of the document that it makes a version of
    documents: Mapping[str, str | None]
    #: file fields for the one document that their step makes, whichever that is
    of_step: frozenset[str] = frozenset()
    #: those of `value_keys` whose value is a list
    list_keys: frozenset[str] = frozenset()

    def asks_for(self, document: str, made: str | None) -> bool:
        """Say whether it asks for the file of a document; `made`: the only one of its step."""
        return document in self.documents.values() or (bool(self.of_step) and made == document)


@dataclass(frozen=True, slots=True)
class Area:
    """One scope of a process with the ids around it."""

    scope: Scope
    #: id of the process or subprocess
    owner: str
    #: names of the data objects that can be seen from here
    data_names: frozenset[str]
    #: subprocesses around it
    depth: int
    #: of an event subprocess, which an event begins
    triggered: bool

    def nodes(self) -> Iterator[Node]:
        """Yield every flow node, boundary events after their activity."""
        for node in self.scope.nodes:
            yield node
            if isinstance(node, Activity):
                yield from node.boundaries

    def refused_tags(self) -> frozenset[str]:
        """Return what kinds of nodes the reader has refused here."""
        return frozenset(node.tag for node in self.scope.nodes if isinstance(node, RefusedNode))

    def boundaries(self) -> Iterator[tuple[Activity, BoundaryEvent]]:
        """Yield every boundary event after the activity that it is attached to."""
        for node in self.scope.nodes:
            if isinstance(node, Activity):
                for boundary in node.boundaries:
                    yield node, boundary


@dataclass(frozen=True, slots=True)
class Subject:
    """One process, and what is known about what it refers to.

    `forms` and `called` are None when the caller cannot know them; rules about them are silent
    then.
    """

    diagram: Diagram
    process: Process
    forms: Mapping[str, FormOutline] | None
    called: Mapping[str, Process] | None

    @property
    def known(self) -> dict[str, Process]:
        """Processes that a call activity finds: those of the file and those given beside it."""
        return {**{item.id: item for item in self.diagram.processes}, **(self.called or {})}

    def areas(self) -> Iterator[Area]:
        """Yield the process's own scope and every embedded subprocess, outermost first."""
        scope, owner = self.process.scope, self.process.id
        yield from _areas(Area(scope, owner, _names(scope), depth=0, triggered=False))

    def nested(self) -> Iterator[tuple[Area, tuple[Area, ...]]]:
        """Yield each area with those around it, the nearest first."""
        around: list[Area] = []
        for area in self.areas():
            del around[: max(0, len(around) - area.depth)]
            yield area, tuple(around)
            around.insert(0, area)


def _areas(area: Area) -> Iterator[Area]:
    yield area
    for node in area.scope.nodes:
        if isinstance(node, SubProcess):
            yield from _areas(
                Area(
                    node.scope,
                    node.id,
                    area.data_names | _names(node.scope),
                    area.depth + 1,
                    isinstance(node, EventSubProcess),
                )
            )


def _names(scope: Scope) -> frozenset[str]:
    return frozenset(item.name for item in scope.data_objects)
