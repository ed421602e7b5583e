"""Which closure is made of which kind of tree."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, assert_never

from service.feel import tree
from service.feel.closures import base, calls, lists, tests
from service.feel.closures.setting import STRICT, forgiving

if TYPE_CHECKING:
    from service.feel.closures.setting import Evaluator, Setting

#: They have no fault of their own, only their parts have.
_FAULTLESS = (tree.Literal, tree.ListOf, tree.ContextOf, tree.FunctionOf)


def evaluator(of: tree.Tree, setting: Setting = STRICT) -> Evaluator:
    """Return the function that evaluates `of`."""
    made = _made(of, setting)
    return forgiving(made) if setting.standard and not isinstance(of, _FAULTLESS) else made


def _made(of: tree.Tree, setting: Setting) -> Evaluator:  # noqa: C901, PLR0911, PLR0912 - one case per kind
    make = partial(evaluator, setting=setting)
    match of:
        case tree.Literal():
            return base.literal(of.value)
        case tree.Variable():
            return base.variable(of.name, setting)
        case tree.Path():
            return base.path(of, make)
        case tree.Filter():
            return lists.filtered(of, make)
        case tree.ListOf():
            return base.list_of(of, make)
        case tree.ContextOf():
            return base.context_of(of, make)
        case tree.Negative():
            return base.negative(of, make)
        case tree.Arithmetic():
            return base.arithmetic(of, make, setting)
        case tree.Compare():
            return base.compare(of, make)
        case tree.Between():
            return tests.between(of, make)
        case tree.In():
            return tests.membership(of, make, setting)
        case tree.Tests():
            return tests.unary_tests(of, make, setting)
        case tree.RangeOf():
            return tests.range_of(of, make)
        case tree.UnaryRange():
            return tests.unary_range_of(of, make)
        case tree.And():
            return base.logical(of.operands, "and", make, setting, settled_by=False)
        case tree.Or():
            return base.logical(of.operands, "or", make, setting, settled_by=True)
        case tree.If():
            return base.if_then_else(of, make, setting)
        case tree.Quantified():
            return lists.quantified(of, make)
        case tree.For():
            return lists.for_each(of, make)
        case tree.InstanceOf():
            return calls.instance_of(of, make, setting)
        case tree.FunctionOf():
            return calls.function_of(of, make, setting)
        case tree.Call():
            return calls.call(of, make, setting)
        case tree.Invoke():
            return calls.invoke(of, make)
        case tree.Fault():
            return base.fault(of)
        case _:
            assert_never(of)
