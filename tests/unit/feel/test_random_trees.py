"""Random expressions against a naive evaluation that knows nothing of the grammar or closures.

The reference works on its own nested tuples with fractions; what it cannot do is an error, and
then the engine must refuse too.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from service.feel import FeelError, compile_expression

SCOPE = {"a": 1, "b": Decimal("2.5"), "s": "x", "t": True, "n": None, "l": [1, None, 3]}


#: Expressions are small and quick: more of them than of other things.
MANY = settings(max_examples=4 * settings().max_examples)


class Refused(Exception):
    """The reference has no answer."""


def text_of(node):  # noqa: C901, PLR0911 - one case per kind
    match node:
        case ("literal", value):
            return literal_text(value)
        case ("variable", name):
            return name
        case ("list", items):
            return "[" + ", ".join(map(text_of, items)) + "]"
        case ("binary", sign, left, right):
            return f"({text_of(left)}) {sign} ({text_of(right)})"
        case ("chain", signs, operands):
            parts = [f"({text_of(operands[0])})"]
            parts += [f" {s} ({text_of(o)})" for s, o in zip(signs, operands[1:], strict=True)]
            return "".join(parts)
        case ("not", operand):
            return f"not({text_of(operand)})"
        case ("between", value, low, high):
            return f"({text_of(value)}) between ({text_of(low)}) and ({text_of(high)})"
        case ("range", value, opening, low, high, closing):
            return f"({text_of(value)}) in {opening}({text_of(low)})..({text_of(high)}){closing}"
        case ("one of", value, choices):
            return f"({text_of(value)}) in (" + ", ".join(map(text_of, choices)) + ")"
        case ("if", condition, then, otherwise):
            return f"if {text_of(condition)} then {text_of(then)} else {text_of(otherwise)}"
        case (("some" | "every") as word, domain, condition):
            return f"{word} v in ({text_of(domain)}) satisfies ({text_of(condition)})"
    raise AssertionError(node)


def literal_text(value):
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


def meaning(node, scope):  # noqa: C901, PLR0911, PLR0912 - one case per kind
    match node:
        case ("literal", value):
            return exact(value)
        case ("variable", name):
            if name not in scope:
                raise Refused
            return exact(scope[name])
        case ("list", items):
            return [meaning(item, scope) for item in items]
        case ("binary", sign, left, right):
            return binary(sign, meaning(left, scope), meaning(right, scope))
        case ("chain", ("and", *_), operands):
            return all_of(lambda operand=operand: meaning(operand, scope) for operand in operands)
        case ("chain", ("or", *_), operands):
            answer = all_of(
                lambda operand=operand: negated(meaning(operand, scope)) for operand in operands
            )
            return negated(answer)
        case ("chain", signs, operands):
            total = meaning(operands[0], scope)
            for sign, operand in zip(signs, operands[1:], strict=True):
                total = binary(sign, total, meaning(operand, scope))
            return total
        case ("not", operand):
            return negated(meaning(operand, scope))
        case ("between", value, low, high):
            found = meaning(value, scope)
            return both(
                binary(">=", found, meaning(low, scope)), binary("<=", found, meaning(high, scope))
            )
        case ("range", value, opening, low, high, closing):
            found = meaning(value, scope)
            return both(
                binary(">=" if opening == "[" else ">", found, meaning(low, scope)),
                binary("<=" if closing == "]" else "<", found, meaning(high, scope)),
            )
        case ("one of", value, choices):
            found = meaning(value, scope)
            return any(is_choice(found, meaning(choice, scope)) for choice in choices)
        case ("if", condition, then, otherwise):
            chosen = meaning(condition, scope)
            if chosen not in (True, False) or not isinstance(chosen, bool):
                raise Refused
            return meaning(then if chosen else otherwise, scope)
        case (("some" | "every") as word, domain, condition):
            items = meaning(domain, scope)
            if items is None:
                return None
            if not isinstance(items, list):
                raise Refused
            turn = negated if word == "some" else same
            return turn(
                all_of(
                    lambda item=item: turn(meaning(condition, {**scope, "v": item}))
                    for item in items
                )
            )
    raise AssertionError(node)


def exact(value):
    if isinstance(value, list):
        return [exact(item) for item in value]
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Fraction(value)
    return value


def same(value):
    if value is None or isinstance(value, bool):
        return value
    raise Refused


def negated(value):
    return None if same(value) is None else not value


def both(one, other):
    return False if one is False or other is False else None if None in (one, other) else True


def all_of(answers):
    """Return false at the first false; else null if one was null."""
    result: bool | None = True
    for answer in answers:
        found = same(answer())
        if found is False:
            return False
        result = None if found is None else result
    return result


def is_choice(found, choice):
    if isinstance(choice, list):
        return any(type(found) is type(item) and found == item for item in choice) or (
            isinstance(found, list) and found == choice
        )
    return binary("=", found, choice)


def binary(sign, left, right):
    if sign in {"=", "!="}:
        if left is not None and right is not None and type(left) is not type(right):
            raise Refused
        return (left == right and type(left) is type(right)) == (sign == "=")
    if left is None or right is None:
        return None
    if type(left) is not type(right):
        raise Refused
    return ordered(sign, left, right) if sign[0] in "<>" else calculated(sign, left, right)


def ordered(sign, left, right):
    if not isinstance(left, Fraction | str):
        raise Refused
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[sign]


def calculated(sign, left, right):
    if isinstance(left, str) and sign == "+":
        return left + right
    if not isinstance(left, Fraction) or (sign == "/" and right == 0):
        raise Refused
    operations = {"+": left.__add__, "-": left.__sub__, "*": left.__mul__, "/": left.__truediv__}
    return operations[sign](right)


def literals(*values):
    return st.sampled_from(values).map(lambda value: ("literal", value))


LEAVES = literals(None, True, False, 0, 1, 3, -2, Decimal("0.5"), "x", "") | st.sampled_from(
    [*SCOPE, "unknown", "v"]
).map(lambda name: ("variable", name))
ORDERS = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])


def chain_of(signs, operands):
    """Draw operands joined by one sign of `signs`."""
    return st.tuples(st.sampled_from(signs), st.lists(operands, min_size=2, max_size=4)).map(
        lambda made: ("chain", (made[0],) * (len(made[1]) - 1), made[1])
    )


def wild(inner):
    """Draw nodes whose parts need not fit: most of them are to be refused."""
    return st.one_of(
        st.lists(inner, max_size=3).map(lambda items: ("list", items)),
        st.tuples(st.just("binary"), ORDERS, inner, inner),
        chain_of("+-", inner),
        chain_of("*", inner),
        chain_of(["and", "or"], inner),
        st.tuples(st.just("not"), inner),
        st.tuples(st.just("between"), inner, inner, inner),
        st.tuples(
            st.just("range"), inner, st.sampled_from("[("), inner, inner, st.sampled_from("])")
        ),
        st.tuples(st.just("one of"), inner, st.lists(inner, min_size=1, max_size=3)),
        st.tuples(st.just("if"), inner, inner, inner),
        st.tuples(st.sampled_from(["some", "every"]), inner, inner),
    )


def fitting(depth):
    """Return strategies of numbers and of booleans whose parts fit, null among them."""
    number: st.SearchStrategy[Any] = literals(None, 0, 1, 3, -2, Decimal("0.5"))
    number |= st.sampled_from("ab").map(lambda name: ("variable", name))
    truth: st.SearchStrategy[Any] = literals(None, True, False)
    truth |= st.sampled_from("tn").map(lambda name: ("variable", name))
    for _ in range(depth):
        numbers = st.lists(number, max_size=3).map(lambda items: ("list", items))
        item = number | st.just(("variable", "v"))
        bound = st.tuples(st.just("binary"), ORDERS, item, item)
        number, truth = (
            st.one_of(
                number,
                chain_of("+-", number),
                chain_of("*", number),
                st.tuples(st.just("if"), truth, number, number),
            ),
            st.one_of(
                truth,
                st.tuples(st.just("binary"), ORDERS, number, number),
                chain_of(["and", "or"], truth),
                st.tuples(st.just("not"), truth),
                st.tuples(st.just("between"), number, number, number),
                st.tuples(
                    st.just("range"),
                    number,
                    st.sampled_from("[("),
                    number,
                    number,
                    st.sampled_from("])"),
                ),
                st.tuples(
                    st.just("one of"), number, st.lists(number | numbers, min_size=1, max_size=3)
                ),
                st.tuples(
                    st.sampled_from(["some", "every"]), numbers | st.just(("variable", "l")), bound
                ),
            ),
        )
    return number | truth


def agree(node):
    text = text_of(node)
    try:
        expected, refused = meaning(node, SCOPE), False
    except Refused:
        expected, refused = None, True

    try:
        found, failed = exact(compile_expression(text).evaluate(SCOPE)), False
    except FeelError:
        found, failed = None, True

    assert failed == refused, text
    assert (found, type(found)) == (expected, type(expected)), text


@MANY
@given(st.recursive(LEAVES, wild, max_leaves=12))
def test_a_random_expression_has_the_value_of_the_naive_evaluation_or_is_refused(node):
    agree(node)


@MANY
@given(fitting(3))
def test_a_random_expression_of_fitting_kinds_has_the_value_of_the_naive_evaluation(node):
    agree(node)
