"""Turns a tree into nested functions: the fast form in which an expression is evaluated.

Each closure takes the scope and the budget. Python's own `eval` is nowhere near.
"""

from service.feel.closures.dispatch import evaluator
from service.feel.closures.setting import STRICT, Evaluator, Scope, Setting

__all__ = ["STRICT", "Evaluator", "Scope", "Setting", "evaluator"]
