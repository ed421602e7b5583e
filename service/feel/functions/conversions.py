"""Functions that turn a value of one kind into another (DMN 1.5 §10.3.4.1)."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from service.feel.errors import FeelError, InvalidArgument, ValueTooLarge, WrongType
from service.feel.functions.signature import function
from service.feel.kinds import (
    CHARACTERS_OF_A_STEP,
    DEEPEST_VALUE,
    kind_of,
    require_size,
    whole_if_possible,
)
from service.feel.operators import compare
from service.feel.temporal import read_date, read_duration, read_literal, read_moment, read_time
from service.feel.temporal import text_of as temporal_text
from service.feel.types import type_name
from service.feel.values import Range

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.feel.budget import Budget
    from service.values import Value

_GROUPS = (" ", ",", ".", None)
_POINTS = (",", ".", None)
_NUMBER = re.compile(r"-?(?:\d{1,400}(?:\.\d{0,400})?|\.\d{1,400})", re.ASCII)

_TEXT = r'"(?:[^"\\]|\\.)*"'
_CALL = r"(?:date\s+and\s+time|date|time|duration)\s*\("
_END = rf"-?\d+(?:\.\d+)?|-?\.\d+|{_TEXT}|@{_TEXT}|{_CALL}\s*{_TEXT}\s*\)"
_RANGE = re.compile(rf"\s*([\[\](])\s*({_END})\s*\.\.\s*({_END})\s*([\])\[])\s*")
_MADE_BY = {
    "@": read_literal,
    "date": read_date,
    "time": read_time,
    "date and time": read_moment,
    "duration": read_duration,
}


def _number(values: Sequence[Value], _: Budget) -> Value:
    text, group, point = values
    if group not in _GROUPS or point not in _POINTS or (group == point and group is not None):
        raise InvalidArgument(function="number", value=text[:100])
    plain = text.replace(group, "") if group else text
    plain = plain.replace(point, ".") if point else plain
    if not _NUMBER.fullmatch(plain):
        raise InvalidArgument(function="number", value=text[:100])
    return whole_if_possible(Decimal(plain))


def _string(values: Sequence[Value], budget: Budget) -> Value:
    (value,) = values
    if value is None or isinstance(value, str):
        return value
    return require_size(_written(value, budget, DEEPEST_VALUE))


def _written(value: Value, budget: Budget, depth: int) -> str:
    """Return a value as FEEL writes it."""
    if depth == 0:
        raise ValueTooLarge(limit=DEEPEST_VALUE)
    text = _written_whole(value, budget, depth)
    budget.spend(1 + len(text) // CHARACTERS_OF_A_STEP)
    return text


def _written_whole(  # noqa: PLR0911 - one case per kind
    value: Value, budget: Budget, depth: int
) -> str:
    match kind_of(value):
        case "null":
            return "null"
        case "boolean":
            return "true" if value else "false"
        case "number":
            text = format(Decimal(value), "f")
            return text.rstrip("0").rstrip(".") if "." in text else text
        case "string":
            escaped = value.replace("\\", "\\\\").replace('"', '\\"')
            return f'"{escaped}"'
        case "date" | "time" | "date and time" | "duration":
            return temporal_text(value)
        case "list":
            return f"[{', '.join(_written(item, budget, depth - 1) for item in value)}]"
        case "context":
            entries = (
                f"{key}: {_written(item, budget, depth - 1)}" for key, item in value.items()
            )
            return f"{{{', '.join(entries)}}}"
        case "range":
            return _range_text(value, budget, depth)
        case kind:
            raise WrongType(operation="string", kinds=kind)


def _range_text(limits: Range, budget: Budget, depth: int) -> str:
    start, end = (_written(each, budget, depth - 1) for each in (limits.start, limits.end))
    if limits.sign is not None:
        return f"({limits.sign} {end if limits.start is None else start})"
    opening = "[" if limits.start_included else "("
    return f"{opening}{start}..{end}{']' if limits.end_included else ')'}"


def _range(values: Sequence[Value], _: Budget) -> Value:
    text = values[0]
    match = _RANGE.fullmatch(text)
    if match is None:
        raise InvalidArgument(function="range", value=text[:100])
    opening, first, last, closing = match.groups()
    start, end = _end(first), _end(last)
    if type_name(start) != type_name(end) or compare(">", start, end):
        raise InvalidArgument(function="range", value=text[:100])
    return Range(start, end, opening == "[", closing == "]")


def _end(text: str) -> Value:
    """Return the end of a range that is written as a literal."""
    head, sign, rest = text.partition('"')
    if not sign:
        return whole_if_possible(Decimal(text))
    inner = re.sub(r"\\(.)", r"\1", rest.rpartition('"')[0])
    maker = " ".join(head.replace("(", " ").split())
    return _MADE_BY[maker](inner) if maker else inner


def _is(values: Sequence[Value], budget: Budget) -> Value:
    """Return whether two values are the same element of the same domain (§10.3.4.10)."""
    one, other = (*values, None, None)[:2]
    if type_name(one) != type_name(other):
        return False
    if kind_of(one) == "date and time" and not budget.standard:
        # Kept in UTC, an instant no longer says with which zone it was written.
        raise WrongType(operation="is", kinds="date and time")
    if kind_of(one) in ("time", "date and time"):
        return bool(temporal_text(one) == temporal_text(other))
    budget.spend(1)
    try:
        return bool(_written(one, budget, DEEPEST_VALUE) == _written(other, budget, DEEPEST_VALUE))
    except FeelError:
        return one is other


FUNCTIONS = (
    function(
        "number",
        (
            "from: string, grouping separator: string|null, decimal separator: string|null",
            _number,
        ),
    ),
    function("string", ("from: any", _string)),
    function("range", ("from: string", _range)),
    function("is", ("value1?: any, value2?: any", _is)),
)
