"""Which track each straight piece of a line takes within its channel.

Pieces that share a channel get tracks side by side, so that no line lies on another; of all
arrangements the search keeps the one with the fewest crossings that single moves and swaps find.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from service.diagrams.layout.graph import Graph, Kind
    from service.diagrams.layout.routing import Point

#: Grid lines are this far apart while tracks are compared; tracks stay well within half of it.
_UNIT = 100
#: Half the extent of a box on that scale.
_HALF = 30

_OVERLAP = 1000.0
_CROSSING = 10.0
#: What leaving the middle of a side costs: nothing is nicer than a straight line at a gateway.
_OFF_CENTRE: Mapping[Kind, float] = {
    "task": 0.5,
    "gateway": 6.0,
    "event": 50.0,
    "data": 6.0,
    "note": 1.0,
}
_BACK_GIVES_WAY = 0.6
_OFF_TRACK = 0.05
_OFF_MIDDLE = 0.4
_FARTHEST: Mapping[Kind, int] = {"task": 3, "gateway": 1, "event": 0, "data": 1, "note": 1}
_SWEEPS = 12
#: A change that gains less is none: it would go back and forth.
_GAIN = 0.001


@dataclass(slots=True)
class Piece:
    """A straight part of a line."""

    vertical: bool
    #: number of its grid line, see `routing`
    index: int
    #: 0 is the middle; negative is left of it or above
    slot: int = 0

    @property
    def channel(self) -> tuple[bool, int]:
        return self.vertical, self.index

    @property
    def in_middle(self) -> bool:
        """Whether its grid line is the middle of a column or a row."""
        return self.index % 2 == 1 if self.vertical else self.index % 3 == 1


@dataclass(frozen=True, slots=True)
class Course:
    """A line as pieces that turn at right angles, and the boxes where it docks."""

    id: str
    source: str
    target: str
    start: Point
    goal: Point
    pieces: tuple[Piece, ...]
    back: bool


#: Lines that are compared before the picture is good enough as it is: four times what the largest
#: SOP of the catalogue needs, and half a second.
_MOST_COMPARED = 700_000

#: (vertical, where it lies, from, to)
_Stroke = tuple[bool, int, int, int]


def assign_tracks(graph: Graph, ways: Mapping[str, Sequence[Point]]) -> tuple[Course, ...]:
    """Return the course of every line, each piece on its track."""
    courses = tuple(
        Course(
            line.id,
            line.source,
            line.target,
            ways[line.id][0],
            ways[line.id][-1],
            _pieces(ways[line.id]),
            line.back,
        )
        for line in graph.lines
    )
    _Search(courses, {box.id: box.kind for box in graph.boxes}).settle()
    return courses


def _pieces(way: Sequence[Point]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for before, after in pairwise(way):
        vertical = before[0] == after[0]
        if not pieces or pieces[-1].vertical != vertical:
            pieces.append(Piece(vertical, before[0] if vertical else before[1]))
    return tuple(pieces)


class _Search:
    """Moves pieces between tracks as long as the picture gets better."""

    def __init__(self, courses: Sequence[Course], kinds: Mapping[str, Kind]) -> None:
        self._courses = courses
        self._kinds = kinds
        self._strokes = [_strokes(course) for course in courses]
        self._left = _MOST_COMPARED
        self._on: dict[tuple[bool, int], list[tuple[int, Piece]]] = {}
        for number, course in enumerate(courses):
            for piece in course.pieces:
                self._on.setdefault(piece.channel, []).append((number, piece))

    def settle(self) -> None:
        for _ in range(_SWEEPS):
            moved = [self._move(number, piece) for number, piece in self._all()]
            swapped = [self._swap(channel) for channel in self._on]
            pushed = [self._push(channel) for channel in self._on]
            if not any(moved) and not any(swapped) and not any(pushed):
                return

    def _all(self) -> Iterator[tuple[int, Piece]]:
        # Back lines first: they make room, and the forward ones stay where they are.
        for number, course in sorted(enumerate(self._courses), key=lambda each: not each[1].back):
            for piece in course.pieces:
                yield number, piece

    def _move(self, number: int, piece: Piece) -> bool:
        if self._left < 0:
            return False
        farthest = min(6, max(2, len(self._on[piece.channel])))
        before, best, least = piece.slot, piece.slot, self._cost(number)
        for slot in sorted(range(-farthest, farthest + 1), key=abs):
            self._set(number, piece, slot)
            cost = self._cost(number)
            if cost < least - _GAIN:
                best, least = slot, cost
        self._set(number, piece, best)
        return best != before

    def _swap(self, channel: tuple[bool, int]) -> bool:
        changed = False
        members = self._on[channel]
        for index, (first, piece) in enumerate(members):
            for second, other in members[index + 1 :]:
                if self._left < 0 or piece.slot == other.slot or first == second:
                    continue
                before = self._cost(first) + self._cost(second)
                self._exchange(first, piece, second, other)
                if self._cost(first) + self._cost(second) < before - _GAIN:
                    changed = True
                else:
                    self._exchange(first, piece, second, other)
        return changed

    def _push(self, channel: tuple[bool, int]) -> bool:
        """Let a piece take the track of another that gives way to the one beside it.

        So a straight line at a gateway gets the middle back from one that came there first.
        """
        changed = False
        members = self._on[channel]
        for first, piece in members:
            for second, other in members:
                if self._left < 0 or first == second or piece.slot == other.slot:
                    continue
                was, aside = piece.slot, other.slot
                least = self._cost(first) + self._cost(second)
                for slot in (aside - 1, aside + 1):
                    self._set(first, piece, aside)
                    self._set(second, other, slot)
                    if self._cost(first) + self._cost(second) < least - _GAIN:
                        changed = True
                        break
                    self._set(first, piece, was)
                    self._set(second, other, aside)
        return changed

    def _exchange(self, first: int, piece: Piece, second: int, other: Piece) -> None:
        piece.slot, other.slot = other.slot, piece.slot
        for number in (first, second):
            self._strokes[number] = _strokes(self._courses[number])

    def _set(self, number: int, piece: Piece, slot: int) -> None:
        piece.slot = slot
        self._strokes[number] = _strokes(self._courses[number])

    def _cost(self, number: int) -> float:
        """Return what this line costs: with every other line, and for itself."""
        self._left -= len(self._courses)
        mine = self._strokes[number]
        cost = sum(
            _between(mine, strokes)
            for other, strokes in enumerate(self._strokes)
            if other != number
        )
        course = self._courses[number]
        for place, piece in enumerate(course.pieces):
            cost += abs(piece.slot) * (_OFF_MIDDLE if piece.in_middle else _OFF_TRACK)
            if place == 0:
                cost += self._docking(course.source, piece.slot, back=course.back)
            if place == len(course.pieces) - 1:
                cost += self._docking(course.target, piece.slot, back=course.back)
        return cost

    def _docking(self, box_id: str, slot: int, *, back: bool) -> float:
        kind = self._kinds[box_id]
        beyond = max(0, abs(slot) - _FARTHEST[kind])
        # Where two meet at a side, the forward line keeps the middle.
        weight = _OFF_CENTRE[kind] * (_BACK_GIVES_WAY if back else 1.0)
        return abs(slot) * weight + beyond * _OVERLAP


def _strokes(course: Course) -> tuple[_Stroke, ...]:
    places = [piece.index * _UNIT + piece.slot for piece in course.pieces]
    last = len(places) - 1
    strokes = []
    for number, piece in enumerate(course.pieces):
        axis = 1 if piece.vertical else 0
        start, goal = course.start[axis], course.goal[axis]
        if number:
            begin = places[number - 1]
        else:
            begin = _dock(start, toward=course.pieces[1].index if last else goal)
        if number < last:
            end = places[number + 1]
        else:
            end = _dock(goal, toward=course.pieces[-2].index if last else start)
        strokes.append((piece.vertical, places[number], min(begin, end), max(begin, end)))
    return tuple(strokes)


def _dock(box: int, *, toward: int) -> int:
    """Return where a line meets the border of a box, on the side that looks `toward`."""
    return box * _UNIT + (_HALF if toward > box else -_HALF)


def _between(mine: Sequence[_Stroke], others: Sequence[_Stroke]) -> float:
    cost = 0.0
    for vertical, place, low, high in mine:
        for other_vertical, other_place, other_low, other_high in others:
            if vertical == other_vertical:
                if place == other_place and low <= other_high and other_low <= high:
                    cost += _OVERLAP
            elif low <= other_place <= high and other_low <= place <= other_high:
                cost += _CROSSING
    return cost
