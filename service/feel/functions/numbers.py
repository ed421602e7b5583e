"""Functions of numbers (DMN 1.5 §10.3.4.5)."""

from __future__ import annotations

from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
)
from typing import TYPE_CHECKING

from service.feel.arithmetic import minus
from service.feel.errors import DivisionByZero, InvalidArgument
from service.feel.functions.signature import function
from service.feel.kinds import MOST_DIGITS, NUMBERS, whole_if_possible

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from service.feel.budget import Budget
    from service.feel.functions.signature import Body, BuiltIn
    from service.values import Value

#: Decimal128 has no other exponents.
_SCALES = range(-6111, 6177)


def _rounding(name: str, rounding: str, parameters: str) -> BuiltIn:
    context = Context(prec=MOST_DIGITS, rounding=rounding, traps=[])

    def body(values: Sequence[Value], _: Budget) -> Value:
        number, scale = Decimal(values[0]), int(values[1]) if len(values) > 1 else 0
        if scale not in _SCALES:
            raise InvalidArgument(function=name, value=scale)
        exponent = number.as_tuple().exponent
        if not number or (isinstance(exponent, int) and -exponent <= scale):
            return values[0]
        return whole_if_possible(number.quantize(Decimal((0, (1,), -scale)), context=context))

    return function(name, (parameters, body))


def _abs(values: Sequence[Value], _: Budget) -> Value:
    (value,) = values
    if isinstance(value, int | Decimal):
        return value.copy_abs() if isinstance(value, Decimal) else abs(value)
    negative = value.months < 0 or value.time.total_seconds() < 0
    return minus(value) if negative else value


def _modulo(values: Sequence[Value], _: Budget) -> Value:
    dividend, divisor = values
    if divisor == 0:
        raise DivisionByZero
    # The result has the sign of the divisor: dividend - divisor * floor(dividend / divisor).
    rest = NUMBERS.remainder(Decimal(dividend), Decimal(divisor))
    if rest and (rest < 0) != (divisor < 0):
        rest = NUMBERS.add(rest, Decimal(divisor))
    return whole_if_possible(rest)


def _function_of_number(name: str, run: Callable[[Decimal], Decimal], least: str) -> Body:
    """Return the body of a function that is defined from `least` on, or above it."""

    def body(values: Sequence[Value], _: Budget) -> Value:
        number = Decimal(values[0])
        found = run(number) if least == "" or number >= Decimal(least) else Decimal("NaN")
        if not found.is_finite():
            raise InvalidArgument(function=name, value=number)
        return whole_if_possible(found)

    return body


def _rest_of_two(number: Value) -> Decimal:
    return NUMBERS.remainder(Decimal(number), Decimal(2))


def _even(values: Sequence[Value], _: Budget) -> Value:
    return _rest_of_two(values[0]) == 0


def _odd(values: Sequence[Value], _: Budget) -> Value:
    return _rest_of_two(values[0]) in (1, -1)


_WITH_SCALE = "n: number, scale: number"
_OR_WITHOUT = "n: number, scale?: number"

FUNCTIONS = (
    _rounding("decimal", ROUND_HALF_EVEN, _WITH_SCALE),
    _rounding("floor", ROUND_FLOOR, _OR_WITHOUT),
    _rounding("ceiling", ROUND_CEILING, _OR_WITHOUT),
    _rounding("round up", ROUND_UP, _WITH_SCALE),
    _rounding("round down", ROUND_DOWN, _WITH_SCALE),
    _rounding("round half up", ROUND_HALF_UP, _WITH_SCALE),
    _rounding("round half down", ROUND_HALF_DOWN, _WITH_SCALE),
    function("abs", ("n: number|duration", _abs)),
    function("modulo", ("dividend: number, divisor: number", _modulo)),
    function("sqrt", ("number: number", _function_of_number("sqrt", NUMBERS.sqrt, "0"))),
    function("log", ("number: number", _function_of_number("log", NUMBERS.ln, "0"))),
    function("exp", ("number: number", _function_of_number("exp", NUMBERS.exp, ""))),
    function("even", ("number: number", _even)),
    function("odd", ("number: number", _odd)),
)
