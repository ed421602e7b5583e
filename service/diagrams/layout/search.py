"""The cheapest way along tracks: best first, with the distance along the axes as estimate."""

from __future__ import annotations

from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from service.diagrams.layout.shown import Point

#: What a bend costs, in pixels of way.
BEND = 40.0
#: How long a line leaves a shape straight, pixels.
STUB = 14.0
#: Searches further than this would take longer than a person waits.
_MOST_PLACES = 120_000
#: All lines of one picture together: a second or two.
_MOST_TOGETHER = 70_000

Side = tuple[int, int]
RIGHT, LEFT, DOWN, UP = (1, 0), (-1, 0), (0, 1), (0, -1)

#: Column, row, and the direction from which a way came there.
_Place = tuple[int, int, Side]


@dataclass(frozen=True, slots=True)
class Dock:
    """Where a line meets a shape, and in which direction it leaves."""

    at: Point
    way: Side
    cost: float

    @property
    def stub(self) -> Point:
        """Where the line may bend for the first time."""
        return self.at[0] + STUB * self.way[0], self.at[1] + STUB * self.way[1]


@dataclass(slots=True)
class Effort:
    """What the searches of one picture may still look at together."""

    left: int = _MOST_TOGETHER


@dataclass(slots=True)
class Search:
    """From any of `starts` to any of `ends`, on the tracks `xs` and `ys`."""

    xs: Sequence[float]
    ys: Sequence[float]
    starts: Sequence[Dock]
    ends: Sequence[Dock]
    #: what going straight from one point to the next costs; None: something is in the way
    cost_of: Callable[[Point, Point], float | None]
    effort: Effort = field(default_factory=Effort)
    _best: dict[_Place, float] = field(default_factory=dict)
    _came: dict[_Place, _Place] = field(default_factory=dict)
    _begun: dict[_Place, Dock] = field(default_factory=dict)
    _queue: list[tuple[float, float, _Place]] = field(default_factory=list)

    def way(self) -> list[Point] | None:
        """Return the points of the cheapest way, docks included; None when there is none."""
        self._begin()
        goals = self._goals()
        found: tuple[float, _Place, Dock] | None = None
        for _ in range(min(_MOST_PLACES, self.effort.left)):
            self.effort.left -= 1
            if not self._queue or (found is not None and self._queue[0][0] >= found[0]):
                break
            _, cost, place = heappop(self._queue)
            if cost > self._best[place]:
                continue
            for dock in goals.get(place[:2], ()):
                total = cost + dock.cost + _turn(place[2], dock)
                if place[2] != dock.way and (found is None or total < found[0]):
                    found = total, place, dock
            self._go_on(place, cost)
        return None if found is None else self._back(found[1], found[2])

    def _begin(self) -> None:
        column = {x: place for place, x in enumerate(self.xs)}
        row = {y: place for place, y in enumerate(self.ys)}
        for dock in self.starts:
            place = (column[dock.stub[0]], row[dock.stub[1]], dock.way)
            if dock.cost < self._best.get(place, float("inf")):
                self._begun[place] = dock
                self._reach(place, dock.cost)

    def _goals(self) -> dict[tuple[int, int], list[Dock]]:
        column = {x: place for place, x in enumerate(self.xs)}
        row = {y: place for place, y in enumerate(self.ys)}
        goals: dict[tuple[int, int], list[Dock]] = {}
        for dock in self.ends:
            goals.setdefault((column[dock.stub[0]], row[dock.stub[1]]), []).append(dock)
        return goals

    def _go_on(self, place: _Place, cost: float) -> None:
        here = self._point(place)
        for after in self._beside(place):
            more = self.cost_of(here, self._point(after))
            if more is None:
                continue
            total = cost + more + (0 if after[2] == place[2] else BEND)
            if total < self._best.get(after, float("inf")):
                self._came[after] = place
                self._begun.pop(after, None)
                self._reach(after, total)

    def _beside(self, place: _Place) -> Iterator[_Place]:
        column, row, way = place
        for step in (RIGHT, LEFT, DOWN, UP):
            to = column + step[0], row + step[1]
            back = step == (-way[0], -way[1])
            if not back and 0 <= to[0] < len(self.xs) and 0 <= to[1] < len(self.ys):
                yield (*to, step)

    def _reach(self, place: _Place, cost: float) -> None:
        self._best[place] = cost
        x, y = self._point(place)
        left = min(abs(dock.stub[0] - x) + abs(dock.stub[1] - y) for dock in self.ends)
        heappush(self._queue, (cost + left, cost, place))

    def _point(self, place: _Place) -> Point:
        return self.xs[place[0]], self.ys[place[1]]

    def _back(self, place: _Place, last: Dock) -> list[Point]:
        points: list[Point] = [last.at, last.stub, self._point(place)]
        while place not in self._begun:
            place = self._came[place]
            points.append(self._point(place))
        points.append(self._begun[place].at)
        return points[::-1]


def _turn(way: Side, dock: Dock) -> float:
    """Return what turning into a dock costs."""
    return 0 if way == (-dock.way[0], -dock.way[1]) else BEND
