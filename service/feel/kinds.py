"""The kinds of value that FEEL knows, and how large a value may be."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import ROUND_HALF_EVEN, Context, Decimal
from types import MappingProxyType, NoneType
from typing import TYPE_CHECKING, Literal

from service.feel.errors import (
    NumberTooLarge,
    UnsupportedValue,
    ValueTooLarge,
)
from service.feel.iso8601 import Duration
from service.feel.values import Function, Range

if TYPE_CHECKING:
    from service.feel.budget import Budget
    from service.values import Value

Kind = Literal[
    "null",
    "boolean",
    "number",
    "string",
    "date",
    "time",
    "date and time",
    "duration",
    "list",
    "context",
    "range",
    "function",
]

#: Characters of a string, items of a list.
LONGEST_STRING = 10_000
LONGEST_LIST = 10_000
#: Lists and contexts inside each other.
DEEPEST_VALUE = 50
#: Characters that are copied in one step of the budget.
CHARACTERS_OF_A_STEP = 50
#: Decimal128 of DMN 1.5 §10.3.2.3.1: 34 digits, half to even.
MOST_DIGITS = 34
NUMBERS = Context(
    prec=MOST_DIGITS, rounding=ROUND_HALF_EVEN, Emin=-6143, Emax=6144, clamp=0, flags=[], traps=[]
)
_LARGEST_WHOLE = 10**MOST_DIGITS

_KINDS: dict[type, Kind] = {
    NoneType: "null",
    bool: "boolean",
    int: "number",
    Decimal: "number",
    str: "string",
    date: "date",
    time: "time",
    datetime: "date and time",
    Duration: "duration",
    list: "list",
    tuple: "list",
    dict: "context",
    MappingProxyType: "context",
    Range: "range",
    Function: "function",
}


def kind_of(value: Value) -> Kind:
    """Return the FEEL kind of `value`.

    Raises UnsupportedValue for what FEEL does not have, ValueTooLarge for a string or list
    beyond its limit.
    """
    kind = _KINDS.get(type(value))
    if kind is None:
        raise UnsupportedValue(kind=type(value).__name__)
    if kind == "string" or kind == "list":  # noqa: PLR1714 - half the time of a tuple
        require_size(value)
    elif type(value) is Decimal and not value.is_finite():
        raise UnsupportedValue(kind=str(value))
    return kind


def require_whole(value: Value, budget: Budget, depth: int = DEEPEST_VALUE) -> Value:
    """Return a value that leaves an evaluation, after counting all that it consists of.

    A context can name a part twice, and that part another twice: written out it would be endless.
    Raises TooMuchWork, ValueTooLarge, and UnsupportedValue for a function or range, which only
    the standard hands on.
    """
    if depth == 0:
        raise ValueTooLarge(limit=DEEPEST_VALUE)
    match kind_of(value):
        case "list":
            budget.spend(len(value))
            for item in value:
                require_whole(item, budget, depth - 1)
        case "context":
            budget.spend(len(value))
            for item in value.values():
                require_whole(item, budget, depth - 1)
        case "string":
            budget.spend(len(value) // CHARACTERS_OF_A_STEP)
        case ("range" | "function") as kind if not budget.standard:
            raise UnsupportedValue(kind=kind)
    return value


def require_size(value: Value) -> Value:
    """Return the string or list `value`. Raises ValueTooLarge."""
    limit = LONGEST_STRING if type(value) is str else LONGEST_LIST
    if len(value) > limit:
        raise ValueTooLarge(limit=limit)
    return value


def whole_if_possible(value: int | Decimal) -> int | Decimal:
    """Return a number as FEEL results hold it: whole numbers are int, all others Decimal.

    Raises NumberTooLarge beyond 34 digits.
    """
    if isinstance(value, int):
        if -_LARGEST_WHOLE < value < _LARGEST_WHOLE:
            return value
        raise NumberTooLarge(limit=MOST_DIGITS)
    if not value:
        return 0  # 0 / 0.3254… is 0E+34, which has no digit too many
    if not value.is_finite() or value.adjusted() >= MOST_DIGITS:
        raise NumberTooLarge(limit=MOST_DIGITS)
    as_int = int(value)
    return as_int if as_int == value else value
