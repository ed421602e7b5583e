"""The page about what is executed names every flow element and every finding's group."""

import re
from pathlib import Path

import pytest

from service.diagrams.vocabulary import NOT_EXECUTED
from tests.unit.diagrams.test_gate_sentences import gate_codes
from tests.unit.diagrams.test_reader_vocabulary import FLOW_ELEMENTS, STANDARD

PAGE = (Path(__file__).parents[3] / "service" / "docs" / "bpmn-coverage.md").read_text("utf-8")
NAMED = set(re.findall(r"`([A-Za-z][\w-]*)`", PAGE))

#: The schema lets these stand among flow elements; nobody writes them.
ABSTRACT = {"flowElement", "event", "artifact", "implicitThrowEvent"}
WITHOUT_WORD = {"extensionElements", "supportedInterfaceRef", "supports"}
CONSTRUCTS = Path(__file__).parents[2] / "constructs"


@pytest.mark.parametrize("element", sorted(FLOW_ELEMENTS - ABSTRACT - WITHOUT_WORD))
def test_it_says_what_becomes_of_every_element_of_a_process(element):
    assert element in NAMED


@pytest.mark.parametrize("element", sorted(STANDARD.children("tIntermediateCatchEvent")))
def test_it_says_what_becomes_of_every_kind_of_event(element):
    kind = element.endswith("EventDefinition") or element == "eventDefinitionRef"

    assert element in NAMED or not kind


def test_what_is_told_as_not_executed_is_named_or_a_conversation():
    assert {name for name in NOT_EXECUTED - NAMED if "onversation" not in name} <= {
        "participantAssociation",
        "messageFlowAssociation",
        "choreographyRef",
    }


def last_cells(part):
    """Return the names in the last column of the tables of a part of the page."""
    text = PAGE.partition(f"## {part}\n")[2].partition("\n## ")[0]
    rows = [line for line in text.splitlines() if line.startswith("|")]
    return {name for row in rows for name in re.findall(r"`([^`]+)`", row.split("|")[-2])}


def test_every_code_on_the_page_exists():
    codes = last_cells("Refused")

    assert len(codes) > 10
    assert codes <= gate_codes()


def test_every_diagram_of_a_construct_that_is_named_exists():
    names = last_cells("Executed")

    assert len(names) > 10
    assert names <= {file.stem for file in CONSTRUCTS.glob("*.bpmn")}
