"""The OMG's compatibility kit for DMN, and the page that tells what came of it."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from tests.conformance.corpora import DMN_KIT, ROOT
from tests.conformance.dmn_tck import judgements
from tests.conformance.page import PAGE, SUITES, section

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not DMN_KIT.is_dir(), reason=f"the kit is not at {DMN_KIT}"),
]


@cache
def found():
    return tuple(judgements())


def counts():
    return Counter((each.group, each.verdict) for each in found())


def test_nothing_of_the_kit_is_answered_wrongly():
    assert [(each.name, each.reasons) for each in found() if each.verdict == "wrong"] == []


def test_all_of_level_2_is_right():
    assert {group: count for group, count in counts().items() if group[0] == "level-2"} == {
        ("level-2", "right"): 116
    }


def test_of_level_3_only_what_the_guide_names_is_refused():
    refused = {reason for each in found() if each.verdict == "refused" for reason in each.reasons}

    assert refused <= {
        "dangling-reference",  # into another file
        "expression",
        "external-function",
        "feel.date-out-of-range",
        "reference-elsewhere",
        "unknown-name",
        "unknown-type",  # of another file
    }
    assert counts()["level-3", "right"] >= 3_168


def test_the_guide_has_todays_figures():
    guide = (ROOT / "service" / "docs" / "dmn.md").read_text("utf-8")

    for level in ("2", "3"):
        figures = [
            f"{counts()[f'level-{level}', verdict]:,}" for verdict in ("right", "refused", "wrong")
        ]
        row = next(line for line in guide.splitlines() if line.startswith(f"| {level}: "))
        assert [cell.strip() for cell in row.split("|")[2:5]] == figures


def test_the_page_says_of_the_kit_what_is_true_today():
    expected = section(SUITES["dmn"], found())

    assert expected in PAGE.read_text("utf-8"), (
        "write it anew: python -m tests.conformance dmn --write"
    )
