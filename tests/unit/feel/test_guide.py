"""The guide for analysts says what the code does."""

from __future__ import annotations

import re
from importlib import resources

import pytest

from service.feel import compile_expression
from service.feel.budget import DEEPEST_CALLS, MOST_STEPS
from service.feel.builder import DEEPEST_NESTING
from service.feel.functions import FUNCTIONS
from service.feel.kinds import LONGEST_LIST, LONGEST_STRING
from service.feel.patterns.program import LONGEST_PROGRAM
from service.feel.reader import LONGEST_TEXT

GUIDE = (resources.files("service") / "docs" / "feel.md").read_text("utf-8")


def section(title):
    return GUIDE.split(f"## {title}\n")[1].split("\n## ")[0]


def functions():
    """Return signature and example of each row."""
    row = re.compile(r"^\| `([^`]+)` \|.*\| `([^`]+)` \|$", re.MULTILINE)
    return row.findall(section("Functions"))


def test_the_guide_lists_exactly_the_functions_that_exist():
    listed = [signature for signature, _ in functions()]

    assert sorted(listed) == sorted(function.signature for function in FUNCTIONS.values())


@pytest.mark.parametrize("example", [example for _, example in functions()])
def test_an_example_of_the_guide_is_true(example):
    assert compile_expression(example).evaluate({}) is True


@pytest.mark.parametrize(
    "limit",
    [LONGEST_TEXT, DEEPEST_NESTING, DEEPEST_CALLS, LONGEST_STRING, LONGEST_LIST, MOST_STEPS],
)
def test_the_guide_states_each_limit(limit):
    assert f"{limit:,}" in section("Limits")


def test_the_guide_states_how_long_a_pattern_may_be():
    assert f"{LONGEST_PROGRAM:,}" in section("Patterns")


def test_the_literals_of_the_guide_are_read():
    table = section("Values").partition("| kind | properties |")[0]
    rows = re.findall(r"^\| [a-z ,]+ \| (`.*?`) \|", table, re.MULTILINE)
    literals = [text for row in rows for text in re.findall(r"`(.+?)`", row) if "…" not in text]

    assert len(literals) > 12
    for text in literals:
        compile_expression(text)
