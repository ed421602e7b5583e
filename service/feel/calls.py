"""Calls, as they are read: of FEEL's own functions, and of functions that a text defines."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from service.errors import AlurError
from service.feel import tree
from service.feel.budget import Budget
from service.feel.errors import InvalidLiteral, UnknownFunction, WrongNumberOfArguments
from service.feel.functions import FUNCTIONS, WITH_CLOCK
from service.feel.refusal import RefusedAt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lark import Token

    from service.feel.functions import BuiltIn
    from service.feel.tree import Tree

#: How many functions are named to who misspelt one.
_ALIKE = 5


def called(
    name: Token, arguments: Sequence[Tree], names: tuple[str, ...], *, standard: bool
) -> Tree:
    """Return the call of a function of FEEL's own.

    What the standard answers with null is a fault of the text in a diagram: raises RefusedAt.
    """
    known = WITH_CLOCK if standard else FUNCTIONS
    function = known.get(" ".join(name.split()))
    if function is None:
        if standard:
            return tree.Invoke(tree.Variable(str(name)), tuple(arguments), names)
        raise _unknown(name)
    made = tree.Call(function.name, tuple(arguments), names)
    if not function.fitting(len(arguments), names):
        if standard:
            return tree.Fault("wrong-arguments", function.signature)
        raise RefusedAt(
            WrongNumberOfArguments, name, signature=function.signature, given=len(arguments)
        )
    if function.is_literal and not standard and not names:
        _require_sense(function, name, made)
    return made


def _require_sense(function: BuiltIn, name: Token, call: tree.Call) -> None:
    """Refuse a date of literals that does not exist."""
    values = [part.value for part in call.arguments if type(part) is tree.Literal]
    if len(values) < len(call.arguments):
        return
    forms = [form for form, _ in function.fitting(len(values))]
    try:
        function.run(forms, values, Budget())
    except AlurError:
        text = ", ".join(map(str, values))[:40]
        raise RefusedAt(InvalidLiteral, name, text=text) from None


def invoked(
    function: Tree,
    token: Token,
    arguments: Sequence[Tree],
    names: tuple[str, ...],
    *,
    standard: bool,
) -> Tree:
    """Return the call of what an expression gives.

    In a diagram no variable is a function, so only those of the text itself can be called.
    Raises RefusedAt.
    """
    made = tree.Invoke(function, tuple(arguments), names)
    if standard or isinstance(function, tree.Variable | tree.FunctionOf | tree.Invoke):
        return made
    raise _unknown(token)


def _unknown(name: Token) -> RefusedAt:
    """Return the refusal of a name that is no function, with those that are written alike."""
    alike = get_close_matches(" ".join(name.split()), FUNCTIONS, n=_ALIKE, cutoff=0)
    return RefusedAt(UnknownFunction, name, known=", ".join(alike))
