"""FEEL, as far as conditions and timers of a diagram need it: `service/docs/feel.md`."""

from service.feel.budget import together
from service.feel.errors import FeelError, FeelSyntaxError
from service.feel.expression import Expression, compile_expression, evaluate_condition
from service.feel.spelling import is_name

__all__ = [
    "Expression",
    "FeelError",
    "FeelSyntaxError",
    "compile_expression",
    "evaluate_condition",
    "is_name",
    "together",
]
