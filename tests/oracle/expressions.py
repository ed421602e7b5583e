"""Conditions and values of generated diagrams: a tree, its FEEL text and its meaning.

Numbers, booleans, strings, null and lists are all there is. The evaluator below is written from
DMN 1.5 §10.3 (three-valued logic, null spreading) and shares nothing with `service.feel`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, assert_never

if TYPE_CHECKING:
    from collections.abc import Mapping

Operator = Literal["=", "!=", "<", "<=", ">", ">="]


class Fault(Exception):
    """The expression has no value over this data."""


@dataclass(frozen=True, slots=True)
class Const:
    value: Any


@dataclass(frozen=True, slots=True)
class Var:
    name: str


@dataclass(frozen=True, slots=True)
class Compare:
    operator: Operator
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Both:
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Either:
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Negation:
    inner: Expr


@dataclass(frozen=True, slots=True)
class Plus:
    left: Expr
    right: Expr


Expr = Const | Var | Compare | Both | Either | Negation | Plus


def text_of(expression: Expr) -> str:
    """Return the expression as FEEL; everything that is not a leaf in parentheses."""
    match expression:
        case Const(value):
            return json.dumps(value)
        case Var(name):
            return name
        case Negation(inner):
            return f"not({text_of(inner)})"
        case Compare(operator, left, right):
            return _infix(left, operator, right)
        case Both(left, right) | Either(left, right) | Plus(left, right):
            return _infix(left, {Both: "and", Either: "or", Plus: "+"}[type(expression)], right)
        case _:
            assert_never(expression)


def _infix(left: Expr, sign: str, right: Expr) -> str:
    return f"({text_of(left)}) {sign} ({text_of(right)})"


def evaluate(expression: Expr, data: Mapping[str, Any]) -> Any:
    """Return the value of `expression`. Raises Fault."""
    match expression:
        case Const(value):
            return value
        case Var(name):
            return _variable(name, data)
        case Negation(inner):
            return _opposite(evaluate(inner, data))
        case Compare(operator, left, right):
            return _compare(operator, evaluate(left, data), evaluate(right, data))
        case Both(left, right) | Either(left, right):
            return _junction(left, right, data, decisive=isinstance(expression, Either))
        case Plus(left, right):
            return _plus(evaluate(left, data), evaluate(right, data))
        case _:
            assert_never(expression)


def is_true(condition: Expr, data: Mapping[str, Any]) -> bool:
    """Return whether `condition` holds. Raises Fault for null: no answer is not "no"."""
    value = evaluate(condition, data)
    if type(value) is not bool:
        raise Fault(f"no boolean: {value!r}")
    return value


def _variable(name: str, data: Mapping[str, Any]) -> Any:
    if name not in data:
        raise Fault(f"unknown variable {name}")
    return data[name]


def _opposite(value: Any) -> bool | None:
    truth = _boolean_or_null(value)
    return None if truth is None else not truth


def _junction(left: Expr, right: Expr, data: Mapping[str, Any], *, decisive: bool) -> Any:
    first = _boolean_or_null(evaluate(left, data))
    if first is decisive:
        return decisive
    second = _boolean_or_null(evaluate(right, data))
    if second is decisive:
        return decisive
    return None if first is None or second is None else not decisive


def _boolean_or_null(value: Any) -> bool | None:
    if value is None or type(value) is bool:
        return value
    raise Fault(f"no boolean: {value!r}")


def _plus(left: Any, right: Any) -> Any:
    if left is None or right is None:
        return None
    if type(left) is int and type(right) is int:
        return left + right
    raise Fault(f"{left!r} + {right!r}")


def _compare(operator: Operator, left: Any, right: Any) -> bool | None:
    if left is None or right is None:
        equal = left is None and right is None
        return {"=": equal, "!=": not equal}.get(operator)
    if type(left) is not type(right):
        raise Fault(f"{left!r} {operator} {right!r}")
    match operator:
        case "=":
            return bool(left == right)
        case "!=":
            return bool(left != right)
    if type(left) not in (int, str):
        raise Fault(f"{left!r} {operator} {right!r}")
    less, equal = left < right, left == right
    return bool(
        {"<": less, "<=": less or equal, ">": not less and not equal}.get(operator, not less)
    )
