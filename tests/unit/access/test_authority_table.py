from pathlib import Path

from tests.unit.access.authority_table import table

PAGE = Path(__file__).parents[3] / "service" / "docs" / "authority.md"


def test_the_page_on_authority_says_what_the_rules_answer():
    assert table() in PAGE.read_text("utf-8")
