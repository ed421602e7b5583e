"""Functions of lists (DMN 1.5 §10.3.4.4)."""

from __future__ import annotations

from functools import cmp_to_key
from typing import TYPE_CHECKING

from service.feel.errors import InvalidArgument, ValueTooLarge, WrongArguments, WrongType
from service.feel.functions.signature import function
from service.feel.kinds import DEEPEST_VALUE, kind_of, require_size
from service.feel.operators import contains, same

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.feel.budget import Budget
    from service.feel.values import Function
    from service.values import Value

#: What a function that says which of two comes first, or whether an item is meant, takes.
_PAIR = 2


def _count(values: Sequence[Value], _: Budget) -> Value:
    return len(values[0])


def _list_contains(values: Sequence[Value], budget: Budget) -> Value:
    return contains(values[0], values[1], budget)


def _sublist(values: Sequence[Value], _: Budget) -> Value:
    items, start = values[0], _index("sublist", values[0], values[1])
    length = int(values[2]) if len(values) > _PAIR else len(items) - start
    if length < 0 or start + length > len(items):
        raise InvalidArgument(function="sublist", value=length)
    return list(items[start : start + length])


def _index(name: str, items: Sequence[Value], position: Value) -> int:
    """Return the index of a position that counts from 1, or from the end when less than 0."""
    whole = int(position)
    if whole == 0 or abs(whole) > len(items):
        raise InvalidArgument(function=name, value=position)
    return whole - 1 if whole > 0 else len(items) + whole


def _append(values: Sequence[Value], budget: Budget) -> Value:
    budget.spend(len(values[1]))
    return require_size([*values[0], *values[1]])


def _concatenate(values: Sequence[Value], _: Budget) -> Value:
    lists = values[0]
    if any(each is None for each in lists):
        return None
    return require_size([item for each in lists for item in each])


def _insert_before(values: Sequence[Value], _: Budget) -> Value:
    items, position, item = values
    index = _index("insert before", items, position)
    return require_size([*items[:index], item, *items[index:]])


def _remove(values: Sequence[Value], _: Budget) -> Value:
    items, position = values
    index = _index("remove", items, position)
    return [*items[:index], *items[index + 1 :]]


def _reverse(values: Sequence[Value], _: Budget) -> Value:
    return list(reversed(values[0]))


def _index_of(values: Sequence[Value], budget: Budget) -> Value:
    items, match = values
    return [place for place, item in enumerate(items, 1) if same(item, match, budget)]


def _union(values: Sequence[Value], budget: Budget) -> Value:
    joined = _concatenate(values, budget)
    return None if joined is None else _distinct([joined], budget)


def _distinct(values: Sequence[Value], budget: Budget) -> Value:
    kept: list[Value] = []
    for item in values[0]:
        if not contains(kept, item, budget):
            kept.append(item)
    return kept


def _flatten(values: Sequence[Value], budget: Budget) -> Value:
    flat: list[Value] = []

    def add(items: Sequence[Value], depth: int) -> None:
        if depth == 0:
            raise ValueTooLarge(limit=DEEPEST_VALUE)
        budget.spend(len(items))
        for item in items:
            if kind_of(item) == "list":
                add(item, depth - 1)
            else:
                flat.append(item)

    add(values[0], DEEPEST_VALUE)
    return require_size(flat)


def _replace_at(values: Sequence[Value], _: Budget) -> Value:
    items, position, item = values
    index = _index("list replace", items, position)
    return [*items[:index], item, *items[index + 1 :]]


def _replace_where(values: Sequence[Value], budget: Budget) -> Value:
    items, match, new = values
    _require_pair("list replace", match)
    return [new if _truth("list replace", match, [item, new], budget) else item for item in items]


def _sort(values: Sequence[Value], budget: Budget) -> Value:
    items, precedes = values
    _require_pair("sort", precedes)

    def order(one: Value, other: Value) -> int:
        budget.spend(1)
        if _truth("sort", precedes, [one, other], budget):
            return -1
        return 1 if _truth("sort", precedes, [other, one], budget) else 0

    return sorted(items, key=cmp_to_key(order))


def _require_pair(name: str, called: Function) -> None:
    if not called.variadic and len(called.parameters) != _PAIR:
        raise WrongArguments(function=name, given=len(called.parameters))


def _truth(name: str, called: Function, arguments: list[Value], budget: Budget) -> bool:
    answer = called.run(arguments, budget)
    if isinstance(answer, bool):
        return answer
    raise WrongType(operation=name, kinds=kind_of(answer))


FUNCTIONS = (
    function("count", ("list: list", _count)),
    function("list contains", ("list: list, element: any", _list_contains)),
    function(
        "list replace",
        ("list: list, position: number, newItem: any", _replace_at),
        ("list: list, match: function, newItem: any", _replace_where),
    ),
    function("sublist", ("list: list, start position: number, length?: number", _sublist)),
    function("append", ("list: list, …item: any", _append)),
    function("concatenate", ("…list: list|null", _concatenate)),
    function("insert before", ("list: list, position: number, newItem: any", _insert_before)),
    function("remove", ("list: list, position: number", _remove)),
    function("reverse", ("list: list", _reverse)),
    function("index of", ("list: list, match: any", _index_of)),
    function("union", ("…list: list|null", _union)),
    function("distinct values", ("list: list", _distinct)),
    function("flatten", ("list: list", _flatten)),
    function("sort", ("list: list, precedes: function", _sort)),
)
