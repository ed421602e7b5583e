"""The command that looks for faults finds them, says them by a seed, and makes them small."""

from __future__ import annotations

import json

import pytest

from tests.fuzz import cases
from tests.fuzz.__main__ import main
from tests.fuzz.cases import case, failure, shrunk


@pytest.mark.slow
def test_its_first_cases_find_nothing():
    found = {each.seed: failure(each) for each in (case(f"0-{number}") for number in range(150))}

    assert {seed: problem for seed, problem in found.items() if problem is not None} == {}


def test_the_last_line_counts(capsys):
    assert main(0.5, "0-1") == 0

    assert json.loads(capsys.readouterr().out) == {"cases": 1, "failures": 0, "kinds": 0}


def test_a_seed_gives_the_same_case_again():
    assert case("7-1") == case("7-1")
    assert case("7-1") != case("7-2")


def test_a_fault_is_told_once_with_its_seed_and_its_smallest_case(monkeypatch, capsys):
    def broken(text):
        if "a" in text:
            raise KeyError(text)

    monkeypatch.setattr(cases, "compile_expression", broken)
    monkeypatch.setattr(cases, "_diagram", lambda _: None)
    monkeypatch.setattr(cases, "_expression", lambda found: broken(found.text))

    assert main(0.2, "0") == 1

    first, *_, last = map(json.loads, capsys.readouterr().out.splitlines())
    assert first["failure"].startswith("KeyError")
    assert first["smallest"] == "expression 'a'"
    assert last["failures"] > last["kinds"] == 1
    assert failure(case(first["seed"])) is not None


def test_changes_that_are_not_needed_fall_away(monkeypatch):
    found = next(
        each for each in map(case, map(str, range(1000))) if each.file and len(each.edits) > 2
    )
    needed = found.edits[1]

    def broken(tried):
        if needed in tried.edits:
            raise KeyError

    monkeypatch.setattr(cases, "_diagram", broken)

    assert shrunk(found, KeyError()).edits == (needed,)
