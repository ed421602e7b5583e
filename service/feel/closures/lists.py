"""What goes through lists: filters, `for`, `some` and `every`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from service.feel import tree, walks
from service.feel.closures.setting import copied
from service.feel.errors import InvalidArgument, ValueTooLarge, WrongType
from service.feel.kinds import LONGEST_LIST, kind_of, require_size
from service.feel.values import Range

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from service.feel.budget import Budget
    from service.feel.closures.setting import Evaluator, Maker, Scope
    from service.values import Value

#: Items of `partial` that are copied in one step of the budget.
_COPIED_IN_A_STEP = 10


def filtered(of: tree.Filter, make: Maker) -> Evaluator:
    """Evaluate `base[condition]`; what is no list is a list of one (DMN 1.5 table 54)."""
    base, condition = make(of.base), make(of.condition)
    cost = walks.size(of.condition)
    if isinstance(of.condition, tree.Literal) and type(of.condition.value) is int:
        place = of.condition.value

        def item_at(scope: Scope, budget: Budget) -> Value:
            return _at(_as_list(base(scope, budget)), place)

        return item_at

    def filter_value(scope: Scope, budget: Budget) -> Value:
        items = _as_list(base(scope, budget))
        found = condition(scope_with_item(scope, items[0] if items else None, budget), budget)
        if kind_of(found) == "number":
            return _at(items, found)
        return [item for item in items if chosen_by(condition, cost, scope, item, budget)]

    return filter_value


def chosen_by(condition: Evaluator, cost: int, scope: Scope, item: Value, budget: Budget) -> bool:
    """Return whether a filter keeps `item`. Raises WrongType for what is no condition."""
    budget.spend(cost)
    found = condition(scope_with_item(scope, item, budget), budget)
    if found is None or isinstance(found, bool):
        return found is True
    raise WrongType(operation="[…]", kinds=kind_of(found))


def scope_with_item(scope: Scope, item: Value, budget: Budget) -> Scope:
    """Return the scope of a filter: the entries of the item, before all that lies around it."""
    inner = copied(scope, budget)
    inner["item"] = item
    if kind_of(item) == "context":
        inner |= copied(item, budget)
    return inner


def _as_list(value: Value) -> Sequence[Value]:
    kind = kind_of(value)
    if kind == "null":
        return []
    items: Sequence[Value] = value if kind == "list" else [value]
    return items


def _at(items: Sequence[Value], place: Value) -> Value:
    """Return the item at a place that counts from 1, or from the end; null beyond the list."""
    index = int(place)
    if index == 0 or abs(index) > len(items):
        return None
    return items[index - 1 if index > 0 else index]


def for_each(of: tree.For, make: Maker) -> Evaluator:
    """Evaluate `for … return …`."""
    rounds = _rounds("for", of.iterators, of.body, make)
    body = make(of.body)
    reads_partial = "partial" in walks.variables(of.body)

    def for_value(scope: Scope, budget: Budget) -> Value:
        made: list[Value] = []
        for inner in rounds(scope, budget):
            if inner is None:
                return None
            if reads_partial:
                budget.spend(len(made) // _COPIED_IN_A_STEP)
                inner["partial"] = list(made)
            made.append(body(inner, budget))
            if len(made) > LONGEST_LIST:
                raise ValueTooLarge(limit=LONGEST_LIST)
        return made

    return for_value


def quantified(of: tree.Quantified, make: Maker) -> Evaluator:
    """Evaluate `some` or `every`: the first item that decides ends it."""
    if len(of.iterators) == 1 and not _makes_functions(of.condition):
        return _quantified_once(of, make)
    rounds = _rounds(of.quantifier, of.iterators, of.condition, make)
    condition, decides = make(of.condition), of.quantifier == "some"
    operation = of.quantifier

    def quantified_value(scope: Scope, budget: Budget) -> Value:
        answer: bool | None = not decides
        for inner in rounds(scope, budget):
            found = None if inner is None else condition(inner, budget)
            if found is decides:
                return decides
            if found is None:
                answer = None
            elif found is not (not decides):
                raise WrongType(operation=operation, kinds=kind_of(found))
        return answer

    return quantified_value


def _quantified_once(of: tree.Quantified, make: Maker) -> Evaluator:
    """Evaluate the usual case, one list, in a third less time."""
    (iteration,) = of.iterators
    name, items_of = iteration.name, domain(of.quantifier, iteration, make)
    condition, decides = make(of.condition), of.quantifier == "some"
    otherwise, cost, operation = not decides, walks.size(of.condition), of.quantifier

    def quantified_value(scope: Scope, budget: Budget) -> Value:
        items = items_of(scope, budget)
        if items is None:
            return None
        inner = copied(scope, budget)
        answer: bool | None = otherwise
        for item in items:
            budget.spend(cost)
            inner[name] = item
            found = condition(inner, budget)
            if found is decides:
                return decides
            if found is None:
                answer = None
            elif found is not otherwise:
                raise WrongType(operation=operation, kinds=kind_of(found))
        return answer

    return quantified_value


def _rounds(
    operation: str, iterators: tuple[tree.Iteration, ...], body: tree.Tree, make: Maker
) -> Callable[[Scope, Budget], Iterator[dict[str, Value] | None]]:
    """Return what yields the scope of each round; None for a domain that is null.

    Rounds share one scope unless a function may keep it.
    """
    domains = tuple((each.name, domain(operation, each, make)) for each in iterators)
    cost, keeps = walks.size(body), _makes_functions(body)

    def go(
        inner: dict[str, Value], budget: Budget, index: int
    ) -> Iterator[dict[str, Value] | None]:
        name, items_of = domains[index]
        items = items_of(inner, budget)
        if items is None:
            yield None
            return
        last = index + 1 == len(domains)
        for item in items:
            budget.spend(cost)
            mine = inner if last and not keeps else copied(inner, budget)
            mine[name] = item
            if last:
                yield mine
            else:
                yield from go(mine, budget, index + 1)

    return lambda scope, budget: go(copied(scope, budget), budget, 0)


def _makes_functions(body: tree.Tree) -> bool:
    return isinstance(body, tree.FunctionOf) or any(map(_makes_functions, walks.children(body)))


def domain(
    operation: str, of: tree.Iteration, make: Maker
) -> Callable[[Scope, Budget], Sequence[Value] | None]:
    """Return what gives the items that an iteration goes through; None for null."""
    first = make(of.domain)
    if of.last is None:

        def items(scope: Scope, budget: Budget) -> Sequence[Value] | None:
            found = first(scope, budget)
            return require_size(found) if type(found) is list else items_in(operation, found)

        return items
    last = make(of.last)
    return lambda scope, budget: _up_to(operation, first(scope, budget), last(scope, budget))


def items_in(operation: str, found: Value) -> Sequence[Value] | None:
    """Return the items of a list or of a range of whole numbers or days. Raises WrongType."""
    if isinstance(found, Range):
        return _in_range(operation, found)
    kind = kind_of(found)
    if kind == "null":
        return None
    if kind != "list":
        raise WrongType(operation=operation, kinds=kind)
    items: Sequence[Value] = found
    return items


def _in_range(operation: str, limits: Range) -> Sequence[Value]:
    items = _up_to(operation, limits.start, limits.end)
    if items is None or items[0] > items[-1]:
        raise InvalidArgument(function=operation, value=f"{limits.start}..{limits.end}")
    return items[0 if limits.start_included else 1 : len(items) - (not limits.end_included)]


def _up_to(operation: str, first: Value, last: Value) -> Sequence[Value] | None:
    """Return the whole numbers or days from one to the other, upwards or downwards."""
    if first is None or last is None:
        return None
    if type(first) is int and type(last) is int:
        return list(_steps(first, last))
    if type(first) is date and type(last) is date:
        return [first + timedelta(days=days) for days in _steps(0, (last - first).days)]
    raise WrongType(operation=operation, kinds=f"{kind_of(first)}, {kind_of(last)}")


def _steps(first: int, last: int) -> range:
    if abs(last - first) >= LONGEST_LIST:
        raise ValueTooLarge(limit=LONGEST_LIST)
    step = 1 if last >= first else -1
    return range(first, last + step, step)
