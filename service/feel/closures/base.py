"""Values, names, operators and the choice between two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.feel import operators, tree, walks
from service.feel.arithmetic import arithmetic as calculate
from service.feel.arithmetic import negative as negate
from service.feel.closures.builtins import function_value
from service.feel.closures.setting import copied
from service.feel.errors import (
    DateOutOfRange,
    InvalidArgument,
    NotATrueOrFalse,
    UnknownEntry,
    UnknownVariable,
    WrongArguments,
    WrongType,
)
from service.feel.kinds import kind_of
from service.feel.properties import entry_of

if TYPE_CHECKING:
    from service.feel.budget import Budget
    from service.feel.closures.setting import Evaluator, Maker, Scope, Setting
    from service.values import Value

#: Values of these types are equal exactly when Python says so.
_PLAIN = frozenset({str, bool, int})


def literal(value: Value) -> Evaluator:
    """Evaluate what is written out."""

    def literal_value(_: Scope, __: Budget) -> Value:
        return value

    return literal_value


def variable(name: str, setting: Setting) -> Evaluator:
    """Evaluate a name; where the standard is followed, FEEL's own functions are values too."""
    function = function_value(name) if setting.standard else None

    def variable_value(scope: Scope, _: Budget) -> Value:
        try:
            return scope[name]
        except KeyError:
            if function is not None:
                return function
            raise UnknownVariable(name=name) from None

    return variable_value


def path(of: tree.Path, make: Maker) -> Evaluator:
    """Evaluate `base.entry`."""
    base, entry = make(of.base), of.entry

    def path_value(scope: Scope, budget: Budget) -> Value:
        context = base(scope, budget)
        if type(context) is dict:
            try:
                return context[entry]
            except KeyError:
                raise UnknownEntry(name=entry) from None
        return entry_of(context, entry, budget)

    return path_value


def list_of(of: tree.ListOf, make: Maker) -> Evaluator:
    """Evaluate `[…]`."""
    items = tuple(map(make, of.items))

    def list_value(scope: Scope, budget: Budget) -> Value:
        return [item(scope, budget) for item in items]

    return list_value


def context_of(of: tree.ContextOf, make: Maker) -> Evaluator:
    """Evaluate `{…}`: each entry sees those before it (DMN 1.5 §10.3.2.6)."""
    entries = tuple((key, make(value)) for key, value in of.entries)
    if not _speaks_of_itself(of):

        def apart(scope: Scope, budget: Budget) -> Value:
            return {key: value(scope, budget) for key, value in entries}

        return apart

    def context_value(scope: Scope, budget: Budget) -> Value:
        inner: dict[str, Value] = copied(scope, budget)
        made: dict[str, Value] = {}
        for key, value in entries:
            inner[key] = made[key] = value(inner, budget)
        return made

    return context_value


def _speaks_of_itself(of: tree.ContextOf) -> bool:
    keys = {key for key, _ in of.entries}
    return any(keys & walks.variables(value) for _, value in of.entries)


def negative(of: tree.Negative, make: Maker) -> Evaluator:
    """Evaluate `-operand`."""
    operand = make(of.operand)

    def negative_value(scope: Scope, budget: Budget) -> Value:
        return negate(operand(scope, budget))

    return negative_value


def arithmetic(of: tree.Arithmetic, make: Maker, setting: Setting) -> Evaluator:
    """Evaluate a chain of + and -, of * and /, or of **."""
    first, standard = make(of.first), setting.standard
    rest = tuple((sign, make(operand)) for sign, operand in of.rest)

    def arithmetic_value(scope: Scope, budget: Budget) -> Value:
        value = first(scope, budget)
        for sign, operand in rest:
            value = calculate(sign, value, operand(scope, budget), standard=standard)
        return value

    return arithmetic_value


def compare(of: tree.Compare, make: Maker) -> Evaluator:
    """Evaluate a comparison of two values."""
    sign, left, right = of.operator, make(of.left), make(of.right)
    if sign == "=" or sign == "!=":  # noqa: PLR1714 - mypy narrows the literal this way
        return _equality(left, right, wanted=sign == "=")

    order = operators.ORDER[sign]

    def comparison(scope: Scope, budget: Budget) -> Value:
        one, other = left(scope, budget), right(scope, budget)
        if type(one) is int and type(other) is int:
            return order(one, other)
        return operators.compare(sign, one, other, whole_seconds=budget.standard)

    return comparison


def _equality(left: Evaluator, right: Evaluator, *, wanted: bool) -> Evaluator:
    def equality(scope: Scope, budget: Budget) -> Value:
        one, other = left(scope, budget), right(scope, budget)
        kind = type(one)
        if kind is type(other) and kind in _PLAIN:
            return (one == other) is wanted
        return operators.equal(one, other, budget) is wanted

    return equality


def logical(
    operands: tuple[tree.Tree, ...],
    operation: str,
    make: Maker,
    setting: Setting,
    *,
    settled_by: bool,
) -> Evaluator:
    """Evaluate operands in turn: the first that settles it ends it."""
    evaluators = tuple(map(make, operands))
    otherwise, standard = not settled_by, setting.standard

    def logical_value(scope: Scope, budget: Budget) -> Value:
        answer: bool | None = otherwise
        for operand in evaluators:
            value = operand(scope, budget)
            if value is settled_by:
                return settled_by
            # §10.3.2.13 table 50: what is no boolean counts as null.
            if value is None or (standard and value is not otherwise):
                answer = None
            elif value is not otherwise:
                raise WrongType(operation=operation, kinds=kind_of(value))
        return answer

    return logical_value


def if_then_else(of: tree.If, make: Maker, setting: Setting) -> Evaluator:
    """Evaluate the choice; where the standard is followed, only true chooses the first."""
    condition, then, otherwise = map(make, (of.condition, of.then, of.otherwise))
    standard = setting.standard

    def choice(scope: Scope, budget: Budget) -> Value:
        chosen = condition(scope, budget)
        if chosen is True:
            return then(scope, budget)
        if chosen is False or standard:
            return otherwise(scope, budget)
        raise NotATrueOrFalse(kind=kind_of(chosen))

    return choice


def fault(of: tree.Fault) -> Evaluator:
    """Fail as the text does; only where faults are null is such a text read at all."""
    problem: type[DateOutOfRange | InvalidArgument | WrongArguments]
    match of.kind:
        case "invalid-literal":
            problem, params = DateOutOfRange, {"text": of.text}
        case "duplicate-entry":
            problem, params = InvalidArgument, {"function": "{…}", "value": of.text}
        case "wrong-arguments":
            problem, params = WrongArguments, {"function": of.text, "given": ""}

    def fails(_: Scope, __: Budget) -> Value:
        raise problem(**params)

    return fails
