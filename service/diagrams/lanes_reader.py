"""Lanes, nested lanes and which node stands in which (BPMN 2.0.2 §10.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams import extension_reader
from service.diagrams.findings import error
from service.diagrams.model import Lane
from service.diagrams.xml import BPMN, SUBPROCESSES, children, text_of

if TYPE_CHECKING:
    from lxml.etree import _Element

    from service.diagrams.source import Source


class Lanes:
    """The lanes of one process, those of its subprocesses too."""

    def __init__(self, source: Source, process: _Element) -> None:
        self.source = source
        self.lanes: list[Lane] = []
        #: id of a node → id of the innermost lane that holds it
        self.of_node: dict[str, str] = {}
        self._ancestors: dict[str, tuple[str, ...]] = {}
        for holder in (process, *process.iter(*(f"{{{BPMN}}}{name}" for name in SUBPROCESSES))):
            for lane_set in children(holder, "laneSet"):
                self._read_set(lane_set, ())
        self._hand_down(process)

    def _hand_down(self, process: _Element) -> None:
        """Let what no lane names stand in the lane of its subprocess, where it is drawn too.

        Modellers name in a lane what stands in it directly, and draw the rest within that.
        """
        for subprocess in process.iter(*(f"{{{BPMN}}}{name}" for name in SUBPROCESSES)):
            lane = self.of_node.get(subprocess.get("id", ""))
            if lane is None:
                continue
            for element in subprocess:
                self.of_node.setdefault(element.get("id", ""), lane)

    def _read_set(self, lane_set: _Element, ancestors: tuple[str, ...]) -> None:
        for element in children(lane_set, "lane"):
            lane_id = element.get("id", "")
            if not lane_id:
                self.source.tell(error("missing-id", "", tag="lane"))
            self._ancestors[lane_id] = ancestors
            for reference in children(element, "flowNodeRef"):
                self._put(self.source.target(text_of(reference)), lane_id)
            binding = extension_reader.read_lane(element)
            self.lanes.append(Lane(lane_id, element.get("name", ""), binding, ancestors))
            for inner in children(element, "childLaneSet"):
                self._read_set(inner, (*ancestors, lane_id))

    def _put(self, node: str, lane: str) -> None:
        """Put a node into a lane: outer lanes may name it too, but no other one may."""
        before = self.of_node.get(node)
        if before is None or before in self._ancestors[lane]:
            self.of_node[node] = lane
        elif before != lane:
            self.source.tell(error("two-lanes", node, lane=lane, other=before))
