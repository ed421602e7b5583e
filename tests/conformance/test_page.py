"""The page about conformance says what the engine does today."""

from __future__ import annotations

from tests.conformance.page import PAGE, SUITES, page, section
from tests.conformance.test_betsy import found, with_betsy


@with_betsy
def test_the_page_says_of_betsy_what_is_true_today():
    expected = section(SUITES["betsy"], found())

    assert expected in PAGE.read_text("utf-8"), (
        "write it anew: python -m tests.conformance betsy --write"
    )


def test_what_was_not_run_again_stays_on_the_page():
    first = page({"betsy": "## betsy\n\nold\n", "MIWG": "## MIWG\n\nkept\n"}, "")

    again = page({"betsy": "## betsy\n\nnew\n"}, first)

    assert again == first.replace("old", "new")


def test_sections_stand_in_the_order_of_the_suites():
    titles = [suite.title for suite in SUITES.values()]
    mixed = {title: f"## {title}\n" for title in reversed(titles)}

    written = page(mixed, "")

    assert [line[3:] for line in written.splitlines() if line.startswith("## ")] == titles


def test_every_suite_has_its_section_on_the_page():
    text = PAGE.read_text("utf-8")

    assert all(f"\n## {suite.title}\n" in text for suite in SUITES.values())
