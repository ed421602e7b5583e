"""Kinds of value that only FEEL has: ranges and functions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from service.feel.budget import Budget
    from service.feel.iso8601 import Duration
    from service.feel.type_forms import Type
    from service.values import Value


@dataclass(frozen=True, slots=True)
class Range:
    """All values between two ends; an end that is null is open (DMN 1.5 §10.3.2.7).

    `(> 5)` is written by its sign and is never equal to a range written by its ends.
    """

    start: Value
    end: Value
    start_included: bool
    end_included: bool
    #: = != < <= > >= of a range that was written so
    sign: str | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    type: Type


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A function as a value: defined in an expression or model, or one of FEEL's own."""

    parameters: tuple[Parameter, ...]
    result: Type
    run: Callable[[Sequence[Value], Budget], Value]
    #: takes any number of arguments, whatever `parameters` says
    variadic: bool = False


def unary_range(sign: str, end: Value) -> Range:
    """Return the range `(sign end)`; its ends are what §10.3.2.7 lets it show as properties."""
    return Range(
        end if sign in ("=", ">", ">=") else None,
        end if sign in ("=", "<", "<=", "!=") else None,
        sign in ("=", ">="),
        sign in ("=", "<="),
        sign,
    )


def is_calendar(span: Duration) -> bool:
    """Return whether a duration counts years and months, not days and time."""
    return span.months != 0 or span.calendar
