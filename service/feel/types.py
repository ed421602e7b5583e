"""How types are written (DMN 1.5 §10.3.2.9), and which values conform to them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, assert_never

from service.feel.errors import ValueTooLarge, WrongType
from service.feel.kinds import DEEPEST_VALUE, kind_of
from service.feel.names import PART, START
from service.feel.type_forms import (
    ANY,
    Allowed,
    Any,
    ContextOf,
    FunctionOf,
    ListOf,
    Named,
    RangeOf,
    Simple,
    Type,
)
from service.feel.values import Function, Range, is_calendar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.feel.budget import Budget
    from service.feel.names import Names
    from service.values import Value

#: Generics inside each other.
DEEPEST_TYPE = 10
#: What `instance of` compares the kind of a value with.
SIMPLE = frozenset(
    {"number", "string", "boolean", "date", "time", "date and time", "context", "list"}
    | {"years and months duration", "days and time duration", "function", "range"}
)

_NAME = re.compile(
    r"(?:years\s+and\s+months\s+duration|days\s+and\s+time\s+duration|date\s+and\s+time)(?!\w)"
    rf"|[{START}][{PART}]*(?:\.[{START}][{PART}]*)*"
)
_PIECE = re.compile(r"\s*(->|[<>,:]|[^<>,:\s-](?:[^<>,:-]|-(?!>))*)")


class NotAType(Exception):
    """The text is no type."""


def end_of_type(text: str, start: int, names: Names) -> int | None:
    """Return where the type that begins at `start` ends; None when none begins there."""
    while True:
        named = names.at(text, start) if start < len(text) else None
        match = _NAME.match(text, start)
        if named is None and match is None:
            return None
        end = max(named[1] if named else 0, match.end() if match else 0)
        opened = re.compile(r"\s*<").match(text, end)
        if opened is None:
            return end
        closed = _closing(text, opened.end())
        if closed is None:
            return None
        arrow = re.compile(r"\s*->\s*").match(text, closed)
        if arrow is None:
            return closed
        start = arrow.end()


def _closing(text: str, position: int) -> int | None:
    depth = 1
    for index in range(position, len(text)):
        if text[index] == "<":
            depth += 1
        elif text[index] == ">" and text[index - 1] != "-":
            depth -= 1
            if depth == 0:
                return index + 1
    return None


def read_type(text: str) -> Type:
    """Return the type that `text` writes. Raises NotAType."""
    pieces = [match[1].strip() for match in _PIECE.finditer(text)]
    found, rest = _read(pieces, DEEPEST_TYPE)
    if rest:
        raise NotAType(text)
    return found


def _read(pieces: list[str], depth: int) -> tuple[Type, list[str]]:
    if not pieces or depth == 0 or pieces[0] in "<>,:->":
        raise NotAType
    name, rest = " ".join(pieces[0].split()), pieces[1:]
    if rest[:1] != ["<"]:
        return named(name), rest
    match name:
        case "list" | "range":
            of, rest = _read(rest[1:], depth - 1)
            return ListOf(of) if name == "list" else RangeOf(of), _after(rest, ">")
        case "context":
            entries, rest = _entries(rest[1:], depth - 1)
            return ContextOf(entries), rest
        case "function":
            parameters, rest = _parameters(rest[1:], depth - 1)
            result, rest = _read(_after(rest, "->"), depth - 1)
            return FunctionOf(parameters, result), rest
        case _:
            raise NotAType(name)


def named(name: str) -> Type:
    """Return the type of a plain name: FEEL's own, else one that a model has to define."""
    if name == "Any":
        return ANY
    return Simple(name) if name in SIMPLE else Named(name)


def _after(pieces: list[str], sign: str) -> list[str]:
    if pieces[:1] != [sign]:
        raise NotAType
    return pieces[1:]


def _entries(pieces: list[str], depth: int) -> tuple[tuple[tuple[str, Type], ...], list[str]]:
    entries = []
    while True:
        name, rest = " ".join(pieces[0].split()) if pieces else "", pieces[1:]
        entry, pieces = _read(_after(rest, ":"), depth)
        entries.append((name, entry))
        if pieces[:1] != [","]:
            return tuple(entries), _after(pieces, ">")
        pieces = pieces[1:]


