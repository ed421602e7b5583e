"""Which column and which row each box gets.

Boxes stand in their order from left to right. A box that follows one in another lane stands over
or under it where the way between them is free: the hand-over is then one straight line, and the
picture half as wide.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.diagrams.layout.graph import Box, Graph


@dataclass(frozen=True, slots=True)
class Grid:
    """Column and row of every box; a lane has one row or more."""

    #: index of the lane of each row, from the top
    lane_of_row: tuple[int, ...]
    columns: int
    #: (column, row)
    cells: Mapping[str, tuple[int, int]]


@dataclass(slots=True)
class _Board:
    """Cells while they are being given away: (lane, row within the lane, column)."""

    #: box in a cell, or "" where a straight line passes
    taken: dict[tuple[int, int, int], str] = field(default_factory=dict)
    at: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    #: -1 or 1: a straight line already leaves or enters this box upwards or downwards
    sides: dict[str, set[int]] = field(default_factory=dict)

    def free(self, lane: int, column: int, row: int = 0) -> bool:
        return (lane, row, column) not in self.taken

    def put(self, box: Box, column: int) -> None:
        row = 0
        while not self.free(box.lane, column, row):
            row += 1
        self.taken[box.lane, row, column] = box.id
        self.at[box.id] = (box.lane, row, column)

    def above_or_below(self, box: Box, before: str) -> bool:
        """Put `box` straight over or under `before`; False when something stands between."""
        lane, _, column = self.at[before]
        if lane == box.lane:
            return False
        way = 1 if box.lane > lane else -1
        between = range(lane + way, box.lane, way)
        rows = range(1 + max(row for _, row, _ in self.taken))
        blocked = any(
            not self.free(each, column, row) for each in (*between, box.lane) for row in rows
        )
        if blocked or way in self.sides.get(before, set()):
            return False
        for each in between:
            self.taken[each, 0, column] = ""
        self.put(box, column)
        self.sides.setdefault(before, set()).add(way)
        self.sides.setdefault(box.id, set()).add(-way)
        return True


def place(graph: Graph, *, in_order: bool) -> Grid:
    """Return the cells of all boxes.

    `in_order`: no box stands further left than the one before it in the graph's order, even when
    no line ties the two; a document's steps then read from left to right as they are numbered.
    """
    board = _Board()
    last = 0
    for box in graph.boxes:
        if box.kind in {"data", "note"}:
            continue
        before = [
            line.source
            for line in graph.lines
            if line.target == box.id and not line.back and line.source in board.at
        ]
        # Straight above or below only what it follows directly: a hand-over.
        nearest = max(before, key=lambda each: board.at[each][2], default=None)
        if (
            nearest is not None
            and (not in_order or board.at[nearest][2] == last)
            and board.above_or_below(box, nearest)
        ):
            last = board.at[box.id][2]
            continue
        column = max((board.at[each][2] + 1 for each in before), default=0)
        if in_order and board.at:
            column = max(column, last + 1)
        board.put(box, column)
        last = column
    for box in graph.boxes:
        if box.kind in {"data", "note"}:
            _put_beside(board, box, graph)
    return _number(board, graph)


def _put_beside(board: _Board, box: Box, graph: Graph) -> None:
    """Put data or a note into the nearest free cell of its lane."""
    ties = {line.source for line in graph.lines if line.target == box.id} | {
        line.target for line in graph.lines if line.source == box.id
    }
    near = [board.at[tie][2] for tie in ties if tie in board.at and board.at[tie][0] == box.lane]
    column = near[0] if near else 0
    last = max((each for _, _, each in board.taken), default=0)
    free = [each for each in range(last + 1) if board.free(box.lane, each)]
    board.put(box, min(free, key=lambda each: abs(each - column), default=column))


def _number(board: _Board, graph: Graph) -> Grid:
    """Return all rows numbered from the top; a lane without a box keeps one row."""
    height = [1] * len(graph.lanes)
    for lane, row, _ in board.at.values():
        height[lane] = max(height[lane], row + 1)
    first = [sum(height[:lane]) for lane in range(len(height))]
    return Grid(
        lane_of_row=tuple(lane for lane, rows in enumerate(height) for _ in range(rows)),
        columns=1 + max((column for _, _, column in board.at.values()), default=0),
        cells={
            box_id: (column, first[lane] + row) for box_id, (lane, row, column) in board.at.items()
        },
    )
