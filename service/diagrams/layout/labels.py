"""Where the names stand that are written beside their elements: near them, and on nothing else."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from service.diagrams.layout.pixels import HEADER
from service.diagrams.model import Bounds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from service.diagrams.layout.graph import Graph, Label
    from service.diagrams.layout.pixels import Geometry, Way

_BESIDE = 5.0
_CLEAR = 2.0
#: A name may slide this far along its line.
_REACH = 260
_STEP = 6


def place_labels(graph: Graph, geometry: Geometry) -> dict[str, Bounds]:
    """Return the bounds of the name of each element that wears one beside it."""
    taken = list(_obstacles(geometry))
    placed: dict[str, Bounds] = {}

    def settle(element: str, candidates: Iterable[Bounds]) -> None:
        choices = list(candidates)
        # A name that finds no free place takes the one where it covers least.
        placed[element] = min(
            choices, key=lambda bounds: sum(_covered(bounds, other) for other in taken)
        )
        taken.append(placed[element])

    events = [box for box in graph.boxes if box.kind != "gateway"]
    gateways = [box for box in graph.boxes if box.kind == "gateway"]
    for box in events:
        if box.label:
            settle(box.id, _around(box.label, geometry.boxes[box.id]))
    for line in graph.lines:
        if line.label:
            settle(line.id, _along(line.label, geometry.lines[line.id]))
    for box in gateways:
        if box.label:
            settle(box.id, _corners(box.label, geometry.boxes[box.id]))
    return placed


def _obstacles(geometry: Geometry) -> Iterator[Bounds]:
    yield from geometry.boxes.values()
    for way in geometry.lines.values():
        for (x1, y1), (x2, y2) in pairwise(way):
            yield Bounds(min(x1, x2), min(y1, y2), abs(x1 - x2), abs(y1 - y2))
    for lane in geometry.lanes:
        yield Bounds(lane.x, lane.y, lane.width, 0)
        yield Bounds(lane.x, lane.y + lane.height, lane.width, 0)
        yield Bounds(lane.x, lane.y, HEADER, lane.height)


def _covered(bounds: Bounds, other: Bounds) -> float:
    """Return how much of `other`, with some air around it, `bounds` would cover."""
    wide = min(bounds.x + bounds.width, other.x + other.width + _CLEAR) - max(
        bounds.x, other.x - _CLEAR
    )
    high = min(bounds.y + bounds.height, other.y + other.height + _CLEAR) - max(
        bounds.y, other.y - _CLEAR
    )
    return wide * high if wide > 0 and high > 0 else 0.0


def _around(label: Label, box: Bounds) -> Iterator[Bounds]:
    middle = box.x + box.width / 2 - label.width / 2
    yield Bounds(middle, box.y + box.height + _BESIDE, label.width, label.height)
    yield Bounds(middle, box.y - _BESIDE - label.height, label.width, label.height)
    beside = box.y + box.height / 2 - label.height / 2
    yield Bounds(box.x + box.width + _BESIDE, beside, label.width, label.height)
    yield Bounds(box.x - _BESIDE - label.width, beside, label.width, label.height)


def _corners(label: Label, bounds: Bounds) -> Iterator[Bounds]:
    """Yield places in the four corners around a diamond, nearest first."""
    x = bounds.x + bounds.width / 2
    left, right = x - _BESIDE - label.width, x + _BESIDE
    for lift, aside in ((0.0, 6.0), (6.0, 3.0), (12.0, 0.0), (6.0, 18.0), (6.0, 34.0)):
        above = bounds.y - label.height + 6 - lift
        below = bounds.y + bounds.height - 6 + lift
        for across in (left - aside, right + aside):
            yield Bounds(across, above, label.width, label.height)
            yield Bounds(across, below, label.width, label.height)
    yield from _around(label, bounds)


def _along(label: Label, way: Way) -> Iterator[Bounds]:
    """Yield places beside the line, from its beginning on."""
    gone = 0.0
    for (x1, y1), (x2, y2) in pairwise(way):
        length = abs(x1 - x2) + abs(y1 - y2)
        for on in range(0, int(min(length, _REACH - gone)) + 1, _STEP):
            if x1 == x2:
                y = y1 + on if y2 > y1 else y1 - on - label.height
                yield Bounds(x1 + _BESIDE, y, label.width, label.height)
                yield Bounds(x1 - _BESIDE - label.width, y, label.width, label.height)
            else:
                x = x1 + on if x2 > x1 else x1 - on - label.width
                yield Bounds(x, y1 - _BESIDE - label.height + 2, label.width, label.height)
                yield Bounds(x, y1 + _BESIDE - 2, label.width, label.height)
        gone += length
        if gone > _REACH:
            return
