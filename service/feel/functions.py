"""The functions of our subset, all of DMN 1.5 §10.3.4. Every one is pure: there is no now().

A null argument gives null, as in the standard; an argument of a wrong kind raises WrongType.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from service.errors import Rejected
from service.feel import iso8601
from service.feel.errors import DateOutOfRange, WrongType
from service.feel.kinds import CHARACTERS_OF_A_STEP, kind_of, require_size
from service.feel.operators import arithmetic, compare
from service.feel.operators import contains as list_contains

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from service.feel.kinds import Budget, Kind
    from service.values import Value

_ONE = frozenset({1})
_TWO = frozenset({2})
#: A function that takes any number of arguments takes at least one.
_ANY_NUMBER = None
#: date(text) or date(year, month, day)
_ONE_OR_THREE = frozenset({1, 3})


@dataclass(frozen=True, slots=True)
class Function:
    name: str
    #: as the documentation shows it
    signature: str
    #: how many arguments it takes; None: one or more
    takes: frozenset[int] | None
    run: Callable[[Sequence[Value], Budget], Value]
    #: makes a value from text alone, so that a literal argument is checked when it is read
    is_literal: bool = False

    def accepts(self, count: int) -> bool:
        return count > 0 if self.takes is None else count in self.takes


def _of_kind(function: str, kind: Kind, value: Value) -> Value:
    found = kind_of(value)
    if found != kind:
        raise WrongType(operation=function, kinds=found)
    return value


def _negation(arguments: Sequence[Value], _: Budget) -> Value:
    (value,) = arguments
    if value is None:
        return None
    return not _of_kind("not", "boolean", value)


def _count(arguments: Sequence[Value], _: Budget) -> Value:
    (items,) = arguments
    return None if items is None else len(_of_kind("count", "list", items))


def _list_contains(arguments: Sequence[Value], budget: Budget) -> Value:
    items, value = arguments
    if items is None:
        return None
    return list_contains(_of_kind("list contains", "list", items), value, budget)


def _text_function(
    name: str, run: Callable[..., Value]
) -> Callable[[Sequence[Value], Budget], Value]:
    def call(arguments: Sequence[Value], budget: Budget) -> Value:
        if any(argument is None for argument in arguments):
            return None
        for argument in arguments:
            budget.spend(len(_of_kind(name, "string", argument)) // CHARACTERS_OF_A_STEP)
        return run(*arguments)

    return call


def _items_of(name: str, arguments: Sequence[Value], budget: Budget) -> Sequence[Value] | None:
    """Return the items of the one list given, or the arguments themselves; None for null."""
    items = arguments
    if len(arguments) == 1 and kind_of(arguments[0]) in {"list", "null"}:
        items = arguments[0]
        if items is None:
            return None
    budget.spend(len(items))
    for item in items:
        if kind_of(item) in {"list", "context"}:
            raise WrongType(operation=name, kinds=kind_of(item))
    return items


def _sum(arguments: Sequence[Value], budget: Budget) -> Value:
    items = _items_of("sum", arguments, budget)
    if not items:
        return None
    total: Value = 0
    for item in items:
        if item is None:
            return None
        total = arithmetic("+", total, _of_kind("sum", "number", item))
    return total


def _extreme(name: str, sign: str) -> Callable[[Sequence[Value], Budget], Value]:
    def call(arguments: Sequence[Value], budget: Budget) -> Value:
        items = _items_of(name, arguments, budget)
        if not items or any(item is None for item in items):
            return None
        best = items[0]
        compare(sign, best, best)  # one item alone must have an order too
        for item in items[1:]:
            if compare(sign, item, best):
                best = item
        return best

    return call


def _date(arguments: Sequence[Value], _: Budget) -> Value:
    if any(argument is None for argument in arguments):
        return None
    if len(arguments) == 1:
        return _parsed(iso8601.parse_date, _of_kind("date", "string", arguments[0]))
    numbers = [_of_kind("date", "number", argument) for argument in arguments]
    try:
        if all(type(number) is int for number in numbers):
            return date(*numbers)
    except (ValueError, OverflowError):
        pass
    raise DateOutOfRange(text="date({})".format(", ".join(map(str, numbers))))


def _literal_function(
    name: str, parse: Callable[[str], Value]
) -> Callable[[Sequence[Value], Budget], Value]:
    def call(arguments: Sequence[Value], _: Budget) -> Value:
        (text,) = arguments
        return None if text is None else _parsed(parse, _of_kind(name, "string", text))

    return call


def _parsed(parse: Callable[[str], Value], text: str) -> Value:
    try:
        return parse(text)
    except Rejected:
        raise DateOutOfRange(text=text[:100]) from None


FUNCTIONS: dict[str, Function] = {
    function.name: function
    for function in (
        Function("not", "not(boolean)", _ONE, _negation),
        Function("count", "count(list)", _ONE, _count),
        Function(
            "contains",
            "contains(string, string)",
            _TWO,
            _text_function("contains", lambda text, part: part in text),
        ),
        Function(
            "starts with",
            "starts with(string, string)",
            _TWO,
            _text_function("starts with", str.startswith),
        ),
        Function(
            "ends with",
            "ends with(string, string)",
            _TWO,
            _text_function("ends with", str.endswith),
        ),
        Function("list contains", "list contains(list, value)", _TWO, _list_contains),
        Function("sum", "sum(list) or sum(number, …)", _ANY_NUMBER, _sum),
        Function("min", "min(list) or min(value, …)", _ANY_NUMBER, _extreme("min", "<")),
        Function("max", "max(list) or max(value, …)", _ANY_NUMBER, _extreme("max", ">")),
        Function(
            "string length", "string length(string)", _ONE, _text_function("string length", len)
        ),
        Function(
            "upper case",
            "upper case(string)",
            _ONE,
            _text_function("upper case", lambda text: require_size(text.upper())),
        ),
        Function(
            "lower case",
            "lower case(string)",
            _ONE,
            _text_function("lower case", lambda text: require_size(text.lower())),
        ),
        Function(
            "date",
            "date(string) or date(year, month, day)",
            _ONE_OR_THREE,
            _date,
            is_literal=True,
        ),
        Function(
            "time",
            "time(string)",
            _ONE,
            _literal_function("time", iso8601.parse_time),
            is_literal=True,
        ),
        Function(
            "date and time",
            "date and time(string)",
            _ONE,
            _literal_function("date and time", iso8601.parse_instant),
            is_literal=True,
        ),
        Function(
            "duration",
            "duration(string)",
            _ONE,
            _literal_function("duration", iso8601.parse_duration),
            is_literal=True,
        ),
    )
}
