"""FEEL's own functions as values, which may be handed to other functions."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from service.feel.errors import WrongArguments
from service.feel.functions import WITH_CLOCK
from service.feel.type_forms import ANY
from service.feel.values import Function, Parameter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.feel.budget import Budget
    from service.values import Value


@cache
def function_value(name: str) -> Function | None:
    """Return the function of this name as a value; None when there is none."""
    function = WITH_CLOCK.get(name)
    if function is None:
        return None
    first = function.forms[0]
    parameters = tuple(Parameter(each.name, ANY) for each in first.parameters)

    def run(arguments: Sequence[Value], budget: Budget) -> Value:
        fitting = function.fitting(len(arguments))
        if not fitting:
            raise WrongArguments(function=function.signature, given=len(arguments))
        return function.run([form for form, _ in fitting], list(arguments), budget)

    variadic = len(function.forms) > 1 or first.rest is not None
    return Function(parameters, ANY, run, variadic=variadic)
