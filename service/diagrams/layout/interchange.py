"""The layout as BPMN diagram interchange in the file (BPMN 2.0.2 §12)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from service.diagrams.xml import BPMN, BPMNDI, DC, DI

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from service.diagrams.layout.graph import Graph
    from service.diagrams.layout.pixels import Geometry
    from service.diagrams.model import Bounds


def write_interchange(
    root: etree._Element, graph: Graph, geometry: Geometry, labels: Mapping[str, Bounds]
) -> None:
    """Replace the diagram interchange below `root`."""
    for old in root.findall(f"{{{BPMNDI}}}BPMNDiagram"):
        root.remove(old)
    plane = new_plane(root, graph.plane)
    if graph.participant:
        add_shape(plane, graph.participant, geometry.pool, isHorizontal="true")
    for lane, bounds in zip(graph.lanes, geometry.lanes, strict=True):
        if lane.id:
            add_shape(plane, lane.id, bounds, isHorizontal="true")
    crossed = {
        node.get("id", "") for node in root.iter(f"{{{BPMN}}}exclusiveGateway") if node.get("id")
    }
    for box in graph.boxes:
        marker = {"isMarkerVisible": "true"} if box.id in crossed else {}
        add_shape(plane, box.id, geometry.boxes[box.id], labels.get(box.id), **marker)
    for line in graph.lines:
        add_edge(plane, line.id, geometry.lines[line.id], labels.get(line.id))


def new_plane(root: etree._Element, about: str) -> etree._Element:
    """Add an empty picture of `about`, a collaboration or a process; return its plane."""
    diagram = etree.SubElement(
        root,
        f"{{{BPMNDI}}}BPMNDiagram",
        {"id": "diagram_1"},
        nsmap={"bpmndi": BPMNDI, "dc": DC, "di": DI},
    )
    return etree.SubElement(diagram, f"{{{BPMNDI}}}BPMNPlane", id="plane_1", bpmnElement=about)


def add_shape(
    plane: etree._Element,
    element: str,
    bounds: Bounds,
    label: Bounds | None = None,
    **attributes: str,
) -> etree._Element:
    """Draw a flow node, data, a note, a lane or a pool; return what is added to the plane."""
    shape = etree.SubElement(
        plane,
        f"{{{BPMNDI}}}BPMNShape",
        {"id": f"{element}_di", "bpmnElement": element, **attributes},
    )
    _bounds(shape, bounds)
    _label(shape, label)
    return shape


def add_edge(
    plane: etree._Element,
    element: str,
    way: Iterable[tuple[float, float]],
    label: Bounds | None = None,
) -> etree._Element:
    """Draw a flow or an association; return what is added to the plane."""
    edge = etree.SubElement(
        plane, f"{{{BPMNDI}}}BPMNEdge", id=f"{element}_di", bpmnElement=element
    )
    for x, y in way:
        etree.SubElement(edge, f"{{{DI}}}waypoint", x=_number(x), y=_number(y))
    _label(edge, label)
    return edge


def _label(parent: etree._Element, bounds: Bounds | None) -> None:
    if bounds is not None:
        _bounds(etree.SubElement(parent, f"{{{BPMNDI}}}BPMNLabel"), bounds)


def _bounds(parent: etree._Element, bounds: Bounds) -> None:
    etree.SubElement(
        parent,
        f"{{{DC}}}Bounds",
        x=_number(bounds.x),
        y=_number(bounds.y),
        width=_number(bounds.width),
        height=_number(bounds.height),
    )


def _number(pixels: float) -> str:
    return str(round(pixels))
