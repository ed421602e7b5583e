"""Where an element stands in its diagram, and what it is called there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.diagrams.called import called
from service.diagrams.extensions import lane_called

if TYPE_CHECKING:
    from service.diagrams.model import Diagram, Lane, Node, Process
    from service.engine import Definition


@dataclass(frozen=True, slots=True)
class ElementPlace:
    """What people call an element: its name, its number, the column it stands in."""

    element_id: str
    #: the element of the SOP's own diagram that shows it: the call, for one of a called process
    drawn_id: str
    title: str
    step_number: str | None
    #: role of its lane; None: no lane, or none bound
    role: str | None
    #: name of its lane as drawn
    lane: str | None


def element_place(diagram: Diagram, process_id: str, element_id: str) -> ElementPlace:
    """Return the place of an element; one that the diagram does not know is called by its id."""
    process = diagram.process(process_id)
    node = None if process is None else find_node(process, element_id)
    if process is None or node is None:
        return ElementPlace(element_id, element_id, element_id, None, None, None)
    return _place(node, process, process.lane(node.lane), element_id)


def place_at(definition: Definition, path: str) -> ElementPlace:
    """Return the place of a task by its path: of the process itself, or of one that it calls.

    An id alone is unique within one diagram only. One that the diagram does not know, since the
    process was moved to another version after it, is called by its id.
    """
    if path not in definition.nodes:
        element_id = path.rpartition("/")[2]
        return ElementPlace(element_id, element_id, element_id, None, None, None)
    home = definition.homes.get(path, definition.process)
    return _place(definition.node(path), home, definition.lane(path), definition.shown_by(path))


def _place(node: Node, home: Process, lane: Lane | None, drawn_id: str) -> ElementPlace:
    step = node.extension.step
    return ElementPlace(
        element_id=node.id,
        drawn_id=drawn_id,
        title=called(home, node),
        step_number=step.called if step else None,
        role=lane.binding.role if lane else None,
        lane=lane_called(lane.name, lane.binding.role) if lane else None,
    )


def find_node(process: Process, element_id: str) -> Node | None:
    """Return a node of the process or of its embedded subprocesses."""
    return next((node for node in process.scope.all_nodes() if node.id == element_id), None)
