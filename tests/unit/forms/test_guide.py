"""The guide to forms names everything that a form file may hold."""

from __future__ import annotations

from importlib import resources

from service.forms.components import ATTRIBUTES
from service.forms.model import OPTION_SOURCES

GUIDE = (resources.files("service") / "docs" / "forms.md").read_text("utf-8")


def test_the_guide_names_every_component_and_attribute():
    names = set(ATTRIBUTES).union(*ATTRIBUTES.values()) - {"type"}

    assert [name for name in sorted(names) if f"{name}" not in GUIDE] == []


def test_the_guide_names_every_list_that_a_page_gives():
    assert all(f"`{source}`" in GUIDE for source in OPTION_SOURCES)
