"""What only stands elsewhere in the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.sentences.telling import Change, said

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from service.diagrams.model import Interchange

#: A pixel is no change: modellers round.
_TOLERANCE = 1.0


def layout_change(
    old: Interchange, new: Interchange, same: Mapping[str, str], others: frozenset[str]
) -> Change | None:
    """Return how much was only moved or resized; None: nothing was.

    `same` has the elements that both diagrams have, by id of the older one; `others` are ids that
    were moved between columns without a change of who does what.
    """
    shapes = set(others) | {
        one for one, other in _both(old.shapes, new.shapes, same) if _moved(old, new, one, other)
    }
    shapes |= {
        one
        for one, other in _both(old.labels, new.labels, same)
        if _far(_box(old.labels[one]), _box(new.labels[other]))
    }
    lines = {
        one
        for one, other in _both(old.edges, new.edges, same)
        if _far(_flat(old.edges[one]), _flat(new.edges[other]))
    }
    if not shapes and not lines:
        return None
    counts = {"shapes": str(len(shapes)), "lines": str(len(lines - shapes))}
    return Change("layout", "moved", said("compare.layout", **counts), "", "", "", "")


def _both(
    old: Mapping[str, object], new: Mapping[str, object], same: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    for one in old:
        other = same.get(one, "")
        if other in new:
            yield one, other


def _moved(old: Interchange, new: Interchange, one: str, other: str) -> bool:
    return _far(_box(old.shapes[one]), _box(new.shapes[other]))


def _box(bounds: object) -> tuple[float, ...]:
    return tuple(getattr(bounds, name) for name in ("x", "y", "width", "height"))


def _flat(points: tuple[tuple[float, float], ...]) -> tuple[float, ...]:
    return tuple(number for point in points for number in point)


def _far(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return len(one) != len(other) or any(
        abs(a - b) >= _TOLERANCE for a, b in zip(one, other, strict=True)
    )
