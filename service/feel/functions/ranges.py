"""How points and ranges lie to each other (DMN 1.5 §10.3.4.8, after Allen)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.feel.errors import WrongType
from service.feel.functions.signature import BuiltIn, function
from service.feel.operators import ORDERED, compare, same, within

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from service.feel.budget import Budget
    from service.feel.functions.signature import Body
    from service.feel.values import Range
    from service.values import Value

    Relation = Callable[..., bool | None]

_POINT = "|".join(sorted(ORDERED))


def _less(left: Value, right: Value) -> bool:
    """Return whether left < right; an open end is less than nothing. Raises WrongType."""
    answer = compare("<", left, right)
    if answer is None:
        raise WrongType(operation="<", kinds="null")
    return answer


def _same(left: Value, right: Value) -> bool:
    return not _less(left, right) and not _less(right, left)


def _body(relation: Relation) -> Body:
    def body(values: Sequence[Value], _: Budget) -> Value:
        return relation(*values)

    return body


def _points_before(one: Value, other: Value) -> bool:
    return _less(one, other)


def _point_before(point: Value, of: Range) -> bool:
    return _less(point, of.start) or (_same(point, of.start) and not of.start_included)


def _range_before_point(of: Range, point: Value) -> bool:
    return _less(of.end, point) or (_same(of.end, point) and not of.end_included)


def _ranges_before(one: Range, other: Range) -> bool:
    touching = _same(one.end, other.start)
    return _less(one.end, other.start) or (
        touching and not (one.end_included and other.start_included)
    )


def _meets(one: Range, other: Range) -> bool:
    return one.end_included and other.start_included and _same(one.end, other.start)


def _starts_no_later(one: Range, other: Range) -> bool:
    return _less(one.start, other.start) or (
        _same(one.start, other.start) and (one.start_included or not other.start_included)
    )


def _ends_no_later(one: Range, other: Range) -> bool:
    return _less(one.end, other.end) or (
        _same(one.end, other.end) and (other.end_included or not one.end_included)
    )


def _overlaps(one: Range, other: Range) -> bool:
    return not _ranges_before(one, other) and not _ranges_before(other, one)


def _overlaps_before(one: Range, other: Range) -> bool:
    return (
        _overlaps(one, other)
        and _starts_no_later(one, other)
        and not _starts_no_later(other, one)
        and _ends_no_later(one, other)
    )


def _finishes_point(point: Value, of: Range) -> bool:
    return of.end_included and _same(point, of.end)


def _finishes(one: Range, other: Range) -> bool:
    return (
        one.end_included == other.end_included
        and _same(one.end, other.end)
        and _starts_no_later(other, one)
    )


def _starts_point(point: Value, of: Range) -> bool:
    return of.start_included and _same(point, of.start)


def _starts(one: Range, other: Range) -> bool:
    return (
        one.start_included == other.start_included
        and _same(one.start, other.start)
        and _ends_no_later(one, other)
    )


def _includes(one: Range, other: Range) -> bool:
    return _starts_no_later(one, other) and _ends_no_later(other, one)


def _includes_point(values: Sequence[Value], budget: Budget) -> Value:
    return within(values[1], values[0], budget)


def _during_point(values: Sequence[Value], budget: Budget) -> Value:
    return within(values[0], values[1], budget)


def _coincides(one: Range, other: Range) -> bool:
    return (one.start_included, one.end_included) == (
        other.start_included,
        other.end_included,
    ) and (_same(one.start, other.start) and _same(one.end, other.end))


def _coincide_points(values: Sequence[Value], budget: Budget) -> Value:
    return same(values[0], values[1], budget)


def _turned(relation: Relation) -> Relation:
    return lambda one, other: relation(other, one)


_TWO_POINTS = f"point1: {_POINT}, point2: {_POINT}"
_POINT_AND_RANGE = f"point: {_POINT}, range: range"
_RANGE_AND_POINT = f"range: range, point: {_POINT}"
_TWO_RANGES = "range1: range, range2: range"


def _of_ranges(name: str, relation: Relation, *more: tuple[str, Body]) -> BuiltIn:
    return function(name, *more, (_TWO_RANGES, _body(relation)))


FUNCTIONS = (
    _of_ranges(
        "before",
        _ranges_before,
        (_TWO_POINTS, _body(_points_before)),
        (_POINT_AND_RANGE, _body(_point_before)),
        (_RANGE_AND_POINT, _body(_range_before_point)),
    ),
    _of_ranges(
        "after",
        _turned(_ranges_before),
        (_TWO_POINTS, _body(_turned(_points_before))),
        (_POINT_AND_RANGE, _body(_turned(_range_before_point))),
        (_RANGE_AND_POINT, _body(_turned(_point_before))),
    ),
    _of_ranges("meets", _meets),
    _of_ranges("met by", _turned(_meets)),
    _of_ranges("overlaps", _overlaps),
    _of_ranges("overlaps before", _overlaps_before),
    _of_ranges("overlaps after", _turned(_overlaps_before)),
    _of_ranges("finishes", _finishes, (_POINT_AND_RANGE, _body(_finishes_point))),
    _of_ranges(
        "finished by",
        _turned(_finishes),
        (_RANGE_AND_POINT, _body(_turned(_finishes_point))),
    ),
    _of_ranges("includes", _includes, (_RANGE_AND_POINT, _includes_point)),
    _of_ranges("during", _turned(_includes), (_POINT_AND_RANGE, _during_point)),
    _of_ranges("starts", _starts, (_POINT_AND_RANGE, _body(_starts_point))),
    _of_ranges("started by", _turned(_starts), (_RANGE_AND_POINT, _body(_turned(_starts_point)))),
    _of_ranges("coincides", _coincides, (_TWO_POINTS, _coincide_points)),
)
