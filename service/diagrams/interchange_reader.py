"""BPMN DI: where the picture puts each element."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams.model import Bounds, Interchange
from service.diagrams.xml import BPMNDI, DC, DI, coordinate

if TYPE_CHECKING:
    from lxml.etree import _Element

    from service.diagrams.source import Source


def read_interchange(source: Source) -> Interchange:
    """Return shapes, edges and labels by the id of the element they picture."""
    shapes: dict[str, Bounds] = {}
    edges: dict[str, tuple[tuple[float, float], ...]] = {}
    labels: dict[str, Bounds] = {}
    for shape in source.root.iter(f"{{{BPMNDI}}}BPMNShape"):
        element = source.target(shape.get("bpmnElement", ""))
        bounds = _bounds(shape.find(f"{{{DC}}}Bounds"))
        if bounds is not None:
            shapes[element] = bounds
        _label(shape, element, labels)
    for edge in source.root.iter(f"{{{BPMNDI}}}BPMNEdge"):
        element = source.target(edge.get("bpmnElement", ""))
        edges[element] = tuple(
            (coordinate(point.get("x")), coordinate(point.get("y")))
            for point in edge.iterchildren(f"{{{DI}}}waypoint")
        )
        _label(edge, element, labels)
    return Interchange(shapes, edges, labels)


def _label(shape: _Element, element: str, labels: dict[str, Bounds]) -> None:
    bounds = _bounds(shape.find(f"{{{BPMNDI}}}BPMNLabel/{{{DC}}}Bounds"))
    if bounds is not None:
        labels[element] = bounds


def _bounds(element: _Element | None) -> Bounds | None:
    if element is None:
        return None
    return Bounds(*(coordinate(element.get(name)) for name in ("x", "y", "width", "height")))
