"""Which way each line takes between the boxes, before anybody knows a pixel.

The plane is a grid of ways. Beside every column of boxes runs a vertical channel, above and below
every row a horizontal one; besides, a line may pass through the middle of an empty cell:

    x:  0   1   2   3   4     even: channel, odd: middle of column x // 2
    y:  0 top, 1 middle, 2 bottom of the first row; 3, 4, 5 of the second …

A line leaves and enters its boxes by the middle of a side. Each takes the cheapest way, where
bends, crossings and sides that are in use cost most; then each is taken up and laid again, once
all the others lie.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from service.diagrams.layout.graph import LayoutTooLarge

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from service.diagrams.layout.graph import Graph, Kind, Line
    from service.diagrams.layout.placing import Grid

Point = tuple[int, int]
Step = tuple[int, int]

RIGHT, LEFT, UP, DOWN = (1, 0), (-1, 0), (0, -1), (0, 1)

#: What a way costs. One unit is half a column.
_BEND = 1.2
_CROSSING = 2.5
_TOUCH = 0.8
#: Another line lies along it: cheap in a channel, which grows, dear in the middle of a cell.
_SHARED_CHANNEL = 0.15
_SHARED_MIDDLE = 1.5
#: Another line uses this side of the box: a task's side is long, a gateway's a point.
_SHARED_SIDE: Mapping[Kind, float] = {
    "task": 1.0,
    "gateway": 6.0,
    "event": 12.0,
    "data": 6.0,
    "note": 6.0,
}
#: A forward line that leaves to the left or enters from the right reads backwards.
_AGAINST_READING = 4.0
#: A back line that leaves or enters by the sides where people expect forward lines.
_BACK_ON_FORWARD_SIDE = 1.5
_LANE_BORDER = 0.4
_ROUNDS = 3
#: Points that all searches together may look at: three times what the largest SOP of the catalogue
#: needs, and about a second.
_MOST_POINTS: Final = 120_000


@dataclass(slots=True)
class _Traffic:
    """What already lies on the grid."""

    along: Counter[tuple[Point, Point]] = field(default_factory=Counter)
    straight: Counter[tuple[Point, bool]] = field(default_factory=Counter)
    bends: Counter[Point] = field(default_factory=Counter)
    sides: Counter[tuple[str, Step]] = field(default_factory=Counter)
    #: points that were looked at
    looked: int = 0

    def lay(self, line: Line, way: Sequence[Point], change: int) -> None:
        for before, after in pairwise(way):
            self.along[before, after] += change
            self.along[after, before] += change
        for before, here, after in zip(way, way[1:], way[2:], strict=False):
            if _step(before, here) == _step(here, after):
                self.straight[here, before[0] == here[0]] += change
            else:
                self.bends[here] += change
        self.sides[line.source, _step(way[0], way[1])] += change
        self.sides[line.target, _step(way[-1], way[-2])] += change

    def look(self) -> None:
        """Count a point. Raises LayoutTooLarge."""
        self.looked += 1
        if self.looked > _MOST_POINTS:
            raise LayoutTooLarge


def route(graph: Graph, grid: Grid) -> dict[str, tuple[Point, ...]]:
    """Return for each line the points of the grid that it passes, from box to box.

    Raises LayoutTooLarge.
    """
    traffic = _Traffic()
    boxes = {(2 * column + 1, 3 * row + 1): box_id for box_id, (column, row) in grid.cells.items()}
    at = {box_id: point for point, box_id in boxes.items()}
    kinds = {box.id: box.kind for box in graph.boxes}

    def length(line: Line) -> tuple[bool, bool, int]:
        (x1, y1), (x2, y2) = at[line.source], at[line.target]
        return line.kind == "association", line.back, abs(x1 - x2) + abs(y1 - y2)

    ways: dict[str, tuple[Point, ...]] = {}
    order = sorted(graph.lines, key=length)
    for _ in range(_ROUNDS):
        for line in order:
            if line.id in ways:
                traffic.lay(line, ways[line.id], -1)
            search = _Search(line, grid, boxes, kinds, traffic)
            ways[line.id] = search.cheapest(at[line.source], at[line.target])
            traffic.lay(line, ways[line.id], 1)
    return ways


@dataclass(frozen=True, slots=True)
class _Search:
    line: Line
    grid: Grid
    boxes: Mapping[Point, str]
    kinds: Mapping[str, Kind]
    traffic: _Traffic

    def cheapest(self, start: Point, goal: Point) -> tuple[Point, ...]:
        """Dijkstra over (point, direction): a bend must know from where it came."""
        queue: list[tuple[float, int, Point, Step]] = [(0.0, 0, start, (0, 0))]
        best: dict[tuple[Point, Step], float] = {(start, (0, 0)): 0.0}
        came: dict[tuple[Point, Step], tuple[Point, Step]] = {}
        pushed = 0
        while queue:
            cost, _, here, step = heappop(queue)
            if here == goal:
                return _unwind(came, (here, step))
            if cost > best[here, step]:
                continue
            self.traffic.look()
            for ahead, there in self._ahead(here, goal):
                if (-ahead[0], -ahead[1]) == step:
                    continue
                total = cost + self._cost(here, step, there, ahead, goal)
                if total < best.get((there, ahead), float("inf")):
                    best[there, ahead] = total
                    came[there, ahead] = (here, step)
                    pushed += 1
                    heappush(queue, (total, pushed, there, ahead))
        raise AssertionError(self.line.id)  # the channels join every point to every other

    def _ahead(self, here: Point, goal: Point) -> Iterator[tuple[Step, Point]]:
        right, bottom = 2 * self.grid.columns, 3 * len(self.grid.lane_of_row) - 1
        for step in (RIGHT, UP, DOWN, LEFT):
            there = (here[0] + step[0], here[1] + step[1])
            inside = 0 <= there[0] <= right and 0 <= there[1] <= bottom
            if inside and (there == goal or there not in self.boxes):
                yield step, there

    def _cost(self, here: Point, step: Step, there: Point, ahead: Step, goal: Point) -> float:
        shared = self.traffic.along[here, there]
        # A channel may grow; the middle of a column is one only above and below its boxes.
        channel = here[0] % 2 == 0 if ahead in {UP, DOWN} else here[1] % 3 != 1
        cost = 1.0 + shared * (_SHARED_CHANNEL if channel else _SHARED_MIDDLE)
        lanes = self.grid.lane_of_row
        if ahead in {UP, DOWN} and lanes[here[1] // 3] != lanes[there[1] // 3]:
            cost = _LANE_BORDER + shared * _SHARED_CHANNEL
        if step == (0, 0):
            cost += self._side(self.line.source, ahead, leaving=True)
        elif step == ahead:
            cost += _CROSSING * self.traffic.straight[here, ahead in {RIGHT, LEFT}]
            cost += _TOUCH * self.traffic.bends[here]
        else:
            cost += _BEND + _TOUCH * (
                self.traffic.straight[here, False]
                + self.traffic.straight[here, True]
                + self.traffic.bends[here]
            )
        if there == goal:
            side = (-ahead[0], -ahead[1])
            cost += self._side(self.line.target, side, leaving=False)
        return cost

    def _side(self, box_id: str, side: Step, *, leaving: bool) -> float:
        cost = self.traffic.sides[box_id, side] * _SHARED_SIDE[self.kinds[box_id]]
        if self.line.kind == "association":
            return cost
        forward_side = RIGHT if leaving else LEFT
        if self.line.back:
            return cost + (_BACK_ON_FORWARD_SIDE if side == forward_side else 0)
        return cost + (_AGAINST_READING if side == (-forward_side[0], 0) else 0)


def _step(before: Point, after: Point) -> Step:
    return after[0] - before[0], after[1] - before[1]


def _unwind(
    came: Mapping[tuple[Point, Step], tuple[Point, Step]], last: tuple[Point, Step]
) -> tuple[Point, ...]:
    points = [last[0]]
    while last in came:
        last = came[last]
        points.append(last[0])
    return tuple(points[::-1])
