"""The engine does what the token game does, on random diagrams with random users."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.oracle.compare import Disagreement, RefusedByGate, play
from tests.oracle.coverage import DIAGRAMS, measure
from tests.oracle.digest import digest
from tests.oracle.generator import diagram
from tests.oracle.shrink import report, shrink
from tests.oracle.xml_of import to_xml

ROOT = Path(__file__).resolve().parents[2]

QUICK, USUAL, CHUNK, LONG_CHUNK = 10, 500, 49, 250


def agree(seeds):
    for seed in seeds:
        plan, built = diagram(seed)
        try:
            play(built.model, seed)
        except RefusedByGate as refusal:
            pytest.fail(f"seed {seed}: the gate says {refusal}\n{to_xml(built.model).decode()}")
        except Disagreement as found:
            first = f"seed {seed}: {found.what}, expected {found.expected}, got {found.got}"
            pytest.fail(f"{first}\n\nsmallest diagram:\n{report(*shrink(plan, seed))}")


def test_engine_and_token_game_agree_after_every_command():
    agree(range(QUICK))


@pytest.mark.slow
@pytest.mark.parametrize("first", range(QUICK, USUAL, CHUNK))
def test_they_agree_on_some_hundred_diagrams(first):
    agree(range(first, first + CHUNK))


@pytest.mark.long
@pytest.mark.parametrize("first", range(USUAL, DIAGRAMS, LONG_CHUNK))
def test_they_agree_on_ten_thousand_diagrams(first):
    agree(range(first, first + LONG_CHUNK))


@pytest.mark.slow
def test_states_do_not_depend_on_the_order_of_sets():
    seeds = [3, 14, 15, 92, 65, 35, 89, 79]

    digests = {digest(seeds)}
    for hash_seed in ("0", "1", "2026"):
        done = subprocess.run(
            [sys.executable, "-m", "tests.oracle.digest", *map(str, seeds)],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": hash_seed},
            capture_output=True,
            text=True,
            check=True,
        )
        digests.add(done.stdout.strip())

    assert len(digests) == 1


@pytest.mark.long
def test_every_construct_is_executed_in_every_other():
    coverage = measure(range(DIAGRAMS))

    print(coverage.table())  # noqa: T201 - the table is what a reader of the log wants
    assert list(coverage.rare()) == []
