"""Columns, rows and tracks as pixels: where every box stands and every line bends."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

from service.diagrams.lettering import width
from service.diagrams.model import Bounds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from service.diagrams.layout.graph import Box, Graph
    from service.diagrams.layout.placing import Grid
    from service.diagrams.layout.tracks import Course, Piece

#: Where the pool begins, as bpmn-js puts a new one.
_ORIGIN = (160.0, 80.0)
#: Width of the strip with a name, of the pool and of each lane.
HEADER = 30.0
#: Between two tracks of a channel, and between two lines that dock on one side of a box.
_TRACK = 16.0
_DOCK = 16.0
#: Between boxes and the nearest track: an arrow head and its stroke.
_BESIDE = 24.0
_GAP = 46.0
_ABOVE = 16.0
_MARGIN = 14.0
#: Free room around a name that stands beside its element.
_AROUND_LABEL = 8.0

Way = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Geometry:
    pool: Bounds
    lanes: tuple[Bounds, ...]
    boxes: Mapping[str, Bounds]
    lines: Mapping[str, Way]


def to_pixels(graph: Graph, grid: Grid, courses: Sequence[Course]) -> Geometry:
    """Return the size and place of everything but the names beside elements."""
    pieces = [piece for course in courses for piece in course.pieces]
    columns = _columns(graph, grid, pieces)
    rows, lanes = _rows(graph, grid, pieces)
    boxes = {}
    for box in graph.boxes:
        column, row = grid.cells[box.id]
        x, y = columns.middle(column), rows.middle(row)
        boxes[box.id] = Bounds(x - box.width / 2, y - box.height / 2, box.width, box.height)
    by_id = {box.id: box for box in graph.boxes}
    lines = {course.id: _way(course, by_id, boxes, columns, rows) for course in courses}
    left, top = _ORIGIN
    pool = Bounds(left, top, columns.end - left, rows.end - top)
    bands = tuple(
        Bounds(left + HEADER, upper, pool.width - HEADER, lower - upper) for upper, lower in lanes
    )
    return Geometry(pool, bands, boxes, lines)


@dataclass(frozen=True, slots=True)
class _Axis:
    """One direction: where the middles of its cells lie and the tracks of its channels."""

    middles: Sequence[float]
    #: (grid line, slot) → pixel
    tracks: Mapping[tuple[int, int], float]
    end: float
    #: grid lines per cell: channel and middle, or top, middle and bottom
    period: int

    def middle(self, cell: int) -> float:
        return self.middles[cell]

    def place(self, piece: Piece) -> float:
        if piece.in_middle:
            return self.middles[piece.index // self.period] + piece.slot * _DOCK
        return self.tracks[piece.index, piece.slot]


def _slots(pieces: Sequence[Piece], index: int, *, vertical: bool) -> list[int]:
    return sorted({piece.slot for piece in pieces if piece.channel == (vertical, index)})


def _columns(graph: Graph, grid: Grid, pieces: Sequence[Piece]) -> _Axis:
    wide = [60.0] * grid.columns
    for box in graph.boxes:
        column = grid.cells[box.id][0]
        wide[column] = max(wide[column], _room(graph, box)[0])
    here = _ORIGIN[0] + HEADER * (2 if graph.participant else 1)
    middles: list[float] = []
    tracks: dict[tuple[int, int], float] = {}
    for column in range(grid.columns + 1):
        slots = _slots(pieces, 2 * column, vertical=True)
        outside = column in {0, grid.columns}
        size = max(_BESIDE if outside else _GAP, 2 * _BESIDE + (len(slots) - 1) * _TRACK)
        first = here + (size - (len(slots) - 1) * _TRACK) / 2
        tracks |= {(2 * column, slot): first + n * _TRACK for n, slot in enumerate(slots)}
        here += size
        if column < grid.columns:
            middles.append(here + wide[column] / 2)
            here += wide[column]
    return _Axis(middles, tracks, here, 2)


def _rows(
    graph: Graph, grid: Grid, pieces: Sequence[Piece]
) -> tuple[_Axis, list[tuple[float, float]]]:
    high = [20.0] * len(grid.lane_of_row)
    for box in graph.boxes:
        row = grid.cells[box.id][1]
        high[row] = max(high[row], _room(graph, box)[1])
    here = _ORIGIN[1]
    middles: list[float] = []
    tracks: dict[tuple[int, int], float] = {}
    lanes: list[tuple[float, float]] = []
    for row, lane in enumerate(grid.lane_of_row):
        upper = here
        for index in (3 * row, 3 * row + 2):
            slots = _slots(pieces, index, vertical=False)
            size = _ABOVE + _MARGIN + (len(slots) - 1) * _TRACK if slots else _MARGIN
            # The tracks keep further from the boxes, where arrow heads stand, than from the lane.
            first = here + (_MARGIN if index % 3 == 0 else _ABOVE)
            tracks |= {(index, slot): first + n * _TRACK for n, slot in enumerate(slots)}
            here += size
            if index % 3 == 0:
                middles.append(here + high[row] / 2)
                here += high[row]
        name = width(graph.lanes[lane].name, 12) + 20
        if lanes and lane == grid.lane_of_row[row - 1]:
            lanes[-1] = (lanes[-1][0], here)
        else:
            lanes.append((upper, here))
        short = name - (lanes[-1][1] - lanes[-1][0])
        last_of_lane = row + 1 == len(high) or grid.lane_of_row[row + 1] != lane
        if last_of_lane and short > 0:
            # A lane is never lower than its name is long.
            middles[-1] += short / 2
            here += short
            lanes[-1] = (lanes[-1][0], here)
    return _Axis(middles, tracks, here, 3), lanes


def _room(graph: Graph, box: Box) -> tuple[float, float]:
    """Return width and height of the cell that `box` asks for, names beside it included.

    The names of the lines that leave a gateway stand in the four corners around it.
    """
    labels = [box.label] if box.label else []
    if box.kind == "gateway":
        labels += [line.label for line in graph.lines if line.source == box.id and line.label]
    if not labels:
        return box.width, box.height
    high = max(label.height for label in labels) + _AROUND_LABEL
    wide = max(label.width for label in labels) + _AROUND_LABEL
    if box.kind == "gateway":
        return 2 * wide, box.height + 2 * high
    return max(box.width, wide), box.height + 2 * high


def _way(
    course: Course,
    kinds: Mapping[str, Box],
    boxes: Mapping[str, Bounds],
    columns: _Axis,
    rows: _Axis,
) -> Way:
    places = [(columns if piece.vertical else rows).place(piece) for piece in course.pieces]
    bends = [
        (places[n], places[n + 1]) if piece.vertical else (places[n + 1], places[n])
        for n, piece in enumerate(course.pieces[:-1])
    ]
    far_start = bends[0] if bends else _centre(boxes[course.target])
    far_goal = bends[-1] if bends else _centre(boxes[course.source])
    start = _docked(
        kinds[course.source], boxes[course.source], course.pieces[0], places[0], far_start
    )
    goal = _docked(
        kinds[course.target], boxes[course.target], course.pieces[-1], places[-1], far_goal
    )
    return (start, *bends, goal)


def _centre(bounds: Bounds) -> tuple[float, float]:
    return bounds.x + bounds.width / 2, bounds.y + bounds.height / 2


def _docked(
    box: Box, bounds: Bounds, piece: Piece, place: float, far: tuple[float, float]
) -> tuple[float, float]:
    """Return where a line meets the outline of a box, which may be a diamond or a circle."""
    x, y = _centre(bounds)
    off = abs(place - (x if piece.vertical else y))
    half = (bounds.height if piece.vertical else bounds.width) / 2
    if box.kind == "gateway":
        half -= off
    elif box.kind == "event":
        half = sqrt(max(0.0, half * half - off * off))
    if piece.vertical:
        return place, y + (half if far[1] > y else -half)
    return x + (half if far[0] > x else -half), place
