"""What is no expression of our subset is refused when it is read, with position and token."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.feel import FeelError, FeelSyntaxError, compile_expression, is_name
from service.feel.builder import DEEPEST_NESTING
from service.feel.errors import (
    DuplicateEntry,
    EmptyExpression,
    ExternalFunction,
    InvalidLiteral,
    NotFeelSpelling,
    TooDeep,
    TooLong,
    UnexpectedEnd,
    UnknownFunction,
    UnknownType,
    WrongNumberOfArguments,
)
from service.feel.functions import FUNCTIONS
from service.feel.reader import LONGEST_TEXT
from service.sentences import catalogue, sentence


@pytest.mark.parametrize(
    ("text", "token", "instead", "position"),
    [
        ("a == 1", "==", "=", 3),
        ("=a == 1", "==", "=", 4),
        ("a && b", "&&", "and", 3),
        ("a || b", "||", "or", 3),
        ("a <> b", "<>", "!=", 3),
        ("a => b", "=>", ">=", 3),
        ("${a}", "${", "=", 1),
        ("#{a}", "#{", "=", 1),
        ("!a", "!", "not(…)", 1),
        ("not a", "not", "not(…)", 1),
        ("a = 'x'", "'", '"…"', 5),
        ("a ? 1 : 2", "?", "if … then … else …", 3),
        ("a = True", "True", "true", 5),
        ("a = None", "None", "null", 5),
        ("a AND b", "AND", "and", 3),
        ("a OR b", "OR", "or", 3),
        ("a eq b", "eq", "=", 3),
        ("some not in a satisfies b", "not", "not(…)", 6),
    ],
)
def test_spellings_of_other_languages_are_refused_with_feels_own(text, token, instead, position):
    with pytest.raises(NotFeelSpelling) as caught:
        compile_expression(text)

    assert (caught.value.token, caught.value.position) == (token, position)
    assert caught.value.params["instead"] == instead


@pytest.mark.parametrize(
    ("text", "reason", "position"),
    [
        ("", EmptyExpression, 1),
        (" = ", EmptyExpression, 4),
        ("a =", UnexpectedEnd, 4),
        ("if a then b", UnexpectedEnd, 12),
        ("(a", UnexpectedEnd, 3),
        ("a b", FeelSyntaxError, 3),
        ("a = b = c", FeelSyntaxError, 7),
        ("9 % 2", FeelSyntaxError, 3),
        ('"open', FeelSyntaxError, 1),
        ('"a\nb"', FeelSyntaxError, 1),
        ("a[1", UnexpectedEnd, 4),
        ("a[]", UnexpectedEnd, 4),
        ("for", UnexpectedEnd, 4),
        ("for x return x", FeelSyntaxError, 5),
        ("for = 1", FeelSyntaxError, 5),
        ("of = 1", FeelSyntaxError, 1),
        ("external", FeelSyntaxError, 1),
        ("function(x) external {java: {}}", ExternalFunction, 13),
        ("function(x: surat) x", UnknownType, 13),
        ("a instance of b", UnknownType, 15),
        ("a instance of list<", FeelSyntaxError, 15),
        ("a instance of list<number, string>", FeelSyntaxError, 15),
        ("[1..", UnexpectedEnd, 5),
        ("[1..2", UnexpectedEnd, 6),
        ("/* open", FeelSyntaxError, 1),
        ("{a: 1, a: 2}", DuplicateEntry, 8),
        ("now()", UnknownFunction, 1),
        ("today()", UnknownFunction, 1),
        ('"count"(1)', UnknownFunction, 1),
        ("contains(string: a)", WrongNumberOfArguments, 1),
        ("contains(text: a, match: b)", WrongNumberOfArguments, 1),
        ("1 + open(1)", UnknownFunction, 5),
        ("eval(1)", UnknownFunction, 1),
        ("count()", WrongNumberOfArguments, 1),
        ("contains(a)", WrongNumberOfArguments, 1),
        ("sum()", WrongNumberOfArguments, 1),
        ("date(2026, 11)", WrongNumberOfArguments, 1),
        ('date("2026-02-30")', InvalidLiteral, 1),
        ("date(2026, 2, 30)", InvalidLiteral, 1),
        ('date and time("2026-11-23T07:30:00")', InvalidLiteral, 1),
        ('duration("3 hari")', InvalidLiteral, 1),
        ('@"besok"', InvalidLiteral, 2),
        ('"\\ud800"', InvalidLiteral, 1),
        ("1" * 35, InvalidLiteral, 1),
        # what an attacker tries
        ("__import__('os')", FeelSyntaxError, 1),
        ("().__class__", FeelSyntaxError, 2),
        ("a.__class__", FeelSyntaxError, 3),
        ("_", FeelSyntaxError, 1),
        ("lambda: 1", FeelSyntaxError, 7),
        ("[x for x in y]", FeelSyntaxError, 4),
        ("a := 1", FeelSyntaxError, 3),
        ('f"{a}"', FeelSyntaxError, 2),
        ("a; b", FeelSyntaxError, 2),
        ("a.b()", UnknownFunction, 3),
        ("count.x(1)", UnknownFunction, 7),
        ("a[1](2)", UnknownFunction, 4),
        ("\uff41 = 1", FeelSyntaxError, 1),
        ("a\x00", FeelSyntaxError, 2),
        ("a\u00a0= 1", FeelSyntaxError, 2),
    ],
)
def test_what_is_no_feel_is_refused_where_it_stops_being_feel(text, reason, position):
    with pytest.raises(FeelSyntaxError) as caught:
        compile_expression(text)

    assert type(caught.value) is reason
    assert caught.value.position == position


@pytest.mark.parametrize(
    "nest",
    [
        lambda n: "(" * n + "1" + ")" * n,
        lambda n: "[" * n + "1" + "]" * n,
        lambda n: "-" * n + "a",
        lambda n: "a" + ".b" * n,
        lambda n: "(" * n + "a" + ").b" * n,
        lambda n: "if a then 1 else " * n + "2",
        lambda n: "some x in y satisfies " * n + "z",
        lambda n: "not(" * n + "a" + ")" * n,
        lambda n: "{a:" * n + "1" + "}" * n,
        lambda n: "1 in (" * n + "1" + ")" * n,
        lambda n: "a[" * n + "1" + "]" * n,
        lambda n: "for x in y return " * n + "z",
        lambda n: "function(x) " * n + "x",
        lambda n: "[" * n + "1" + "..2]" * n,
    ],
)
def test_nesting_beyond_the_cap_is_refused_and_up_to_it_works(nest):
    compile_expression(nest(DEEPEST_NESTING // 2 - 1))
    for count in (DEEPEST_NESTING + 1, 80):
        with pytest.raises(TooDeep):
            compile_expression(nest(count))


def test_brackets_without_end_do_not_exhaust_the_stack():
    for text in ("(" * 1_999, "[" * 1_999, "-" * 1_999, "(" * 999 + "1" + ")" * 999):
        with pytest.raises(FeelSyntaxError):
            compile_expression(text)


def test_long_chains_are_not_nesting():
    text = " + ".join(["1"] * 500)
    either = " or ".join(["a = 1"] * 200)

    assert compile_expression(text).evaluate({}) == 500
    assert compile_expression(either).evaluate({"a": 2}) is False


def test_a_text_longer_than_the_cap_is_refused_unread():
    compile_expression(" " * (LONGEST_TEXT - 1) + "1")
    with pytest.raises(TooLong):
        compile_expression(" " * LONGEST_TEXT + "1")


def outcome(text, scope):
    """Return the error that reading or evaluating raises, or None."""
    try:
        compile_expression(text).evaluate(scope)
    except (FeelSyntaxError, FeelError) as refused:
        return refused
    return None


@given(st.text(max_size=60))
def test_any_text_is_either_read_or_refused_with_a_place_in_it(text):
    refused = outcome(text, {})

    assert not isinstance(refused, FeelSyntaxError) or 1 <= refused.position <= len(text) + 1


_SIGNS = [*"()[]{},.:=<>+-*/@12ab", "..", "!=", ">=", '"P1D"', '"x"', "2.5"]
_WORDS = ["not", "and", "or", "if", "then", "else", "some", "every", "in", "satisfies", "for"]
_WORDS += ["return", "function", "instance", "of", "between", "true", "null", "item", "//", "/*"]
_PIECES = _SIGNS + _WORDS + ["count", "list", "contains", "date", "sort", "string", "number"]


@given(st.lists(st.sampled_from(_PIECES), max_size=25), st.booleans())
def test_any_mixture_of_tokens_is_a_value_or_a_reasoned_refusal(pieces, spaced):
    refused = outcome((" " if spaced else "").join(pieces), {"a": 1, "b": [True, None]})

    assert refused is None or refused.code in catalogue()


def test_names_are_ascii_identifiers_that_are_no_word_of_feel():
    assert all(map(is_name, ("putusan_7", "a", "Tahun", "date", "count", "android")))
    assert not any(
        map(
            is_name, ("", "7a", "a-b", "a b", "_a", "é", "and", "in", "null", "not", "True", "for")
        )
    )


def test_a_function_whose_name_has_spaces_is_read_however_they_are_written():
    for name in FUNCTIONS:
        if " " in name:
            with pytest.raises(WrongNumberOfArguments):
                compile_expression(name.replace(" ", " \n ") + "(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)")


def test_every_refusal_has_a_sentence_that_names_what_it_needs():
    def all_of(kind):
        return {kind}.union(*(all_of(child) for child in kind.__subclasses__()))

    for kind in all_of(FeelSyntaxError) | all_of(FeelError):
        assert {"id", "en"} <= set(catalogue()[kind.code])
    for text in ("a == 1", "now()", "count()", '@"x"', "a b", "a =", "", "9" * 2001, "{a:1,a:1}"):
        with pytest.raises(FeelSyntaxError) as caught:
            compile_expression(text)
        for language in ("id", "en"):
            assert "{" not in sentence(caught.value.code, language, **caught.value.params)
