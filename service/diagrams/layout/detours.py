"""The way of one line between shapes that stay where they are.

A best-first search over the tracks that the shapes leave free (Hart, Nilsson, Raphael 1968). A
way goes through no shape and no name, runs along no
other line, and bends and crosses as little as it can.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from service.diagrams.layout.graph import GATEWAY
from service.diagrams.layout.search import DOWN, LEFT, RIGHT, UP, Dock, Effort, Search
from service.diagrams.layout.shown import Rect, span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from service.diagrams.layout.shown import Point, Shown

#: Air between a line and shapes, names and lines beside it.
_BY_SHAPE, _BY_LABEL, _BY_LINE = 9.0, 3.0, 8.0
_TRACK = 14.0
#: Docks on each side of the middle of a side.
_DOCKS = 7
#: Tracks closer than this are one.
_APART = 3.0
#: What a crossing costs, and a dock beside the tip of a diamond, in pixels of way.
_CROSSING, _BESIDE_TIP = 60.0, 30.0


@dataclass(slots=True)
class Blocked:
    """For tracks in one direction: which stretches of each are taken, which lines cross it."""

    #: (from, to, low, high): between low and high across, from..to along is taken
    zones: list[tuple[float, float, float, float]]
    #: (from, to, at): a line across at `at`
    across: list[tuple[float, float, float]]
    _taken: dict[float, list[tuple[float, float]]] = field(default_factory=dict)
    _crossed: dict[float, list[float]] = field(default_factory=dict)

    def free(self, track: float, start: float, end: float) -> bool:
        """Return whether nothing is in the way between `start` and `end` of a track."""
        low, high = min(start, end), max(start, end)
        return all(not (begin < high and low < stop) for begin, stop in self._of(track))

    def crossings(self, track: float, start: float, end: float) -> int:
        """Return how many lines cross a stretch of a track."""
        crossed = self._crossed.get(track)
        if crossed is None:
            crossed = sorted(at for low, high, at in self.across if low <= track <= high)
            self._crossed[track] = crossed
        low, high = min(start, end), max(start, end)
        return bisect_right(crossed, high) - bisect_left(crossed, low)

    def _of(self, track: float) -> list[tuple[float, float]]:
        taken = self._taken.get(track)
        if taken is None:
            taken = [(begin, stop) for begin, stop, low, high in self.zones if low < track < high]
            self._taken[track] = taken
        return taken


class Detour:
    """The search for one line."""

    def __init__(self, shown: Shown, source: str, target: str, area: Rect, effort: Effort) -> None:
        self.shown = shown
        self.source, self.target = shown.shapes[source], shown.shapes[target]
        self.ends = {source, target}
        self.area = area.grown(-8)
        self.effort = effort

    def way(self) -> list[Point] | None:
        """Return the corners of the best way; None when there is none."""
        return self._straight() or self._searched()

    # ------------------------------------------------------------ straight

    def _straight(self) -> list[Point] | None:
        """Return one straight line between facing sides, where it is free."""
        a, b = self.source, self.target
        (ax, ay), (bx, by) = a.middle, b.middle
        if a.right < b.left or b.right < a.left:
            start, end = (a.right, b.left) if a.right < b.left else (a.left, b.right)
            for y in (ay, by):
                if (
                    self._inside(a, y, 1)
                    and self._inside(b, y, 1)
                    and self._open_row(y, start, end)
                ):
                    return [(start, y), (end, y)]
        elif a.bottom < b.top or b.bottom < a.top:
            start, end = (a.bottom, b.top) if a.bottom < b.top else (a.top, b.bottom)
            for x in (ax, bx):
                if (
                    self._inside(a, x, 0)
                    and self._inside(b, x, 0)
                    and self._open_column(x, start, end)
                ):
                    return [(x, start), (x, end)]
        return None

    def _inside(self, rect: Rect, at: float, axis: int) -> bool:
        """Return whether a line may meet a side here: diamonds and circles only at the middle."""
        if _is_small(rect):
            return abs(rect.middle[axis] - at) < 1
        low, high = (rect.left, rect.right) if axis == 0 else (rect.top, rect.bottom)
        return low + 10 <= at <= high - 10

    def _open_row(self, y: float, start: float, end: float) -> bool:
        return not self._near_taken((start, y), (end, y)) and self._rows_between.free(
            y, start, end
        )

    def _open_column(self, x: float, start: float, end: float) -> bool:
        return not self._near_taken((x, start), (x, end)) and self._columns_between.free(
            x, start, end
        )

    def _near_taken(self, first: Point, last: Point) -> bool:
        """Return whether another line meets a shape where this one would."""
        return any(
            abs(point[0] - end[0]) + abs(point[1] - end[1]) < _BY_LINE
            for points in self.shown.lines.values()
            if points
            for point in (points[0], points[-1])
            for end in (first, last)
        )

    # ------------------------------------------------------------ what is in the way

    @cached_property
    def _rows(self) -> Blocked:
        return self._blocked(self.shown.shapes.values(), upright=False)

    @cached_property
    def _columns(self) -> Blocked:
        return self._blocked(self.shown.shapes.values(), upright=True)

    @cached_property
    def _rows_between(self) -> Blocked:
        return self._blocked(self._others(), upright=False)

    @cached_property
    def _columns_between(self) -> Blocked:
        return self._blocked(self._others(), upright=True)

    def _others(self) -> list[Rect]:
        return [rect for key, rect in self.shown.shapes.items() if key not in self.ends]

    def _blocked(self, shapes: Iterable[Rect], *, upright: bool) -> Blocked:
        zones, across = [], []
        walls = [rect.grown(_BY_SHAPE) for rect in shapes]
        walls += [rect.grown(_BY_LABEL) for rect in self.shown.labels.values()]
        for rect in walls:
            along = (rect.top, rect.bottom) if upright else (rect.left, rect.right)
            side = (rect.left, rect.right) if upright else (rect.top, rect.bottom)
            zones.append((*along, *side))
        for piece in self.shown.pieces():
            rect = span(piece)
            along = (rect.top, rect.bottom) if upright else (rect.left, rect.right)
            side = (rect.left, rect.right) if upright else (rect.top, rect.bottom)
            if side[0] == side[1]:
                zones.append((*along, side[0] - _BY_LINE, side[1] + _BY_LINE))
            elif along[0] == along[1]:
                across.append((*side, along[0]))
        return Blocked(zones, across)

    # ------------------------------------------------------------ docks

    def _docks(self, rect: Rect) -> list[Dock]:
        docks = _diamond_docks(rect) if _is_diamond(rect) else _side_docks(rect)
        return [dock for dock in docks if self._usable(dock)]

    def _usable(self, dock: Dock) -> bool:
        if self._near_taken(dock.at, dock.at) or not _holds(self.area, dock.stub):
            return False
        (x1, y1), (x2, y2) = dock.at, dock.stub
        others = self._rows_between if y1 == y2 else self._columns_between
        track, start, end = (y1, x1, x2) if y1 == y2 else (x1, y1, y2)
        return others.free(track, start, end)

    # ------------------------------------------------------------ the search

    def _searched(self) -> list[Point] | None:
        starts, ends = self._docks(self.source), self._docks(self.target)
        if not starts or not ends:
            return None
        xs, ys = self._tracks([*starts, *ends])
        points = Search(xs, ys, starts, ends, self._cost, self.effort).way()
        return None if points is None else _corners(points)

    def _cost(self, here: Point, there: Point) -> float | None:
        (x1, y1), (x2, y2) = here, there
        lying = y1 == y2
        tracks, track, start, end = (
            (self._rows, y1, x1, x2) if lying else (self._columns, x1, y1, y2)
        )
        if not tracks.free(track, start, end):
            return None
        return abs(end - start) + _CROSSING * tracks.crossings(track, start, end)

    def _tracks(self, docks: Sequence[Dock]) -> tuple[list[float], list[float]]:
        """Return the xs and ys at which a line may bend."""
        must_x = {dock.stub[0] for dock in docks}
        must_y = {dock.stub[1] for dock in docks}
        may_x: set[float] = set()
        may_y: set[float] = set()
        for rect in (*self.shown.shapes.values(), *self.shown.labels.values()):
            may_x |= {rect.left - _TRACK, rect.right + _TRACK}
            may_y |= {rect.top - _TRACK, rect.bottom + _TRACK}
        for piece in self.shown.pieces():
            line = span(piece)
            if line.left == line.right:
                may_x |= {line.left - _TRACK, line.right + _TRACK}
            else:
                may_y |= {line.top - _TRACK, line.bottom + _TRACK}
        area = self.area
        return (
            _thinned(must_x, may_x, area.left, area.right),
            _thinned(must_y, may_y, area.top, area.bottom),
        )


def _is_small(rect: Rect) -> bool:
    return max(rect.right - rect.left, rect.bottom - rect.top) <= GATEWAY


def _holds(area: Rect, point: Point) -> bool:
    return area.left <= point[0] <= area.right and area.top <= point[1] <= area.bottom


def _is_diamond(rect: Rect) -> bool:
    return rect.right - rect.left == rect.bottom - rect.top == GATEWAY


def _side_docks(rect: Rect) -> Iterable[Dock]:
    x, y = rect.middle
    corner, step = (6.0, 9.0) if _is_small(rect) else (12.0, 16.0)
    high = (rect.bottom - rect.top) / 2 - corner
    wide = (rect.right - rect.left) / 2 - corner
    for place in range(_DOCKS):
        for off in {step * place, -step * place}:
            cost = abs(off) / 4
            if abs(off) <= high:
                yield Dock((rect.right, y + off), RIGHT, cost)
                yield Dock((rect.left, y + off), LEFT, cost)
            if abs(off) <= wide:
                yield Dock((x + off, rect.bottom), DOWN, cost)
                yield Dock((x + off, rect.top), UP, cost)


def _diamond_docks(rect: Rect) -> Iterable[Dock]:
    """Return the tips; on its slanted sides a line docks only where the tips are taken."""
    x, y = rect.middle
    wide, high = (rect.right - rect.left) / 2, (rect.bottom - rect.top) / 2
    for off in (0.0, 9.0, -9.0):
        cost = _BESIDE_TIP if off else 0.0
        yield Dock((x + wide - abs(off), y + off), RIGHT, cost)
        yield Dock((x - wide + abs(off), y + off), LEFT, cost)
        yield Dock((x + off, y + high - abs(off)), DOWN, cost)
        yield Dock((x + off, y - high + abs(off)), UP, cost)


def _thinned(must: set[float], may: set[float], low: float, high: float) -> list[float]:
    """Return the tracks in order; of those that lie close together the ones that must be."""
    kept = sorted(each for each in must if low <= each <= high)
    for each in sorted(may):
        if not low <= each <= high:
            continue
        place = bisect_left(kept, each)
        near = kept[max(place - 1, 0) : place + 1]
        if all(abs(each - other) >= _APART for other in near):
            kept.insert(place, each)
    return kept


def _corners(points: list[Point]) -> list[Point]:
    """Return the points without doubles and without those on a straight piece."""
    unique = [points[0]]
    for point in points[1:]:
        if point != unique[-1]:
            unique.append(point)
    kept = [unique[0]]
    for (before, here), (_, after) in pairwise(pairwise(unique)):
        straight = before[0] == here[0] == after[0] or before[1] == here[1] == after[1]
        if not straight:
            kept.append(here)
    return [*kept, unique[-1]]
