"""The guide for analysts says what the code does."""

from __future__ import annotations

import re
from importlib import resources

import pytest

from service.feel import compile_expression
from service.feel.builder import DEEPEST_NESTING
from service.feel.functions import FUNCTIONS
from service.feel.kinds import LONGEST_LIST, LONGEST_STRING, MOST_STEPS
from service.feel.reader import LONGEST_TEXT

GUIDE = (resources.files("service") / "docs" / "feel.md").read_text("utf-8")


def section(title):
    return GUIDE.split(f"## {title}\n")[1].split("\n## ")[0]


def test_the_guide_lists_exactly_the_functions_that_exist():
    listed = re.findall(r"^\| `(.+?)` \|", section("Functions"), re.MULTILINE)

    assert sorted(listed) == sorted(function.signature for function in FUNCTIONS.values())


@pytest.mark.parametrize(
    "limit", [LONGEST_TEXT, DEEPEST_NESTING, LONGEST_STRING, LONGEST_LIST, MOST_STEPS]
)
def test_the_guide_states_each_limit(limit):
    assert f"{limit:,}" in section("Limits")


def test_the_literals_of_the_guide_are_read():
    rows = re.findall(r"^\| [a-z ,]+ \| (`.*?`) \|", section("Values"), re.MULTILINE)
    literals = [text for row in rows for text in re.findall(r"`(.+?)`", row) if "…" not in text]

    assert len(literals) > 12
    for text in literals:
        compile_expression(text)
