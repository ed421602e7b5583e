"""What a person needs of a picture, as rules over the diagram interchange of a file."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
BPMNDI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
DI = "{http://www.omg.org/spec/DD/20100524/DI}"

#: Two parallel lines nearer than this cannot be told apart.
NEAR = 5.0
#: A line may touch another for the length of an arrow head, not longer.
SHORT = 12.0
#: Of a gateway, from its middle.
_TIPS = ((25, 0), (-25, 0), (0, 25), (0, -25))


@dataclass(frozen=True)
class Rect:
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Rect, air: float = 0.0) -> bool:
        return (
            self.left < other.right + air
            and other.left < self.right + air
            and self.top < other.bottom + air
            and other.top < self.bottom + air
        )

    def holds(self, other: Rect) -> bool:
        return (
            self.left <= other.left
            and self.right >= other.right
            and self.top <= other.top
            and self.bottom >= other.bottom
        )


@dataclass(frozen=True)
class Picture:
    #: flow nodes, data and notes
    shapes: dict[str, Rect]
    lanes: dict[str, Rect]
    lane_of: dict[str, str]
    lines: dict[str, list[tuple[float, float]]]
    ends: dict[str, tuple[str, str]]
    labels: dict[str, Rect]
    #: ids of everything that should be drawn
    expected: set[str]


def picture_of(root: etree._Element) -> Picture:
    names = {
        element.get("id", ""): etree.QName(element).localname
        for element in root.iter(f"{BPMN}*")
        if element.get("id")
    }
    shapes: dict[str, Rect] = {}
    lanes: dict[str, Rect] = {}
    labels: dict[str, Rect] = {}
    lines: dict[str, list[tuple[float, float]]] = {}
    for shape in root.iter(f"{BPMNDI}BPMNShape"):
        target = shape.get("bpmnElement", "")
        rect = _rect(shape.find(f"{DC}Bounds"))
        if names[target] == "lane":
            lanes[target] = rect
        elif names[target] != "participant":
            shapes[target] = rect
        _label(shape, target, labels)
    for edge in root.iter(f"{BPMNDI}BPMNEdge"):
        target = edge.get("bpmnElement", "")
        lines[target] = [
            (float(point.get("x", "")), float(point.get("y", "")))
            for point in edge.findall(f"{DI}waypoint")
        ]
        _label(edge, target, labels)
    return Picture(
        shapes=shapes,
        lanes=lanes,
        lane_of={
            (ref.text or "").strip(): lane.get("id", "")
            for lane in root.iter(f"{BPMN}lane")
            for ref in lane.findall(f"{BPMN}flowNodeRef")
        },
        lines=lines,
        ends={
            flow.get("id", ""): (flow.get("sourceRef", ""), flow.get("targetRef", ""))
            for flow in root.iter(f"{BPMN}sequenceFlow")
        },
        labels=labels,
        expected={
            element_id
            for element_id, name in names.items()
            if name.endswith(("Event", "Gateway", "Task", "Association"))
            or name in {"sequenceFlow", "lane", "participant", "dataObjectReference"}
        },
    )


def faults(root: etree._Element) -> list[str]:
    """Return what is wrong with the picture, in words; empty when it can be read."""
    picture = picture_of(root)
    return [
        *_missing(root, picture),
        *_shapes(picture),
        *_through(picture),
        *_on_each_other(picture),
        *_labels(picture),
    ]


def crossings(root: etree._Element) -> int:
    """Return how often lines cross."""
    picture = picture_of(root)
    return sum(
        _crosses(one, other)
        for (_, first), (_, second) in combinations(picture.lines.items(), 2)
        for one in pairwise(first)
        for other in pairwise(second)
    )


def beside_tips(root: etree._Element) -> list[str]:
    """Return the lines that do not dock at a tip of a gateway that has one for each of them."""
    picture = picture_of(root)
    found = []
    for shape, rect in picture.shapes.items():
        docked = [
            (line, points[0] if picture.ends[line][0] == shape else points[-1])
            for line, points in picture.lines.items()
            if shape in picture.ends.get(line, ())
        ]
        if not _diamond(rect) or len(docked) > len(_TIPS):
            continue
        x, y = (rect.left + rect.right) / 2, (rect.top + rect.bottom) / 2
        for line, point in docked:
            off = min(abs(point[0] - x - dx) + abs(point[1] - y - dy) for dx, dy in _TIPS)
            if off > 1:
                found.append(f"{line} docks beside the tips of {shape}")
    return found


def _missing(root: etree._Element, picture: Picture) -> Iterator[str]:
    drawn = {item.get("bpmnElement", "") for item in root.iter(f"{BPMNDI}*")}
    for element in sorted(picture.expected - drawn):
        yield f"{element} is not drawn"


def _shapes(picture: Picture) -> Iterator[str]:
    for (one, first), (other, second) in combinations(picture.shapes.items(), 2):
        if first.overlaps(second):
            yield f"{one} overlaps {other}"
    for node, lane in picture.lane_of.items():
        if not picture.lanes[lane].holds(picture.shapes[node]):
            yield f"{node} stands outside {lane}"


def _through(picture: Picture) -> Iterator[str]:
    for line, points in picture.lines.items():
        for piece in pairwise(points):
            for shape, rect in picture.shapes.items():
                inner = Rect(rect.left + 1, rect.top + 1, rect.right - 1, rect.bottom - 1)
                if _span(piece).overlaps(inner):
                    if shape in picture.ends.get(line, ()) and _diamond(rect):
                        continue  # a line docks on the slanted side of a diamond
                    yield f"{line} runs through {shape}"


def _on_each_other(picture: Picture) -> Iterator[str]:
    for (one, first), (other, second) in combinations(picture.lines.items(), 2):
        if any(_together(a, b) for a in pairwise(first) for b in pairwise(second)):
            yield f"{one} runs on {other}"


def _labels(picture: Picture) -> Iterator[str]:
    for label, rect in picture.labels.items():
        for shape, other in picture.shapes.items():
            if rect.overlaps(other) and not _beside_diamond(rect, other):
                yield f"the name of {label} stands on {shape}"
        for line, points in picture.lines.items():
            if any(rect.overlaps(_span(piece)) for piece in pairwise(points)):
                yield f"{line} runs through the name of {label}"
    for (one, first), (another, second) in combinations(picture.labels.items(), 2):
        if first.overlaps(second):
            yield f"the names of {one} and {another} overlap"


def _diamond(rect: Rect) -> bool:
    return rect.right - rect.left == rect.bottom - rect.top == 50


def _beside_diamond(rect: Rect, diamond: Rect) -> bool:
    """Whether `rect` stands in a corner of the square that the diamond does not fill."""
    if not _diamond(diamond):
        return False
    x, y = (diamond.left + diamond.right) / 2, (diamond.top + diamond.bottom) / 2
    near_x = min(max(x, rect.left), rect.right)
    near_y = min(max(y, rect.top), rect.bottom)
    return abs(near_x - x) + abs(near_y - y) >= 25


def _span(piece: tuple[tuple[float, float], tuple[float, float]]) -> Rect:
    (x1, y1), (x2, y2) = piece
    return Rect(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


def _together(
    one: tuple[tuple[float, float], tuple[float, float]],
    other: tuple[tuple[float, float], tuple[float, float]],
) -> bool:
    """Whether two pieces run side by side too near to be told apart."""
    a, b = _span(one), _span(other)
    wide = min(a.right, b.right) - max(a.left, b.left)
    high = min(a.bottom, b.bottom) - max(a.top, b.top)
    return (wide > SHORT and -NEAR < high <= 0) or (high > SHORT and -NEAR < wide <= 0)


def _crosses(
    one: tuple[tuple[float, float], tuple[float, float]],
    other: tuple[tuple[float, float], tuple[float, float]],
) -> bool:
    a, b = _span(one), _span(other)
    upright = a.left == a.right
    if upright == (b.left == b.right):
        return False
    return a.left <= b.right and b.left <= a.right and a.top <= b.bottom and b.top <= a.bottom


def _label(item: etree._Element, target: str, labels: dict[str, Rect]) -> None:
    bounds = item.find(f"{BPMNDI}BPMNLabel/{DC}Bounds")
    if bounds is not None:
        labels[target] = _rect(bounds)


def _rect(bounds: etree._Element | None) -> Rect:
    assert bounds is not None
    x, y, width, height = (float(bounds.get(n, "")) for n in ("x", "y", "width", "height"))
    return Rect(x, y, x + width, y + height)
