"""How sentences about a difference call an element: as people do, never by its id."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from service.diagrams.extensions import lane_called
from service.diagrams.model import (
    BoundaryEvent,
    CancelEvent,
    CompensateEvent,
    ConditionalEvent,
    ErrorEvent,
    EscalationEvent,
    MessageEvent,
    RefusedNode,
    SignalEvent,
    TimerEvent,
    events_of,
)
from service.sentences.telling import Told, said

if TYPE_CHECKING:
    from service.diagrams.comparing.matching import Side
    from service.diagrams.model import Node, SequenceFlow
    from service.sentences.telling import Said

#: Characters of a text that stands for its element.
_LONGEST: Final = 60

#: What an event or boundary waits for, or does.
_TRIGGERS: Final = {
    TimerEvent: "timer",
    MessageEvent: "message",
    SignalEvent: "signal",
    ConditionalEvent: "condition",
    ErrorEvent: "error",
    EscalationEvent: "escalation",
    CompensateEvent: "compensation",
    CancelEvent: "cancel",
}


class Names:
    """The names of one side's elements."""

    def __init__(self, side: Side) -> None:
        self._side = side
        steps = (node.extension.step for node in side.nodes)
        called = Counter(step.called for step in steps if step is not None)
        # Numbers that the document prints twice do not tell rows apart.
        self._twice = {number for number, often in called.items() if often > 1}

    def of(self, element_id: str) -> Told:
        """Return how the node with this id is called; the id itself when there is none."""
        place = self._side.places.get(element_id)
        return element_id if place is None else self.of_node(place.node)

    def of_node(self, node: Node) -> Said:
        step = node.extension.step
        if step is not None and step.called in self._twice:
            text = shortened(step.activity or node.name)
            return said("compare.name.step-text", step=step.called, text=text)
        if step is not None:
            return said("compare.name.step", step=step.called)
        if isinstance(node, BoundaryEvent):
            return said(
                "compare.name.boundary", kind=kind_of(node), host=self.of(node.attached_to)
            )
        if node.name:
            return said("compare.name.named", kind=kind_of(node), name=shortened(node.name))
        before = self._side.places[node.id].before
        if before and before[0] != node.id and self._is_named(before[0]):
            return said("compare.name.after", kind=kind_of(node), before=self.of(before[0]))
        return said("compare.name.id", kind=kind_of(node), id=node.id)

    def of_flow(self, flow: SequenceFlow) -> Said:
        ends = {"source": self.of(flow.source), "target": self.of(flow.target)}
        if flow.name:
            return said("compare.name.flow-named", name=shortened(flow.name), **ends)
        return said("compare.name.flow", **ends)

    def performer(self, node: Node) -> str:
        """Return who does it: the agency that it names, else its lane; "": nobody."""
        lane = self._side.process.lane(node.lane)
        return node.extension.agency or (lane_called(lane.name, lane.binding.role) if lane else "")

    def _is_named(self, element_id: str) -> bool:
        place = self._side.places.get(element_id)
        return place is not None and bool(place.node.name or place.node.extension.step)


def kind_of(node: Node) -> Said:
    """Return what a node is, in a word or two."""
    if isinstance(node, RefusedNode):
        return said("compare.kind.refused", tag=node.tag)
    name = type(node).__name__
    if node.extension.proposed is not None and name.endswith("Task"):
        return said("compare.kind.proposed")
    events = events_of(node)
    trigger = _TRIGGERS.get(type(events[0])) if len(events) == 1 else None
    if trigger is not None and name not in ("EndEvent", "StartEvent", "ReceiveTask"):
        return said(f"compare.kind.{trigger}")
    return said(f"compare.kind.{name}")


def shortened(text: str) -> str:
    """Return a text on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"
