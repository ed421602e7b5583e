"""Functions: those of FEEL, those that a text or model defines, and what type a value is of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.feel import tree, walks
from service.feel.closures.setting import copied
from service.feel.errors import NotAFunction, WrongArguments
from service.feel.functions import WITH_CLOCK
from service.feel.kinds import kind_of
from service.feel.type_forms import ANY
from service.feel.types import adapted, is_instance, resolved
from service.feel.values import Function, Parameter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.feel.budget import Budget
    from service.feel.closures.setting import Evaluator, Maker, Scope, Setting
    from service.values import Value


#: Names of a scope that a function keeps, in one step of the budget.
_KEPT_IN_A_STEP = 4
#: Levels that a call takes beside those of the body.
_CALL_LEVELS = 2


def call(of: tree.Call, make: Maker, setting: Setting) -> Evaluator:
    """Evaluate the call of a function of FEEL's own."""
    function = WITH_CLOCK[of.function]
    arguments = tuple(map(make, of.arguments))
    fitting = function.fitting(len(arguments), of.names)
    orders = {order for _, order in fitting}
    if len(fitting) == 1 and not of.names and not setting.standard:
        (form, _), name = fitting[0], function.name

        def call_value(scope: Scope, budget: Budget) -> Value:
            return form.run(name, [argument(scope, budget) for argument in arguments], budget)

        return call_value

    forms, (order, *_) = [form for form, _ in fitting], orders

    def choosing(scope: Scope, budget: Budget) -> Value:
        given = [argument(scope, budget) for argument in arguments]
        values = [None if place < 0 else given[place] for place in order]
        return function.run(forms, values, budget)

    return choosing


def invoke(of: tree.Invoke, make: Maker) -> Evaluator:
    """Evaluate the call of a function that is a value."""
    function, names = make(of.function), of.names
    arguments = tuple(map(make, of.arguments))

    def invocation(scope: Scope, budget: Budget) -> Value:
        called = function(scope, budget)
        if not isinstance(called, Function):
            raise NotAFunction(kind=kind_of(called))
        values = [argument(scope, budget) for argument in arguments]
        return called.run(in_order(called, values, names) if names else values, budget)

    return invocation


def in_order(function: Function, values: Sequence[Value], names: Sequence[str]) -> list[Value]:
    """Return arguments given by name in the order of the parameters. Raises WrongArguments."""
    given = dict(zip(names, values, strict=True))
    own = [parameter.name for parameter in function.parameters]
    if set(given) != set(own) or len(given) < len(names):
        raise WrongArguments(function=", ".join(own), given=", ".join(names))
    return [given[name] for name in own]


def function_of(of: tree.FunctionOf, make: Maker, setting: Setting) -> Evaluator:
    """Evaluate `function(…) body`: a function that keeps the scope in which it was made."""
    body, levels = make(of.body), walks.depth(of.body)
    types = setting.types
    parameters = tuple(Parameter(name, resolved(type_, types)) for name, type_ in of.parameters)

    def function_value(scope: Scope, budget: Budget) -> Value:
        budget.spend(len(scope) // _KEPT_IN_A_STEP)
        return defined(parameters, body, scope, levels)

    return function_value


def defined(
    parameters: tuple[Parameter, ...], body: Evaluator, scope: Scope, levels: int
) -> Function:
    """Return the function of a body, which is not run on arguments that do not fit."""

    def run(arguments: Sequence[Value], budget: Budget) -> Value:
        if len(arguments) != len(parameters):
            names = ", ".join(parameter.name for parameter in parameters)
            raise WrongArguments(function=names, given=len(arguments))
        inner = copied(scope, budget)
        for parameter, value in zip(parameters, arguments, strict=True):
            inner[parameter.name] = adapted(value, parameter.type, budget)
        budget.spend(levels)
        budget.descend(levels + _CALL_LEVELS)
        try:
            return body(inner, budget)
        finally:
            budget.descend(-levels - _CALL_LEVELS)

    return Function(parameters, ANY, run)


def instance_of(of: tree.InstanceOf, make: Maker, setting: Setting) -> Evaluator:
    """Evaluate `operand instance of type`."""
    operand, type_ = make(of.operand), resolved(of.type, setting.types)

    def instance(scope: Scope, budget: Budget) -> Value:
        return is_instance(operand(scope, budget), type_, budget)

    return instance
