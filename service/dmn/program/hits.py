"""What the rules that match make together: the hit policies (DMN 1.5 §8.2.10 and 8.2.11)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, assert_never

from service.feel.arithmetic import arithmetic
from service.feel.errors import FeelError
from service.feel.operators import compare, same
from service.values import Value

if TYPE_CHECKING:
    from service.dmn.structure import Aggregation, DecisionTable
    from service.feel.budget import Budget

#: The rule, and its outputs.
Hit = tuple[str, list[Value]]
#: For each output the values that it lists, the most important first; None: it lists none.
Orders = Sequence[Sequence[Value] | None]


class RulesOverlap(FeelError):
    """More than one rule matches where one may, or they do not agree."""

    code = "dmn.rules-overlap"


class NoRule(FeelError):
    """No rule matches, and there is no default."""

    code = "dmn.no-rule"


class OutputNotListed(FeelError):
    """A rule gives a value that its column does not list."""

    code = "dmn.output-not-listed"


def result_of(  # noqa: C901, PLR0911 - one case per policy
    table: DecisionTable, hits: list[Hit], orders: Orders, budget: Budget
) -> Value:
    """Return the result of a table whose rules `hits` match.

    Raises RulesOverlap, OutputNotListed, and what a sum raises.
    """
    if not hits and table.hit_policy not in ("COLLECT", "RULE ORDER", "OUTPUT ORDER"):
        budget.note(NoRule(table=table.element))
        return None
    _require_listed(hits, orders, budget)
    match table.hit_policy:
        case "UNIQUE":
            if len(hits) > 1:
                raise RulesOverlap(rules=_rules(hits))
            return _output(table, hits[0])
        case "ANY":
            if not all(same(hits[0][1], hit[1], budget) for hit in hits):
                raise RulesOverlap(rules=_rules(hits))
            return _output(table, hits[0])
        case "FIRST":
            return _output(table, hits[0])
        case "PRIORITY":
            return _output(table, _by_priority(hits, orders, budget)[0])
        case "RULE ORDER":
            return [_output(table, hit) for hit in hits]
        case "OUTPUT ORDER":
            return [_output(table, hit) for hit in _by_priority(hits, orders, budget)]
        case "COLLECT":
            found = [_output(table, hit) for hit in hits]
            return found if table.aggregation is None else _together(table.aggregation, found)
        case _:
            assert_never(table.hit_policy)


def _output(table: DecisionTable, hit: Hit) -> Value:
    """Return what a rule gives: its output, or of several a context."""
    if len(table.outputs) == 1:
        return hit[1][0]
    return {output.name or "": value for output, value in zip(table.outputs, hit[1], strict=True)}


def _rules(hits: list[Hit]) -> str:
    return ", ".join(rule for rule, _ in hits[:10])


def _require_listed(hits: list[Hit], orders: Orders, budget: Budget) -> None:
    for rule, outputs in hits:
        for value, listed in zip(outputs, orders, strict=True):
            if listed is not None and value is not None and _place(value, listed, budget) is None:
                raise OutputNotListed(rule=rule, value=str(value)[:100])


def _place(value: Value, listed: Sequence[Value], budget: Budget) -> int | None:
    budget.spend(len(listed))
    return next((at for at, each in enumerate(listed) if same(value, each, budget)), None)


def _by_priority(hits: list[Hit], orders: Orders, budget: Budget) -> list[Hit]:
    """Return the rules, the most important first: by the first output that lists values, then on.

    Rules of the same importance keep the order in which they stand.
    """

    def places(hit: Hit) -> list[int]:
        found = []
        for value, listed in zip(hit[1], orders, strict=True):
            if listed is not None:
                place = _place(value, listed, budget)
                found.append(len(listed) if place is None else place)
        return found

    return sorted(hits, key=places)


def _together(how: Aggregation, values: list[Value]) -> Value:
    if how == "COUNT":
        return len(values)
    if not values:
        return None
    total = values[0]
    for value in values[1:]:
        match how:
            case "SUM":
                total = arithmetic("+", total, value)
            case "MIN":
                total = value if compare("<", value, total) else total
            case "MAX":
                total = value if compare(">", value, total) else total
            case _:
                assert_never(how)
    return total