def _parameters(pieces: list[str], depth: int) -> tuple[tuple[Type, ...], list[str]]:
    parameters: list[Type] = []
    while pieces[:1] != [">"]:
        parameter, pieces = _read(pieces, depth)
        parameters.append(parameter)
        if pieces[:1] == [","]:
            pieces = pieces[1:]
    return tuple(parameters), pieces[1:]


def names_in(type_: Type) -> frozenset[str]:
    """Return the names of types that `type_` leaves to a model."""
    match type_:
        case Named(name):
            return frozenset({name})
        case ListOf(inner) | RangeOf(inner) | Allowed(inner):
            return names_in(inner)
        case ContextOf(entries):
            return frozenset[str]().union(*(names_in(entry) for _, entry in entries))
        case FunctionOf(parameters, result):
            return names_in(result).union(*map(names_in, parameters))
        case _:
            return frozenset()


def resolved(type_: Type, types: Mapping[str, Type]) -> Type:
    """Return `type_` with the types of a model, themselves resolved, put in. Raises KeyError."""
    match type_:
        case Named(name):
            return types[name]
        case ListOf(item):
            return ListOf(resolved(item, types))
        case RangeOf(end):
            return RangeOf(resolved(end, types))
        case ContextOf(entries):
            return ContextOf(tuple((name, resolved(entry, types)) for name, entry in entries))
        case FunctionOf(parameters, result):
            own = tuple(resolved(parameter, types) for parameter in parameters)
            return FunctionOf(own, resolved(result, types))
        case _:
            return type_


def is_instance(value: Value, type_: Type, budget: Budget) -> bool:
    """Return whether `value` is an instance of `type_`; null is one of no type (table 57)."""
    return value is not None and conforms(value, type_, budget)


def conforms(  # noqa: C901, PLR0911 - one case per kind
    value: Value, type_: Type, budget: Budget, depth: int = DEEPEST_VALUE
) -> bool:
    """Return whether `value` may stand where `type_` is asked for; null may anywhere.

    Raises ValueTooLarge, TooMuchWork.
    """
    if depth == 0:
        raise ValueTooLarge(limit=DEEPEST_VALUE)
    budget.spend(1)
    if value is None:
        return True
    match type_:
        case Any():
            return True
        case Simple(name):
            return type_name(value) == name
        case Allowed(base):
            return conforms(value, base, budget, depth)
        case ListOf(item):
            return kind_of(value) == "list" and all(
                conforms(each, item, budget, depth - 1) for each in value
            )
        case ContextOf(entries):
            return kind_of(value) == "context" and all(
                name in value and conforms(value[name], entry, budget, depth - 1)
                for name, entry in entries
            )
        case RangeOf(end):
            return isinstance(value, Range) and all(
                conforms(limit, end, budget, depth - 1) for limit in (value.start, value.end)
            )
        case FunctionOf(parameters, result):
            return isinstance(value, Function) and _is_function(value, parameters, result)
        case Named():
            return False
        case _:
            assert_never(type_)


def _is_function(value: Function, parameters: tuple[Type, ...], result: Type) -> bool:
    own = tuple(parameter.type for parameter in value.parameters)
    return len(own) == len(parameters) and all(
        theirs in (mine, ANY) or mine == ANY
        for mine, theirs in zip((*own, value.result), (*parameters, result), strict=True)
    )


def type_name(value: Value) -> str:
    """Return the name of the type that `value` is of; durations are of two."""
    kind = kind_of(value)
    if kind != "duration":
        return kind
    return "years and months duration" if is_calendar(value) else "days and time duration"


def coerced(value: Value, type_: Type, budget: Budget) -> Value:
    """Return `value` as a place of `type_` takes it; null when it does not fit."""
    try:
        return adapted(value, type_, budget)
    except WrongType as problem:
        budget.note(problem)
        return None


def adapted(value: Value, type_: Type, budget: Budget) -> Value:
    """Return `value` as a place of `type_` takes it (DMN 1.5 §10.3.2.9.4).

    As it is when it conforms; a list of one as its item, an item as a list of one, a date as its
    midnight in UTC. Raises WrongType.
    """
    if conforms(value, type_, budget):
        return value
    if kind_of(value) == "list":
        if len(value) == 1 and conforms(value[0], type_, budget):
            return value[0]
    elif isinstance(type_, ListOf) and conforms(value, type_.item, budget):
        return [value]
    if type(value) is date and type_ == Simple("date and time"):
        return datetime.combine(value, time(), UTC)
    raise WrongType(operation="typeRef", kinds=kind_of(value))
