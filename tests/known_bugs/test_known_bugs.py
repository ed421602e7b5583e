"""What the page of known bugs says is true: the tests that it names are there."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest

from tests.conformance.corpora import ROOT
from tests.known_bugs.page import PAGE, page
from tests.known_bugs.rows import BUGS
from tests.unit.diagrams.findings_provoked import CASES

CODES = {f"gate.{case.code}" for case in CASES}
OURS = "known_bugs/test_same_diagrams.py"


@cache
def named_in(module):
    """Return the tests of a module, as the list names them."""
    tree = ast.parse((ROOT / "tests" / module).read_bytes())
    functions = (part.name for part in tree.body if isinstance(part, ast.FunctionDef))
    return {f"{module}::{name}" for name in functions if name.startswith("test_")}


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: re.sub(r"\W+", "-", bug.what)[:60])
def test_every_test_that_holds_a_bug_is_there(bug):
    assert bug.tests
    for test in bug.tests:
        assert test in (CODES if test.startswith("gate.") else named_in(test.partition("::")[0]))


def test_every_diagram_of_this_folder_is_in_the_list():
    assert named_in(OURS) <= {test for bug in BUGS for test in bug.tests}


def test_the_page_is_written_from_the_list():
    assert PAGE.read_text("utf-8") == page(), "write it with: python -m tests.known_bugs"
