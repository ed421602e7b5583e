"""A picture as it stands in a file: what is where, and how much air there is between."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from service.diagrams.xml import BPMN, BPMNDI, DC, DI, children, coordinate, local_name, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Rect:
    """Pixels of the modeller; the top is the smaller y."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> Point:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def grown(self, air: float, above: float | None = None) -> Rect:
        """Return it with so much air around; `above` and below it, where that is other."""
        up = air if above is None else above
        return Rect(self.left - air, self.top - up, self.right + air, self.bottom + up)

    def meets(self, other: Rect) -> bool:
        """Return whether the two have a point in common, edges included."""
        return (
            self.left <= other.right
            and other.left <= self.right
            and self.top <= other.bottom
            and other.top <= self.bottom
        )

    def holds(self, other: Rect) -> bool:
        """Return whether the other lies wholly inside."""
        return (
            self.left <= other.left
            and self.right >= other.right
            and self.top <= other.top
            and self.bottom >= other.bottom
        )


@dataclass(slots=True)
class Shown:
    """What one plane shows, to be added to."""

    plane: etree._Element
    #: the pool of the process; None without one
    pool: str | None = None
    #: flow nodes, data, notes: what a line must go round
    shapes: dict[str, Rect] = field(default_factory=dict)
    #: pools and lanes
    bands: dict[str, Rect] = field(default_factory=dict)
    lines: dict[str, list[Point]] = field(default_factory=dict)
    labels: dict[str, Rect] = field(default_factory=dict)
    items: dict[str, etree._Element] = field(default_factory=dict)

    def pieces(self) -> Iterator[tuple[Point, Point]]:
        """Yield the straight pieces of all lines."""
        for points in self.lines.values():
            yield from pairwise(points)

    def extent(self) -> Rect:
        """Return the pool, or what holds everything where there is none."""
        if self.pool is not None and self.pool in self.bands:
            return self.bands[self.pool]
        everything = [*self.shapes.values(), *(span(piece) for piece in self.pieces())]
        if not everything:
            return Rect(160, 80, 760, 380)
        return Rect(
            min(each.left for each in everything) - 60,
            min(each.top for each in everything) - 60,
            max(each.right for each in everything) + 60,
            max(each.bottom for each in everything) + 60,
        )


def shown_in(root: etree._Element, process: etree._Element) -> Shown | None:
    """Return the picture that shows `process`; None when the file has none of it."""
    inside = {each.get("id", ""): local_name(each) for each in process.iter(f"{{{BPMN}}}*")}
    pools = {each.get("id", ""): each for each in root.iter(f"{{{BPMN}}}participant")}
    pool = next(
        (
            key
            for key, each in pools.items()
            if each.get("processRef", "").rpartition(":")[2] == process.get("id")
        ),
        None,
    )
    for plane in root.iter(f"{{{BPMNDI}}}BPMNPlane"):
        about = {each.get("bpmnElement", "") for each in plane.iterchildren("{*}*")}
        if about & set(inside) or pool in about:
            return _read(plane, pool, inside, set(pools))
    return None


def _read(
    plane: etree._Element, pool: str | None, names: dict[str, str], pools: set[str]
) -> Shown:
    shown = Shown(plane, pool)
    for item in plane.iterchildren("{*}*"):
        target = item.get("bpmnElement", "")
        shown.items[target] = item
        label = item.find(f"{{{BPMNDI}}}BPMNLabel/{{{DC}}}Bounds")
        if label is not None:
            shown.labels[target] = rect_of(label)
        bounds = item.find(f"{{{DC}}}Bounds")
        if local_name(item) == "BPMNEdge":
            shown.lines[target] = [
                (coordinate(point.get("x")), coordinate(point.get("y")))
                for point in item.findall(f"{{{DI}}}waypoint")
            ]
        elif bounds is None:
            continue
        elif names.get(target) == "lane" or target in pools:
            shown.bands[target] = rect_of(bounds)
        else:
            shown.shapes[target] = rect_of(bounds)
    return shown


def rect_of(bounds: etree._Element) -> Rect:
    """Return the rectangle that a dc:Bounds says."""
    x, y, width, height = (coordinate(bounds.get(name)) for name in ("x", "y", "width", "height"))
    return Rect(x, y, x + width, y + height)


def span(piece: tuple[Point, Point]) -> Rect:
    """Return the rectangle that a straight piece spans."""
    (x1, y1), (x2, y2) = piece
    return Rect(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


def lane_of(process: etree._Element) -> dict[str, str]:
    """Return the innermost lane of each flow node."""
    return {
        text_of(reference): lane.get("id", "")
        for lane in process.iter(f"{{{BPMN}}}lane")
        for reference in children(lane, "flowNodeRef")
    }
