"""BPMN DI: where the picture puts each element."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams.model import Bounds, Interchange
from service.diagrams.xml import BPMNDI, DC, DI

if TYPE_CHECKING:
    from lxml.etree import _Element


def read_interchange(root: _Element) -> Interchange:
    """Return shapes, edges and labels by the id of the element they picture."""
    shapes: dict[str, Bounds] = {}
    edges: dict[str, tuple[tuple[float, float], ...]] = {}
    labels: dict[str, Bounds] = {}
    for shape in root.iter(f"{{{BPMNDI}}}BPMNShape"):
        bounds = _bounds(shape.find(f"{{{DC}}}Bounds"))
        if bounds is not None:
            shapes[shape.get("bpmnElement", "")] = bounds
        _label(shape, labels)
    for edge in root.iter(f"{{{BPMNDI}}}BPMNEdge"):
        points = tuple(
            (_number(point.get("x")), _number(point.get("y")))
            for point in edge.iterchildren(f"{{{DI}}}waypoint")
        )
        edges[edge.get("bpmnElement", "")] = points
        _label(edge, labels)
    return Interchange(shapes, edges, labels)


def _label(element: _Element, labels: dict[str, Bounds]) -> None:
    bounds = _bounds(element.find(f"{{{BPMNDI}}}BPMNLabel/{{{DC}}}Bounds"))
    if bounds is not None:
        labels[element.get("bpmnElement", "")] = bounds


def _bounds(element: _Element | None) -> Bounds | None:
    if element is None:
        return None
    return Bounds(*(_number(element.get(name)) for name in ("x", "y", "width", "height")))


def _number(text: str | None) -> float:
    try:
        return float(text or 0)
    except ValueError:
        return 0.0
