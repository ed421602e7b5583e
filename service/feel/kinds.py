"""The kinds of value that FEEL knows, and how large a value may be."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import ROUND_HALF_EVEN, Context, Decimal
from types import MappingProxyType, NoneType
from typing import TYPE_CHECKING, Literal

from service.feel.errors import (
    NumberTooLarge,
    TooMuchWork,
    UnsupportedValue,
    ValueTooLarge,
)
from service.feel.iso8601 import Duration

if TYPE_CHECKING:
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
]

#: Characters of a string, items of a list.
LONGEST_STRING = 10_000
LONGEST_LIST = 10_000
#: Lists and contexts inside each other.
DEEPEST_VALUE = 50
#: Steps that one evaluation may take beyond reading its text once: each list item walked through,
#: each round of some/every times the size of its condition, each 50 characters that are copied.
MOST_STEPS = 100_000
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
}


class Budget:
    """How many steps one evaluation may still take."""

    #: of the class until the first step is counted: most evaluations walk through no list
    _left = MOST_STEPS

    def spend(self, steps: int) -> None:
        """Count `steps` more. Raises TooMuchWork."""
        self._left -= steps
        if self._left < 0:
            raise TooMuchWork(limit=MOST_STEPS)


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
    elif type(value) is datetime and value.tzinfo is None:
        raise UnsupportedValue(kind="date and time without zone")
    elif type(value) is Decimal and not value.is_finite():
        raise UnsupportedValue(kind=str(value))
    return kind


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
    if not value.is_finite() or value.adjusted() >= MOST_DIGITS:
        raise NumberTooLarge(limit=MOST_DIGITS)
    as_int = int(value)
    return as_int if as_int == value else value
