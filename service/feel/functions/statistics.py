"""Functions that make one value of many: of a list, or of the arguments themselves (§10.3.4.4)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from service.feel.arithmetic import arithmetic
from service.feel.errors import WrongType
from service.feel.functions.signature import function
from service.feel.kinds import NUMBERS, kind_of, whole_if_possible
from service.feel.operators import compare

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from service.feel.budget import Budget
    from service.feel.functions.signature import BuiltIn
    from service.values import Value

    Whole = Callable[[Sequence[Value]], Value]


def _numbers(name: str, items: Sequence[Value]) -> Sequence[Value] | None:
    """Return the items, all of them numbers; None when one is null. Raises WrongType."""
    for item in items:
        if kind_of(item) not in ("number", "null"):
            raise WrongType(operation=name, kinds=kind_of(item))
    return None if any(item is None for item in items) else items


def _of_numbers(name: str, run: Whole) -> BuiltIn:
    def whole(items: Sequence[Value]) -> Value:
        numbers = _numbers(name, items)
        return None if numbers is None else run(numbers)

    return _of_many(name, whole)


def _of_many(name: str, run: Whole) -> BuiltIn:
    """Return the function of one list, or of any number of items."""

    def body(values: Sequence[Value], _: Budget) -> Value:
        return run(values[0])

    return function(name, ("list: list", body), (f"…{_item(name)}: any", body))


def _item(name: str) -> str:
    return {"min": "value", "max": "value", "all": "boolean", "any": "boolean"}.get(name, "number")


def _total(items: Sequence[Value]) -> Value:
    total: Value = 0
    for item in items:
        total = arithmetic("+", total, item)
    return total


def _sum(items: Sequence[Value]) -> Value:
    return _total(items) if items else None


def _mean(items: Sequence[Value]) -> Value:
    return arithmetic("/", _total(items), len(items)) if items else None


def _product(items: Sequence[Value]) -> Value:
    if not items:
        return None
    product: Value = 1
    for item in items:
        product = arithmetic("*", product, item)
    return product


def _median(items: Sequence[Value]) -> Value:
    if not items:
        return None
    ordered, middle = sorted(items), len(items) // 2
    if len(items) % 2:
        return ordered[middle]
    return arithmetic("/", arithmetic("+", ordered[middle - 1], ordered[middle]), 2)


def _stddev(items: Sequence[Value]) -> Value:
    """Return the deviation of a sample: one less than the items divides."""
    if len(items) < 2:  # noqa: PLR2004 - one value deviates from nothing
        return None
    mean = Decimal(_mean(items))
    squares = [NUMBERS.power(NUMBERS.subtract(Decimal(item), mean), 2) for item in items]
    variance = NUMBERS.divide(Decimal(_total(squares)), Decimal(len(items) - 1))
    return whole_if_possible(NUMBERS.sqrt(variance))


def _mode(items: Sequence[Value]) -> Value:
    counts: dict[Value, int] = {}
    for item in items:
        counts[item] = counts.get(item, 0) + 1
    most = max(counts.values(), default=0)
    return sorted(item for item, count in counts.items() if count == most)


def _extreme(name: str, sign: str) -> BuiltIn:
    def whole(items: Sequence[Value]) -> Value:
        for item in items:
            if kind_of(item) in ("list", "context"):
                raise WrongType(operation=name, kinds=kind_of(item))
        if not items or any(item is None for item in items):
            return None
        best = items[0]
        compare(sign, best, best)  # one item alone must have an order too
        for item in items[1:]:
            if compare(sign, item, best):
                best = item
        return best

    return _of_many(name, whole)


def _decided(name: str, *, by: bool) -> BuiltIn:
    """Return all (decided by one false) or any (decided by one true)."""

    def whole(items: Sequence[Value]) -> Value:
        for item in items:
            if kind_of(item) not in ("boolean", "null"):
                raise WrongType(operation=name, kinds=kind_of(item))
        if any(item is by for item in items):
            return by
        return None if any(item is None for item in items) else not by

    return _of_many(name, whole)


FUNCTIONS = (
    _extreme("min", "<"),
    _extreme("max", ">"),
    _of_numbers("sum", _sum),
    _of_numbers("mean", _mean),
    _of_numbers("product", _product),
    _of_numbers("median", _median),
    _of_numbers("stddev", _stddev),
    _of_numbers("mode", _mode),
    _decided("all", by=False),
    _decided("any", by=True),
)
