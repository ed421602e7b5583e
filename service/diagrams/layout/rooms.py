"""Free room for a new shape among those that stay, and for names beside shapes and lines."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from service.diagrams.layout.graph import GATEWAY
from service.diagrams.layout.shown import Rect, span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from service.diagrams.layout.shown import Point, Shown

#: Air around a new shape: to others, to names, to lines, to the edges of its lane.
_BY_SHAPE, _BY_LABEL, _BY_LINE, _BY_EDGE = 34.0, 8.0, 16.0, 10.0
#: Around a diamond, from which up to four lines part.
_BY_DIAMOND = 58.0
#: Above and below a shape the edge of its lane is air too.
_ABOVE_SHAPE, _ABOVE_DIAMOND = 20.0, 34.0
_STEP = 12.0
#: Free room is looked for so far behind the last shape of the pool.
_BEHIND = 4000.0
#: What is further left than wanted reads worse than what is further right.
_BACKWARD = 3.0


def room_for(shown: Shown, size: tuple[float, float], band: Rect, near: Point) -> Rect | None:
    """Return where a shape of `size` stands in `band`, as close to `near` (its middle) as it can.

    The band is taken as endless to the right. None when it is too low.
    """
    width, height = size
    top, bottom = band.top + _BY_EDGE, band.bottom - _BY_EDGE
    if bottom - top < height:
        return None
    low, high = top + height / 2, bottom - height / 2
    middles = sorted(_spread(low, high, near[1]), key=lambda y: abs(y - near[1]))
    diamond = width == height == GATEWAY
    air = (_BY_DIAMOND, _ABOVE_DIAMOND) if diamond else (_BY_SHAPE, _ABOVE_SHAPE)
    walls = [rect.grown(*air) for rect in shown.shapes.values()]
    walls += [rect.grown(_BY_LABEL) for rect in shown.labels.values()]
    walls += [span(piece).grown(_BY_LINE) for piece in shown.pieces()]
    walls = [wall for wall in walls if wall.bottom > band.top and wall.top < band.bottom]
    left = band.left + 40 + width / 2
    best: tuple[float, Rect] | None = None
    for x in _from(near[0], left, max(band.right, near[0]) + _BEHIND):
        away = (x - near[0]) if x >= near[0] else _BACKWARD * (near[0] - x)
        if best is not None and away >= best[0]:
            continue
        for y in middles:
            cost = away + 1.5 * abs(y - near[1])
            if best is not None and cost >= best[0]:
                break
            rect = Rect(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
            if not any(rect.meets(wall) for wall in walls):
                best = (cost, rect)
    return None if best is None else _rounded(best[1])


def _rounded(rect: Rect) -> Rect:
    left, top = round(rect.left), round(rect.top)
    return Rect(left, top, left + rect.right - rect.left, top + rect.bottom - rect.top)


def _spread(low: float, high: float, near: float) -> Iterator[float]:
    yield min(max(near, low), high)
    at = low
    while at <= high:
        yield at
        at += _STEP


def _from(near: float, low: float, high: float) -> Iterator[float]:
    """Yield places from `near` outwards, both ways."""
    near = max(near, low)
    far = max(high - near, near - low)
    yield near
    off = _STEP
    while off <= far:
        if near + off <= high:
            yield near + off
        if near - off >= low:
            yield near - off
        off += _STEP


def label_of_shape(
    shown: Shown, rect: Rect, size: tuple[float, float], area: Rect, *, tips: bool
) -> Rect | None:
    """Return where the name of an event or a gateway stands.

    `tips`: lines leave at the tips of a diamond, so its name stands beside them if it can.
    """
    width, height = size
    x, y = rect.middle
    above, below = rect.top - 2 - height, rect.bottom + 2
    beside = [
        (rect.left + 14 - width, above),
        (rect.right - 14, above),
        (rect.left + 14 - width, below),
        (rect.right - 14, below),
    ]
    straight = [(x - width / 2, below + 3), (x - width / 2, above - 3)]
    aside = [(rect.right + 8, y - height - 6), (rect.left - 8 - width, y - height - 6)]
    candidates = [*beside, *straight, *aside] if tips else [*straight, *beside, *aside]
    return _first_free(shown, candidates, size, area)


def label_of_line(
    shown: Shown, points: Sequence[Point], size: tuple[float, float], area: Rect
) -> Rect | None:
    """Return where the name of a flow stands: beside its first piece that has room."""
    return _first_free(shown, list(_beside(points, size)), size, area)


def _beside(points: Sequence[Point], size: tuple[float, float]) -> Iterator[Point]:
    width, height = size
    for (x1, y1), (x2, y2) in pairwise(points):
        length = abs(x2 - x1) + abs(y2 - y1)
        off = 6.0
        while off <= max(length - 6, 6):
            if x1 == x2:
                top = y1 + off if y2 > y1 else y1 - off - height
                yield x1 + 5, top
                yield x1 - 5 - width, top
            else:
                left = x1 + off if x2 > x1 else x1 - off - width
                yield left, y1 - 4 - height
                yield left, y1 + 4
            off += _STEP


def _first_free(
    shown: Shown, candidates: Sequence[Point], size: tuple[float, float], area: Rect
) -> Rect | None:
    walls = [*shown.shapes.values(), *shown.labels.values()]
    walls += [span(piece) for piece in shown.pieces()]
    for left, top in candidates:
        rect = Rect(round(left), round(top), round(left) + size[0], round(top) + size[1])
        if area.holds(rect) and not any(rect.grown(1).meets(wall) for wall in walls):
            return rect
    return None
