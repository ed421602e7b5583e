"""Regular expressions of XPath, matched in time that grows with text and pattern."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.feel import compile_expression
from service.feel.budget import Budget
from service.feel.errors import InvalidArgument, TooMuchWork, UnsupportedPattern
from service.feel.patterns import BadPattern, compile_pattern, end_of


def matches(text, pattern, flags=""):
    return compile_pattern(pattern, flags).first(text, Budget()) is not None


@pytest.mark.parametrize(
    ("text", "pattern", "flags", "expected"),
    [
        ("800/12", r"^\d+/\d+$", "", True),
        ("800/12 ", r"^\d+/\d+$", "", False),
        ("abc", "b", "", True),
        ("abc", "", "", True),
        ("a\nb", "a.b", "", False),
        ("a\nb", "a.b", "s", True),
        ("a\nb", "^b$", "", False),
        ("a\nb", "^b$", "m", True),
        ("a\n", "a$", "", False),
        ("SOP", "sop", "i", True),
        ("k", "\u212a", "i", False),
        ("\u212a", "k", "i", True),
        ("x", "[A-Z-[OI]]", "i", True),
        ("i", "[A-Z-[OI]]", "i", False),
        ("a b", "a b", "x", False),
        ("ab", "a b", "x", True),
        ("a b", "a[ ]b", "x", True),
        ("a.b", "a.b", "q", True),
        ("axb", "a.b", "q", False),
        ("abab", r"(ab)\1", "", True),
        ("abAB", r"(ab)\1", "", False),
        ("abAB", r"(ab)\1", "i", True),
        ("aaa", "^a{2}$", "", False),
        ("aaa", "^a{2,}$", "", True),
        ("aaa", "^a{2,3}$", "", True),
        ("é", r"\p{L}", "", True),
        ("1", r"\P{L}", "", True),
        ("A", r"\p{Lu}", "", True),
        ("é", r"\p{IsBasicLatin}", "", False),
        ("_x-1", r"^\i\c*$", "", True),
        ("-", "[a-]", "", True),
        ("]", r"[\]]", "", True),
        ("b", "[^a]", "", True),
        ("a", "[^a-[b]]", "", False),
        ("ac", "^(?:a|ab)(?:c|bcd)$", "", True),
        ("(", r"\(", "", True),
    ],
)
def test_a_pattern_means_what_xpath_says(text, pattern, flags, expected):
    assert matches(text, pattern, flags) is expected


@pytest.mark.parametrize(
    "pattern",
    [
        *("(", ")", "a)", "[", "[]", "[a", "*", "a**", "a{2,1}", "{", "a{,2}", "\\", r"\q", r"\1"),
        *(r"(a)\2", r"(a\1)", r"[\1]", r"\p{Xx}", r"\p{L", "[z-a]", r"[a-\d]", "[[a]]", "]", "}"),
    ],
)
def test_what_is_no_pattern_is_refused(pattern):
    with pytest.raises(BadPattern):
        compile_pattern(pattern)


@pytest.mark.parametrize("pattern", [r"\p{IsGreek}", "a{5000}", "(" * 60 + "a" + ")" * 60])
def test_what_we_leave_out_is_said_and_not_guessed(pattern):
    with pytest.raises(UnsupportedPattern):
        compile_pattern(pattern)


@pytest.mark.parametrize("flags", ["p", "X", " ", "ii "])
def test_an_unknown_flag_is_refused(flags):
    with pytest.raises(BadPattern):
        compile_pattern("a", flags)


@pytest.mark.parametrize(
    ("text", "pattern", "replacement", "flags", "expected"),
    [
        ("abracadabra", "bra", "*", "", "a*cada*"),
        ("abracadabra", "a.*?a", "*", "", "*c*bra"),
        ("abcd", "(ab)|(a)", "[1=$1][2=$2]", "", "[1=ab][2=]cd"),
        ("facetiously", "[iouy]", "[$0]", "", "facet[i][o][u]sl[y]"),
        ("a", "(a)", "$12", "", "a2"),
        ("a", "a", r"\$1\\", "", "$1\\"),
        ("a", "a", "$1", "q", "$1"),
    ],
)
def test_replacing_puts_groups_in(text, pattern, replacement, flags, expected):
    expression = compile_expression("replace(t, p, r, f)")

    found = expression.evaluate({"t": text, "p": pattern, "r": replacement, "f": flags})

    assert found == expected


@pytest.mark.parametrize(
    ("pattern", "replacement"), [("a*", "b"), ("a", "$"), ("a", "\\x"), ("(", "b")]
)
def test_what_cannot_be_replaced_is_an_error(pattern, replacement):
    with pytest.raises(InvalidArgument):
        compile_expression("replace(t, p, r)").evaluate(
            {"t": "aaa", "p": pattern, "r": replacement}
        )


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+$",
        "(a|aa)+$",
        "(a*)*b",
        "^(a|a?)+$",
        "(.*)(.*)(.*)(.*)(.*)b",
        "^(([a-z])+.)+[A-Z]([a-z])+$",
        "(x+x+)+y",
    ],
)
def test_patterns_that_make_others_hang_end_in_no_time(pattern):
    text = "a" * 3_000 + "!"
    started = time.process_time()

    try:
        found = matches(text, pattern)
    except TooMuchWork:
        found = False

    assert found is False
    assert time.process_time() - started < 2


def test_back_references_cannot_hang_either():
    started = time.process_time()

    with pytest.raises(TooMuchWork):
        matches("a" * 2_000 + "!", r"(a*)(a*)(a*)\1\2\3b")

    assert time.process_time() - started < 2


_PIECES = ["a", "b", "c", ".", "(a)", "(?:ab)", "[ab]", "[^a]", "a|b", "(a|b)", "\\w", "^", "$"]
_COUNTS = ["", "*", "+", "?", "*?", "+?", "??", "{1,2}", "{2}"]
PATTERNS = st.lists(st.tuples(st.sampled_from(_PIECES), st.sampled_from(_COUNTS)), max_size=5)


@given(PATTERNS, st.text("abc-", max_size=8))
def test_a_random_pattern_matches_where_pythons_does(parts, text):
    pattern = "".join(
        (f"(?:{piece})" if "|" in piece or piece in "^$" else piece) + count
        for piece, count in parts
    )
    python = re.search(pattern, text)

    ours = compile_pattern(pattern).first(text, Budget())

    assert (python is None) == (ours is None)
    if python is not None and ours is not None:
        assert (ours[0], end_of(ours)) == python.span()
